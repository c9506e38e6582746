package sqlite

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

var allColumns = []storage.Column{
	storage.BySeverity, storage.ByAddress, storage.ByStatus, storage.ByOutcome, storage.ByVerdict, storage.ByKind, storage.BySources, storage.ByDepth,
	storage.BySize, storage.ByTook, storage.ByTitle, storage.ByType, storage.ByFound, "no such column",
}

func someFilters() []storage.Filter {
	yes, no := true, false
	return []storage.Filter{
		{},
		{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning}},
		{Verdicts: []outcome.Verdict{outcome.Unchecked}},
		{Outcomes: []outcome.Key{"404", outcome.DNSNotFound}},
		{Kinds: []result.Kind{result.KindImage, result.KindDownload}},
		{Statuses: []int{2, 9}},
		{Statuses: []int{0}},
		{Codes: []int{404}},
		{Codes: []int{0, 200}},
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
// with a naive model: while the scan runs, after a crash, once it is complete,
// and when another scan has found the same or something else. check 89: every
// page that links to a target is kept.
func TestModel(t *testing.T) {
	for seed := range uint64(3 * *rounds) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			db := newDB(t)
			w := newScan(t, db)
			g := newGenerator(seed)
			for i := range 12 {
				if err := w.Commit(t.Context(), g.batch()); err != nil {
					t.Fatal(err)
				}
				if i%4 == 0 {
					count(t, w)
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
			count(t, w)
			checkModel(t, db, w.ID(), g.model)
			checkJournal(t, w, g.model)
			grade(t, db, w, g.model)
			finish(t, w, storage.Complete)
			checkModel(t, db, w.ID(), g.model)

			again := scanOf(t, db, w.Site()) // the same once more shares what it can
			g.model.replay(t, again)
			count(t, again)
			grade(t, db, again, g.model)
			before := rowCount(t, db, "finding")
			finish(t, again, storage.Complete)
			checkModel(t, db, again.ID(), g.model)
			checkModel(t, db, w.ID(), g.model)
			if got, want := rowCount(t, db, "finding"), before/2; got != want {
				t.Errorf("%d rows after an unchanged scan, want %d", got, want)
			}
		})
	}
}

func count(tb testing.TB, w *record.Writer) {
	tb.Helper()
	if err := w.CountLinks(tb.Context()); err != nil {
		tb.Fatal(err)
	}
}

func finish(tb testing.TB, w *record.Writer, state storage.State) {
	tb.Helper()
	if err := w.Finish(tb.Context(), state, result.Summary{}); err != nil {
		tb.Fatal(err)
	}
}

// grade sets the severities of all problems, as a program would once links are
// counted.
func grade(tb testing.TB, db *DB, w *record.Writer, m *model) {
	tb.Helper()
	var all []storage.ProblemSeverity
	for r, err := range db.EachProblem(tb.Context(), w.ID()) {
		if err != nil {
			tb.Fatal(err)
		}
		g := storage.ProblemSeverity{Address: r.ID, Severity: outcome.Severity(1 + r.Sources%4), Causes: []outcome.Weight{outcome.OnManyPages}}
		if r.Navigation {
			g.Causes = append(g.Causes, outcome.InMenu)
		}
		all = append(all, g)
		m.severity[r.URL] = g
	}
	if err := w.SetSeverities(tb.Context(), all); err != nil {
		tb.Fatal(err)
	}
}

func rowCount(tb testing.TB, db *DB, table string) (n int) {
	tb.Helper()
	if err := db.file.Read.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil {
		tb.Fatal(err)
	}
	return n
}

// replay commits everything that a model holds.
func (m *model) replay(tb testing.TB, w *record.Writer) {
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
	for _, p := range m.places {
		b.Places = append(b.Places, p)
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

func idsOf(rows []modelRow) []storage.URLID {
	ids := []storage.URLID{}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// checkModel compares everything that can be read of a scan with a model.
func checkModel(t *testing.T, db *DB, scan storage.ScanID, m *model) {
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
	urls := urlIDs(t, db)
	rows := m.rows(urls)
	for _, f := range someFilters() {
		for _, desc := range []bool{false, true} {
			for _, by := range allColumns {
				o := storage.Order{By: by, Desc: desc}
				got, err := db.RowIDs(ctx, scan, f, o)
				if err != nil {
					t.Fatal(err)
				}
				diff(t, fmt.Sprintf("ids of %+v by %+v", f, o), got, idsOf(sorted(rows, f, o)))
				if t.Failed() {
					t.FailNow()
				}
			}
		}
	}
	checkRows(t, db, scan, m, rows)
	checkLinks(t, db, scan, m, urls, rows)
}

func checkRows(t *testing.T, db *DB, scan storage.ScanID, m *model, rows []modelRow) {
	t.Helper()
	ctx := t.Context()
	o := storage.Order{By: storage.ByTook, Desc: true}
	ordered := sorted(rows, storage.Filter{}, o)
	var want []storage.Row
	for _, r := range ordered {
		want = append(want, r.Row)
	}
	got, err := db.Rows(ctx, scan, idsOf(ordered))
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "rows", got, want)
	var streamed []storage.Row
	for r, err := range db.EachRow(ctx, scan, storage.Filter{}, o) {
		if err != nil {
			t.Fatal(err)
		}
		streamed = append(streamed, r)
	}
	diff(t, "streamed rows", streamed, want)
	byURL := make(map[string]storage.Row)
	for _, r := range rows {
		byURL[r.URL] = r.Row
	}
	for id, c := range m.checks {
		r := byURL[m.addresses[id-1].URL]
		d, err := db.Detail(ctx, scan, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "detail", d, storage.Detail{Row: r, Notes: c.Notes, Evidence: c.Evidence})
	}
	found := make(map[storage.URLID]storage.Found)
	for a, err := range db.EachAddress(ctx, scan, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		found[a.ID] = a
	}
	wantFound := make(map[storage.URLID]storage.Found)
	for _, r := range rows {
		wantFound[r.ID] = storage.Found{ID: r.ID, URL: r.URL, Internal: r.Internal, Kind: r.Kind, Outcome: r.Outcome, Verdict: r.Verdict, Title: r.Title, Content: r.content}
	}
	diff(t, "addresses", found, wantFound)
}

func checkLinks(t *testing.T, db *DB, scan storage.ScanID, m *model, urls map[string]storage.URLID, rows []modelRow) {
	t.Helper()
	ctx := t.Context()
	wantOf := make(map[storage.URLID][]storage.Source)
	for _, r := range rows {
		want := r.sources
		got, pages, links, err := db.Sources(ctx, scan, r.ID, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		diff(t, "sources of "+r.URL, got, want)
		diff(t, "pages", pages, r.Sources)
		diff(t, "links", links, len(want))
		if len(want) > 2 {
			got, _, _, err := db.Sources(ctx, scan, r.ID, 1, len(want)-2)
			if err != nil {
				t.Fatal(err)
			}
			diff(t, "sources in the middle", got, want[1:len(want)-1])
		}
		if len(want) > 0 {
			wantOf[r.ID] = want[:min(len(want), 3)]
		}
	}
	of, err := db.SourcesOf(ctx, scan, idsOf(rows), 3)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, "sources of all", of, wantOf)
	for _, f := range []storage.Filter{{}, {Verdicts: []outcome.Verdict{outcome.Broken}}, {Text: "page1"}} {
		var got []storage.LinkRow
		for l, err := range db.EachLink(ctx, scan, f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, l)
		}
		diff(t, "links", got, m.links(urls, rows, f))
	}
}

// checkJournal compares what a resumed scan reads with the model.
func checkJournal(t *testing.T, w *record.Writer, m *model) {
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
	unsafe, wantUnsafe := map[string]bool{}, map[string]bool{}
	for id, p := range m.pages {
		if p.Anchored {
			wantAnchors[id] = result.Page{Address: id, Anchored: true, Scripted: p.Scripted, Anchors: p.Anchors}
		}
		for _, l := range p.Links {
			if l.Unsafe != "" {
				wantUnsafe[m.addresses[l.Target-1].URL] = true
			}
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
			return cmp.Or(cmp.Compare(a.Target, b.Target), cmp.Compare(a.Fragment, b.Fragment))
		})
	}
	diff(t, "fragments", fragments, wantFragments)
	if err := w.Followed(ctx, func(id result.ID) bool { followed[id] = true; return true }); err != nil {
		t.Fatal(err)
	}
	diff(t, "followed", followed, wantFollowed)
	if err := w.Unsafe(ctx, func(address string) bool { unsafe[address] = true; return true }); err != nil {
		t.Fatal(err)
	}
	diff(t, "unsafe", unsafe, wantUnsafe)
}
