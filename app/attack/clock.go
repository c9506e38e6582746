package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"sitewell/app/crashtest"
)

// clock scans a site whose clock jumps by hours and by years with every answer. What
// the answers say about time changes nothing of what is found.
func clock(ctx context.Context, r *round) error {
	h := &jumping{rand: r.rand, busy: make(map[string]bool)}
	s, err := serve(smallPages(false), h.around)
	if err != nil {
		return err
	}
	defer s.close()
	path := filepath.Join(r.dir, database)
	var want []string
	for _, jumps := range []bool{false, true} {
		h.set(jumps)
		if err := expect(1)(r.runs(ctx, crashtest.Order{Args: scanArgs(s.address)})); err != nil {
			return err
		}
		if want == nil {
			if want, err = crashtest.Contents(ctx, path); err != nil {
				return err
			}
		}
	}
	return r.found(ctx, path, want)
}

// jumping is a server whose clock jumps, and that is sometimes too busy the first
// time that it is asked.
type jumping struct {
	mu    sync.Mutex
	rand  *rand.Rand
	jumps bool
	busy  map[string]bool // paths that were refused once
}

func (j *jumping) set(jumps bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.jumps = jumps
}

// around returns a handler that tells wild times with the answers of another.
func (j *jumping) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if j.change(w.Header(), r) {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ordinary are the paths of pages.
var ordinary = regexp.MustCompile(`^/p/[0-9]+\.html$`)

// change sets the fields of an answer that have to do with time. It reports whether the
// answer is to be that the server is too busy.
func (j *jumping) change(h http.Header, r *http.Request) (busy bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.jumps {
		return false
	}
	for _, name := range []string{"Date", "Expires", "Last-Modified"} {
		h.Set(name, j.time())
	}
	h.Set("Age", fmt.Sprint(j.rand.Int64()-j.rand.Int64()))
	h.Set("Set-Cookie", "seen=1; Expires="+j.time())
	h.Set("Strict-Transport-Security", fmt.Sprintf("max-age=%d", j.rand.Int64()))
	// What is asked for to see how the site answers to nonsense is asked for once only.
	if !ordinary.MatchString(r.URL.Path) || j.busy[r.URL.Path] || j.rand.IntN(40) > 0 {
		return false
	}
	j.busy[r.URL.Path] = true
	switch j.rand.IntN(4) {
	case 0:
		h.Set("Retry-After", time.Now().AddDate(-j.rand.IntN(60), 0, -1).UTC().Format(http.TimeFormat))
	case 1:
		h.Set("Retry-After", fmt.Sprint(j.rand.IntN(3)))
	case 2:
		h.Set("Retry-After", fmt.Sprint(-j.rand.Int64()))
	default:
		h.Set("Retry-After", "Thu, 31 Feb 20000 25:61:61 GMT")
	}
	return true
}

// time returns a time of some clock.
func (j *jumping) time() string {
	now := time.Now().UTC()
	switch j.rand.IntN(4) {
	case 0:
		return now.Add(time.Duration(j.rand.Int64N(int64(48*time.Hour))) - 24*time.Hour).Format(http.TimeFormat)
	case 1:
		return now.AddDate(j.rand.IntN(200)-100, 0, 0).Format(http.TimeFormat)
	case 2:
		return time.Unix(int64(int32(j.rand.Uint32())), 0).UTC().Format(http.TimeFormat)
	default:
		return []string{"0", "-1", "never", "", "Thu, 31 Feb 20000 25:61:61 GMT"}[j.rand.IntN(5)]
	}
}
