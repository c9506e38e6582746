package storage

import (
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

var allColumns = []Column{
	BySeverity, ByAddress, ByStatus, ByOutcome, ByVerdict, ByKind, BySources, ByDepth, BySize, ByTook, ByTitle, ByType, ByFound, "no such column",
}

func someFilters() []Filter {
	yes, no := true, false
	return []Filter{
		{},
		{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning}},
		{Verdicts: []outcome.Verdict{outcome.Unchecked}},
		{Outcomes: []outcome.Key{"404", outcome.DNSNotFound}},
		{Kinds: []result.Kind{result.KindImage, result.KindDownload}},
		{Statuses: []int{2, 9}},
		{Statuses: []int{0}},
		{Internal: &yes},
		{Internal: &no},
		{PagesOnly: true},
		{Text: "PAGE1"},
		{Text: "über"},
		{Text: "100%_\\"},
		{Text: "text 7"},
		{Text: "e", Internal: &yes, Verdicts: []outcome.Verdict{outcome.Broken}},
	}
}

// TestModel stores random batches and compares everything that can be read
// with a naive model. check 89: every page that links to a target is kept.
func TestModel(t *testing.T) {
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			db := newDB(t)
			w := newScan(t, db)
			if seed%2 == 1 {
				forgetful(w)
			}
			g := newGenerator(seed)
			for i := range 12 {
				b := g.batch()
				if err := w.Commit(t.Context(), b); err != nil {
					t.Fatal(err)
				}
				if i%4 == 0 {
					checkModel(t, db, w.ID(), g.model)
				}
				if i == 6 { // as after a crash
					w.Close()
					var err error
					if w, err = db.ResumeScan(t.Context(), w.ID()); err != nil {
						t.Fatal(err)
					}
				}
			}
			checkModel(t, db, w.ID(), g.model)
			checkJournal(t, w, g.model)
			if err := w.Finish(t.Context(), Complete, result.Summary{}); err != nil {
				t.Fatal(err)
			}
			g.model.finished = true
			checkModel(t, db, w.ID(), g.model)

			again := scanOf(t, db, w.Site()) // the same once more shares what it can
			g.model.replay(t, again)
			if err := again.Finish(t.Context(), Complete, result.Summary{}); err != nil {
				t.Fatal(err)
			}
			checkModel(t, db, again.ID(), g.model)
			checkModel(t, db, w.ID(), g.model)
		})
	}
}

// replay commits everything that a model holds.
func (m *model) replay(tb testing.TB, w *Writer) {
	tb.Helper()
	b := &result.Batch{Found: m.addresses}
	for _, a := range m.addresses {
		if c, ok := m.checks[a.ID]; ok {
			b.Checks = append(b.Checks, c)
		}
		if p, ok := m.pages[a.ID]; ok {
			b.Pages = append(b.Pages, p)
		}
	}
	if err := w.Commit(tb.Context(), b); err != nil {
		tb.Fatal(err)
	}
}

func diff(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func checkModel(t *testing.T, db *DB, scan int64, m *model) {
	t.Helper()
	ctx := t.Context()
	if err := db.Verify(ctx, scan); err != nil {
		t.Fatal(err)
	}
	counts, err := db.Counts(ctx, scan)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "counts", counts, m.counts())
	for _, f := range someFilters() {
		for _, desc := range []bool{false, true} {
			for _, by := range allColumns {
				o := Order{by, desc}
				got, err := db.RowIDs(ctx, scan, f, o)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, fmt.Sprintf("ids of %+v by %+v", f, o), got, m.ids(f, o))
				if t.Failed() {
					t.FailNow()
				}
				if len(f.Text) > 0 {
					break // one order is enough where the model is slow
				}
			}
		}
	}
	checkRows(t, db, scan, m)
	checkLinks(t, db, scan, m)
}

func checkRows(t *testing.T, db *DB, scan int64, m *model) {
	t.Helper()
	ctx := t.Context()
	ids := m.ids(Filter{}, Order{By: ByTook, Desc: true})
	var want []Row
	for _, id := range ids {
		want = append(want, m.row(id))
	}
	got, err := db.Rows(ctx, scan, ids)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "rows", got, want)
	var streamed []Row
	for r, err := range db.EachRow(ctx, scan, Filter{}, Order{By: ByTook, Desc: true}) {
		if err != nil {
			t.Fatal(err)
		}
		streamed = append(streamed, r)
	}
	diff(t, "streamed rows", streamed, want)
	for _, id := range ids {
		c, ok := m.checks[id]
		if !ok {
			continue
		}
		d, err := db.Detail(ctx, scan, id)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "detail", d, Detail{Row: m.row(id), Notes: c.Notes, Evidence: c.Evidence})
	}
}

func checkLinks(t *testing.T, db *DB, scan int64, m *model) {
	t.Helper()
	ctx := t.Context()
	for _, a := range m.addresses {
		want, wantPages := m.sources(a.ID)
		got, pages, links, err := db.Sources(ctx, scan, a.ID, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, fmt.Sprintf("sources of %d", a.ID), got, want)
		diff(t, "pages", pages, wantPages)
		diff(t, "links", links, len(want))
		if len(want) > 2 {
			got, _, _, err := db.Sources(ctx, scan, a.ID, 1, len(want)-2)
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "sources in the middle", got, want[1:len(want)-1])
		}
	}
	for _, f := range []Filter{{}, {Verdicts: []outcome.Verdict{outcome.Broken}}, {Text: "page1"}} {
		var got []LinkRow
		for l, err := range db.EachLink(ctx, scan, f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, l)
		}
		diff(t, "links", got, m.links(f))
	}
}

// checkJournal compares what a resumed scan reads with the model.
func checkJournal(t *testing.T, w *Writer, m *model) {
	t.Helper()
	ctx := t.Context()
	type done struct {
		result.Address
		Outcome outcome.Key
		Verdict outcome.Verdict
	}
	var got, want []done
	err := w.Addresses(ctx, func(a result.Address, k outcome.Key, v outcome.Verdict) bool {
		got = append(got, done{a, k, v})
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range m.addresses {
		c := m.checks[a.ID]
		want = append(want, done{a, c.Outcome, c.Verdict})
	}
	diff(t, "addresses", got, want)

	if n := len(m.addresses); n > 0 {
		first := 1 + n/3
		texts, err := w.Texts(ctx, result.ID(first), n-first+1)
		if err != nil {
			t.Fatal(err)
		}
		var wantTexts []string
		for _, a := range m.addresses[first-1:] {
			wantTexts = append(wantTexts, a.URL)
		}
		diff(t, "texts", texts, wantTexts)
		if _, err := w.Texts(ctx, result.ID(n), 2); err == nil {
			t.Error("an address was read back that nobody stored")
		}
	}

	anchors, wantAnchors := map[result.ID]result.Page{}, map[result.ID]result.Page{}
	type fragment struct {
		Target   result.ID
		Fragment string
	}
	var fragments, wantFragments []fragment
	followed, wantFollowed := map[result.ID]bool{}, map[result.ID]bool{}
	for id, p := range m.pages {
		if p.Anchored {
			wantAnchors[id] = result.Page{Address: id, Anchored: true, Scripted: p.Scripted, Anchors: p.Anchors}
		}
		for _, l := range p.Links {
			if !l.Nofollow {
				wantFollowed[l.Target] = true
			}
			if f := (fragment{l.Target, l.Fragment}); f.Fragment != "" && !slices.Contains(wantFragments, f) {
				wantFragments = append(wantFragments, f)
			}
		}
	}
	if err := w.Anchors(ctx, func(p result.Page) bool { anchors[p.Address] = p; return true }); err != nil {
		t.Fatal(err)
	}
	diff(t, "anchors", anchors, wantAnchors)
	if err := w.Fragments(ctx, func(id result.ID, address, f string) bool {
		fragments = append(fragments, fragment{id, f})
		if want := m.addresses[id-1].URL; address != want {
			t.Errorf("fragment %q of address %d: got %q, want %q", f, id, address, want)
		}
		return true
	}); err != nil {
		t.Fatal(err)
	}
	for _, f := range [][]fragment{fragments, wantFragments} {
		slices.SortFunc(f, func(a, b fragment) int {
			return cmpOr(int(a.Target-b.Target), a.Fragment, b.Fragment)
		})
	}
	diff(t, "fragments", fragments, wantFragments)
	if err := w.Followed(ctx, func(id result.ID) bool { followed[id] = true; return true }); err != nil {
		t.Fatal(err)
	}
	diff(t, "followed", followed, wantFollowed)
}

// A scan that was resumed gives its addresses back before it has stored
// anything, and not once it was closed.
func TestTextsOfAResumedScan(t *testing.T) {
	ctx := t.Context()
	db := newDB(t)
	w := newScan(t, db)
	b := newGenerator(3).batch()
	if err := w.Commit(ctx, b); err != nil {
		t.Fatal(err)
	}
	w.Close()
	again, err := db.ResumeScan(ctx, w.ID())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, a := range b.Found {
		want = append(want, a.URL)
	}
	got, err := again.Texts(ctx, 1, len(want))
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "texts", got, want)
	again.Close()
	if _, err := again.Texts(ctx, 1, 1); err == nil {
		t.Error("a closed scan gave an address")
	}
}

func cmpOr(c int, a, b string) int {
	switch {
	case c != 0:
		return c
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}
