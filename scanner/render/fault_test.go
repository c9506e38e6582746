//go:build unix

package render

import (
	"context"
	"errors"
	"runtime/pprof"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/render/rendertest"
)

// fakeBrowser returns a browser with a fault, and the folder of its profiles.
func fakeBrowser(t *testing.T, f rendertest.Fault, timeout time.Duration) (b *Browser, fake *rendertest.Browser, profiles string) {
	t.Helper()
	fake = rendertest.New(t, f)
	profiles = t.TempDir()
	b = New(Options{Program: fake.Program, Load: (&site{}).load, Timeout: timeout, TempDir: profiles})
	t.Cleanup(b.Close)
	return b, fake, profiles
}

// goroutines returns how many goroutines are of this package or of its library, but for
// those of tests.
func goroutines() (n int) {
	var text strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&text, 2)
	for _, g := range strings.Split(text.String(), "\n\n") {
		if (strings.Contains(g, "chromedp") || strings.Contains(g, "scanner/render.")) && !strings.Contains(g, "testing.") {
			n++
		}
	}
	return n
}

// noGoroutineIsLeft waits until what was ended has come to its end.
func noGoroutineIsLeft(t *testing.T) {
	t.Helper()
	for range 400 {
		if goroutines() == 0 {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	var text strings.Builder
	_ = pprof.Lookup("goroutine").WriteTo(&text, 2)
	t.Errorf("goroutines are left:\n%s", text.String())
}

// Whatever goes wrong with the browser itself, a page is tried twice, the reason is
// known, and nothing is left.
// (check 126)
func TestFaults(t *testing.T) {
	// So long is waited for what does not come. Until then a busy computer must have come
	// as far as the fault.
	const quick = 6 * time.Second
	for _, c := range []struct {
		fault   rendertest.Fault
		timeout time.Duration
		want    error // nil: the page is shown
		starts  int
	}{
		{fault: rendertest.None, timeout: slow, starts: 1},
		{fault: rendertest.NoStart, timeout: slow, want: ErrNotStarted, starts: 2},
		{fault: rendertest.SilentStart, timeout: quick / maxPatience, want: ErrSilent, starts: 2},
		{fault: rendertest.TooOld, timeout: slow, want: ErrTooOld, starts: 2},
		{fault: rendertest.SilentTab, timeout: quick / maxPatience, want: ErrSilent, starts: 2},
		{fault: rendertest.SilentPage, timeout: quick, want: ErrTimeout, starts: 1}, // the page may be the reason
		{fault: rendertest.Drop, timeout: slow, want: ErrCrashed, starts: 2},
		{fault: rendertest.Exit, timeout: slow, want: ErrCrashed, starts: 2},
		{fault: rendertest.Garbage, timeout: slow, want: ErrConfused, starts: 2},
		{fault: rendertest.Misfit, timeout: slow, want: ErrConfused, starts: 2},
		{fault: rendertest.Refuse, timeout: slow, want: ErrConfused, starts: 2},
		{fault: rendertest.Crash, timeout: slow, want: ErrCrashed, starts: 2},
		{fault: rendertest.CrashOnce, timeout: slow, starts: 2},
		{fault: rendertest.Detach, timeout: slow, want: ErrCrashed, starts: 2},
		{fault: rendertest.Shuffle, timeout: slow, starts: 1},
		{fault: rendertest.Huge, timeout: slow, starts: 1},
		{fault: rendertest.OnePage, timeout: slow, starts: 1},
	} {
		t.Run(string(c.fault), func(t *testing.T) {
			b, fake, profiles := fakeBrowser(t, c.fault, c.timeout)
			got, err := b.Render(t.Context(), "https://app.example/", pageOf("<p>The page.</p>"))
			switch {
			case c.want == nil && err != nil:
				t.Errorf("the page is not shown: %v", err)
			case c.want == nil:
				if links := linksOf(t, got.HTML); !slices.Equal(links, []string{rendertest.Link}) || !strings.Contains(got.HTML, "The page.") {
					t.Errorf("the page is %q", got.HTML)
				}
			case !errors.Is(err, c.want) || Reason(err) != c.want.Error():
				t.Errorf("got %v, want %v", err, c.want)
			}
			// A browser that ends at once after its answer may be seen ending first.
			if n := fake.Count("start"); n != c.starts && !(c.fault == rendertest.OnePage && n == 2) {
				t.Errorf("the browser was started %d times, want %d", n, c.starts)
			}
			b.Close()
			waitUntilGone(t, profiles)
			nothingIsLeft(t, profiles)
			noGoroutineIsLeft(t)
		})
	}
}

// A browser that ends after each page costs a new start, and no page.
func TestOnePageEach(t *testing.T) {
	b, fake, _ := fakeBrowser(t, rendertest.OnePage, slow)
	for range 4 {
		if _, err := b.Render(t.Context(), "https://app.example/", pageOf("")); err != nil {
			t.Fatal(err)
		}
	}
	if n := fake.Count("start"); n < 4 || n > 8 { // its end may be seen before its answer
		t.Errorf("the browser was started %d times", n)
	}
}

// A browser that only ever fails is not tried for each page of a site.
func TestGivenUp(t *testing.T) {
	for _, c := range []struct {
		fault  rendertest.Fault
		starts int
	}{{rendertest.NoStart, 3}, {rendertest.Exit, 6}} {
		t.Run(string(c.fault), func(t *testing.T) {
			b, fake, _ := fakeBrowser(t, c.fault, slow)
			var err error
			for range 6 {
				_, err = b.Render(t.Context(), "https://app.example/", pageOf(""))
			}
			if !errors.Is(err, ErrGivenUp) {
				t.Errorf("the last page: %v", err)
			}
			// A browser that ends at once after its answer may be seen ending first.
			if n := fake.Count("start"); n != c.starts && !(c.fault == rendertest.OnePage && n == 2) {
				t.Errorf("the browser was started %d times, want %d", n, c.starts)
			}
		})
	}
}

// Pages that take too long say nothing about the browser, and one that is shown says that
// it works.
func TestFailuresOfPages(t *testing.T) {
	b, _, _ := fakeBrowser(t, rendertest.SilentPage, 6*time.Second)
	b.failures = maxFailures - 1
	if _, err := b.Render(t.Context(), "https://app.example/", pageOf("")); !errors.Is(err, ErrTimeout) || b.failures != maxFailures-1 {
		t.Errorf("%d failures, %v", b.failures, err)
	}
	b, _, _ = fakeBrowser(t, rendertest.None, slow)
	b.failures = maxFailures - 1
	if _, err := b.Render(t.Context(), "https://app.example/", pageOf("")); err != nil || b.failures != 0 {
		t.Errorf("%d failures, %v", b.failures, err)
	}
}

// A person who stops the scan does not wait for a browser that does not start.
func TestStoppedStart(t *testing.T) {
	b, fake, profiles := fakeBrowser(t, rendertest.SilentStart, slow)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() {
		_, err := b.Render(ctx, "https://app.example/", pageOf(""))
		done <- err
	}()
	for fake.Count("start") == 0 {
		time.Sleep(5 * time.Millisecond) // until the process has come so far
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	b.Close()
	waitUntilGone(t, profiles)
	nothingIsLeft(t, profiles)
	noGoroutineIsLeft(t)
}

// The version of a program tells whether it is a browser that can be used.
func TestVersion(t *testing.T) {
	for fault, want := range map[rendertest.Fault]error{rendertest.None: nil, rendertest.NoStart: ErrNotStarted, rendertest.TooOld: ErrTooOld} {
		fake := rendertest.New(t, fault)
		version, err := Version(t.Context(), fake.Program)
		if !errors.Is(err, want) || want == nil && version != "120.0.6099.224" {
			t.Errorf("%s: %q, %v", fault, version, err)
		}
	}
	rendertest.New(t, rendertest.None)
	if _, err := Version(t.Context(), "/bin/true"); !errors.Is(err, ErrNotStarted) {
		t.Errorf("a program that is no browser: %v", err)
	}
}
