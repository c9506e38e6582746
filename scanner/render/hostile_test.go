package render

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"sitewell/scanner/render/rendertest"
)

// A page that takes all memory is ended, and costs another page that is shown meanwhile
// nothing but a retry.
// (check 126)
func TestMemoryBomb(t *testing.T) {
	b, profiles := newBrowser(t, &site{files: map[string]string{"/a.js": `document.body.innerHTML = '<a href="/a">x</a>'`}}, slow)
	b.options.maxMemory = 400 << 20
	var both sync.WaitGroup
	both.Go(func() {
		_, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body><script>
			const all = []; setInterval(() => { for (let i = 0; i < 4; i++) all.push(new Uint8Array(16 << 20).fill(1)); document.body.append(document.createElement('p')); }, 20)</script>`))
		if !errors.Is(err, ErrMemory) && !errors.Is(err, ErrCrashed) {
			t.Errorf("the bomb: %v", err)
		}
	})
	both.Go(func() {
		got, err := b.Render(t.Context(), "https://app.example/", pageOf(`<body><script src=/a.js></script>`))
		if err != nil || !slices.Equal(linksOf(t, got.HTML), []string{"/a"}) {
			t.Errorf("the page beside it: %v, %v", got, err)
		}
	})
	both.Wait()
	b.Close()
	nothingIsLeft(t, profiles)
}

// helperFolder is set in the process that TestKilledProgram kills.
const helperFolder = "SITEWELL_TEST_PROFILES"

// TestMain shows a page without end if it is that process. It may also be a browser.
func TestMain(m *testing.M) {
	rendertest.Main()
	if folder := os.Getenv(helperFolder); folder != "" {
		program, _ := Find("")
		b := New(Options{Program: program, TempDir: folder, Timeout: slow, Load: func(ctx context.Context, _ string) (*Response, error) {
			os.WriteFile(filepath.Join(folder, "shown"), nil, 0o600)
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		b.Render(context.Background(), "https://app.example/", pageOf(`<body><script src=/a.js></script>`))
		return
	}
	os.Exit(m.Run())
}

// When this program is killed, nothing runs any more after its next start, and no file is
// left.
// (check 126)
func TestKilledProgram(t *testing.T) {
	folder := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), helperFolder+"="+folder)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "shown")); err == nil {
			break
		}
		time.Sleep(50 * time.Millisecond) // until the other process has come so far
	}
	if len(processesWith(t, folder)) == 0 {
		t.Error("no browser runs")
	}
	cmd.Process.Kill()
	cmd.Wait()
	os.Remove(filepath.Join(folder, "shown"))
	removeLeftovers(folder)
	waitUntilGone(t, folder)
	nothingIsLeft(t, folder)
}

// waitUntilGone waits until processes that were ended are not listed any more.
func waitUntilGone(t *testing.T, folder string) {
	t.Helper()
	for range 200 {
		if len(processesWith(t, folder)) == 0 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// A browser that outlived its program is ended at the next start, also where the system
// does not see to it.
// (check 126)
func TestLeftoverProcess(t *testing.T) {
	folder := t.TempDir()
	dir := filepath.Join(folder, profilePrefix+"left")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "browser")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nread line\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	if _, err := cmd.StdinPipe(); err != nil { // which nobody writes to
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for len(processesWith(t, dir)) == 0 {
		time.Sleep(10 * time.Millisecond) // until it has its command line
	}
	removeLeftovers(folder)
	if err := cmd.Wait(); err == nil {
		t.Error("the browser ended by itself")
	}
	nothingIsLeft(t, folder)
}

// Pages that are shown one after another in the same tab know nothing of each other.
func TestPagesForgetEachOther(t *testing.T) {
	b, _ := newBrowser(t, &site{}, slow)
	const write = `<body><script>localStorage.a = 1; sessionStorage.a = 1; document.cookie = 'a=1'; window.name = 'a'; caches.open('a').catch(() => {}); indexedDB.open('a');
		onbeforeunload = e => { e.preventDefault(); return 'stay'; }; setInterval(() => fetch('/poll').catch(() => {}), 20);</script>`
	const read = `<body><script>const a = document.createElement('a'); document.body.append(a);
		indexedDB.databases().then(all => { a.href = '/' + [localStorage.length, sessionStorage.length, document.cookie.length, window.name.length, all.length].join('-'); });</script>`
	if _, err := b.Render(t.Context(), "https://app.example/", pageOf(write)); err != nil {
		t.Fatal(err)
	}
	got, err := b.Render(t.Context(), "https://app.example/", pageOf(read))
	if err != nil {
		t.Fatal(err)
	}
	if links := linksOf(t, got.HTML); !slices.Equal(links, []string{"/0-0-0-0-0"}) {
		t.Errorf("left of the page before: %q", links)
	}
	if len(got.Failed) > 0 {
		t.Errorf("requests of the page before: %v", got.Failed)
	}
}
