package cloaking

import (
	"net/http"
	"slices"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// answer returns an answer with the cookie of a wall.
func answer(t *testing.T, status int, text string) *fetch.Answer {
	t.Helper()
	at, err := weburl.Parse("http://other.test/page")
	if err != nil {
		t.Fatal(err)
	}
	return &fetch.Answer{
		Status: status, Header: http.Header{"Set-Cookie": {"session=1", "__cf_bm=x; Path=/"}}, Final: at,
		Hops: make([]result.Hop, 1), Evidence: result.Evidence{Snippet: text},
	}
}

// check 119: only "not found" with the mark of a wall is suspected.
func TestMark(t *testing.T) {
	tests := []struct {
		name   string
		change func(*fetch.Answer)
		want   string
	}{
		{"not found, with a cookie", func(*fetch.Answer) {}, "cookie __cf_bm"},
		{"gone, with a field", func(a *fetch.Answer) { a.Status = 410; a.Header = http.Header{"X-Datadome": {"protected"}} }, "X-Datadome"},
		{"no mark", func(a *fetch.Answer) { a.Header = http.Header{"Set-Cookie": {"session=__cf_bm"}} }, ""},
		{"it works", func(a *fetch.Answer) { a.Status = 200 }, ""},
		{"forbidden", func(a *fetch.Answer) { a.Status = 403 }, ""},
		{"a wall that is known", func(a *fetch.Answer) { a.Wall = outcome.BotChallenge }, ""},
		{"redirected", func(a *fetch.Answer) { a.Hops = make([]result.Hop, 2) }, ""},
	}
	for _, tt := range tests {
		a := answer(t, 404, "Not found")
		if tt.change(a); Mark(a) != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, Mark(a), tt.want)
		}
	}
}

// check 119: a host hides its pages if three addresses are answered alike, the home
// page works, and nothing else does.
func TestHost(t *testing.T) {
	const (
		text  = "There is no page of that name here. Please look for it with our search"
		other = "A film of this title was withdrawn by its makers in the last year"
	)
	var h Host[int]
	for i := range 2 {
		if isDeferred, needsHome := h.Defer(answer(t, 404, "/page "+text), i); !isDeferred || needsHome {
			t.Errorf("address %d: deferred %v, home page %v", i, isDeferred, needsHome)
		}
	}
	h.Defer(answer(t, 404, other), 2)
	h.Defer(answer(t, 410, text), 3)
	if _, needsHome := h.Defer(answer(t, 404, text), 4); !needsHome {
		t.Error("the home page is not wanted after three addresses")
	}
	if _, needsHome := h.Defer(answer(t, 404, text), 5); needsHome || h.Deferred() != 6 {
		t.Errorf("the home page is wanted again, or %d addresses wait", h.Deferred())
	}
	h.HandleWorking(true)
	hidden, plain := h.Settle()
	if !slices.Equal(hidden, []int{0, 1, 4, 5}) || !slices.Equal(plain, []int{2, 3}) || h.Deferred() != 0 {
		t.Errorf("hidden %v, plain %v, %d wait", hidden, plain, h.Deferred())
	}

	h = Host[int]{}
	for i := range 4 {
		h.Defer(answer(t, 404, text), i)
	}
	if hidden, plain := h.Settle(); len(hidden) > 0 || len(plain) != 4 {
		t.Errorf("without a home page: hidden %v, plain %v", hidden, plain)
	}

	h = Host[int]{}
	h.HandleWorking(true)
	for i := range 4 {
		h.Defer(answer(t, 404, text), i)
	}
	if got := h.HandleWorking(false); !slices.Equal(got, []int{0, 1, 2, 3}) {
		t.Errorf("another address works: got %v", got)
	}
	if isDeferred, _ := h.Defer(answer(t, 404, text), 4); isDeferred {
		t.Error("an address waits although another one works")
	}
}
