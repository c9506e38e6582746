package sqlite

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// synth is a made site whose pages come from their numbers alone: every page
// has the navigation of all pages, the side bar of its section, and links of
// its own.
type synth struct {
	pages, nav, own int
	changed         int // one page in so many is another one than in the scan before; 0: none
	words           []string
}

// pythonDoc is as large as Debian's python3-doc, bigSite as the budgets of
// design.md: 30,000 pages with 2.5 million links.
func pythonDoc() synth { return newSynth(500, 60, 80) }
func bigSite() synth   { return newSynth(30_000, 60, 23) }

func newSynth(pages, nav, own int) synth {
	r := rand.New(rand.NewPCG(1, 2))
	s := synth{pages: pages, nav: nav, own: own}
	for range 3000 { // word lengths and repetition as in prose
		var b strings.Builder
		for range 2 + r.IntN(4) {
			b.WriteString(pick(r, "ba", "con", "de", "en", "for", "gen", "in", "la", "mo", "ner", "pro", "re", "si", "ta", "ver"))
		}
		s.words = append(s.words, b.String())
	}
	return s
}

func (s *synth) phrase(r *rand.Rand) string {
	var b strings.Builder
	for i := range 1 + r.IntN(3) {
		if i > 0 {
			b.WriteByte(' ')
		}
		n := r.IntN(len(s.words))
		b.WriteString(s.words[n*n/len(s.words)])
	}
	return b.String()
}

// synthRun feeds one scan of a synth to a Writer, as the engine would.
type synthRun struct {
	synth
	rand   *rand.Rand
	began  time.Time
	ids    map[string]result.ID
	places map[string]bool
	next   []result.Address
	b      result.Batch
}

func (s *synthRun) find(url string, a result.Address) result.ID {
	if id, ok := s.ids[url]; ok {
		return id
	}
	a.ID, a.URL = result.ID(len(s.ids)+1), url
	s.ids[url] = a.ID
	s.b.Found = append(s.b.Found, a)
	s.next = append(s.next, a)
	return a.ID
}

func (s *synthRun) page(n int) string {
	if n == 0 {
		return "https://www.example.com/"
	}
	return fmt.Sprintf("https://www.example.com/section-%d/%s-%d.html", n%50, s.words[n%len(s.words)], n)
}

func (s *synthRun) link(page int, r *rand.Rand, i int) (l result.Link) {
	l = result.Link{Element: "a[href]", Kind: result.KindPage, Place: result.PlaceMain, Text: s.phrase(r), Line: 120 + i*(1+r.IntN(4))}
	switch k := r.IntN(20); {
	case k < 2: // an image of this page
		l.URL, l.Element, l.Kind = fmt.Sprintf("https://www.example.com/img/%d-%d.png", page, i), "img[src]", result.KindImage
	case k < 4:
		l.URL = fmt.Sprintf("https://site%d.example/%s", r.IntN(2000), s.words[r.IntN(50)])
	case k < 6: // further down on the page itself
		l.URL, l.Fragment = s.page(page), s.words[(page+i)%len(s.words)]
	default: // pages nearby
		l.URL = s.page((page + r.IntN(200)) % s.pages)
	}
	return l
}

// read puts a page with its links into the batch.
func (s *synthRun) read(a result.Address, page int) {
	r := rand.New(rand.NewPCG(uint64(page), 3))
	p := result.Page{Address: a.ID, Document: true, Anchored: true}
	for i := range s.nav {
		l := result.Link{Element: "a[href]", Kind: result.KindPage, Place: result.PlaceNavigation, Line: 20 + i, Text: "Go to " + s.words[i]}
		l.URL = s.page(i * 7 % s.pages)
		if i >= s.nav*2/3 { // the section's side bar
			l.URL, l.Text = s.page((page%50+50*i)%s.pages), "Section "+s.words[(page%50+i)%len(s.words)]
		}
		p.Links = append(p.Links, l)
	}
	if s.changed > 0 && page%s.changed == 1 {
		p.Links = append(p.Links, result.Link{
			URL: fmt.Sprintf("https://www.example.com/news-%d.html", s.rand.IntN(1e9)), Element: "a[href]",
			Kind: result.KindPage, Place: result.PlaceMain, Text: s.phrase(s.rand), Line: 100,
		})
	}
	for i := range s.own {
		p.Links = append(p.Links, s.link(page, r, i))
	}
	for i := range p.Links {
		l := &p.Links[i]
		internal := strings.HasPrefix(l.URL, "https://www.example.com/")
		l.Target = s.find(l.URL, result.Address{Kind: l.Kind, Internal: internal, Depth: a.Depth + 1})
		if l.Fragment != "" {
			s.place(l)
		}
	}
	s.b.Pages = append(s.b.Pages, p)
}

func (s *synthRun) check(a result.Address) {
	hash := fnv.New64a() // what an address answers depends on nothing else
	hash.Write([]byte(a.URL))
	h := hash.Sum64()
	c := result.Check{
		Address: a.ID, Final: a.URL, FinalID: a.ID, Status: 200, Outcome: "200", Verdict: outcome.Works, Size: int64(h%60000 + 300),
		ContentType: "text/html", At: s.began.Add(time.Duration(a.ID) * 4 * time.Millisecond), Took: time.Duration(3+s.rand.IntN(90)) * time.Millisecond,
		Evidence: result.Evidence{Method: "GET", Protocol: "HTTP/1.1", RemoteAddr: "192.0.2.1:443", Timing: result.Timing{Total: time.Duration(s.rand.IntN(1e8))}},
	}
	var page int
	n, err := fmt.Sscanf(a.URL[strings.LastIndexByte(a.URL, '-')+1:], "%d.html", &page)
	read := a.URL == "https://www.example.com/" || n == 1 && err == nil && page < s.pages && strings.Contains(a.URL, "/section-")
	switch {
	case read:
		c.Title = strings.ToUpper(s.phrase(rand.New(rand.NewPCG(uint64(page), 4)))) + " – Example"
		c.Content = uint64(page)*0x9e3779b97f4a7c15 + 1
		if s.changed > 0 && page%s.changed == 1 {
			c.Content = s.rand.Uint64()
		}
	case a.Internal && a.Kind == result.KindPage, !a.Internal && h%25 == 0:
		c.Status, c.Outcome, c.Verdict, c.Severity = 404, "404", outcome.Broken, outcome.Moderate
		c.Reason = "HTTP 404 Not Found, confirmed by GET"
		c.Evidence = problemEvidence(s.rand, a.URL, 404)
	case a.Kind == result.KindImage:
		c.ContentType, c.Content = "image/png", h
	case !a.Internal:
		c.Size = -1
	}
	s.b.Checks = append(s.b.Checks, c)
	if read {
		s.read(a, page)
	}
}

// run does a whole scan, a little out of order as workers are, in batches of
// about 500 checks, and gives the
// processor time spent in storage.
func (s synth) run(tb testing.TB, w *Writer, seed uint64) (spent time.Duration) {
	tb.Helper()
	spent = s.found(tb, w, seed)
	began := processorTime()
	if err := w.Finish(tb.Context(), storage.Complete, result.Summary{}); err != nil {
		tb.Fatal(err)
	}
	return spent + processorTime() - began
}

// found is run without the end.
func (s synth) found(tb testing.TB, w *Writer, seed uint64) (spent time.Duration) {
	tb.Helper()
	run := &synthRun{synth: s, rand: rand.New(rand.NewPCG(seed, 5)), began: clock(), ids: make(map[string]result.ID), places: make(map[string]bool)}
	run.find(run.page(0), result.Address{Kind: result.KindPage, Internal: true})
	store := func() {
		began := processorTime()
		if err := w.Commit(tb.Context(), &run.b); err != nil {
			tb.Fatal(err)
		}
		spent += processorTime() - began
		run.b = result.Batch{}
	}
	for len(run.next) > 0 {
		k := run.rand.IntN(min(8, len(run.next)))
		a := run.next[k]
		run.next[k] = run.next[0]
		run.next = run.next[1:]
		run.check(a)
		if len(run.b.Checks) >= 500 {
			store()
		}
	}
	store()
	return spent
}

// place records the place that a link names, once.
func (s *synthRun) place(l *result.Link) {
	name := l.URL + "#" + l.Fragment
	if s.places[name] {
		return
	}
	s.places[name] = true
	s.b.Places = append(s.b.Places, result.PlaceCheck{
		Target: l.Target, Fragment: l.Fragment, Status: 200, Outcome: "200", Verdict: outcome.Works,
		Reason: "HTTP 200 OK, and the page has this place", At: s.began.Add(time.Duration(l.Target) * 4 * time.Millisecond),
	})
}
