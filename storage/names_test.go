package storage

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// testNames finds addresses by their last segment and titles by their words.
func testNames(o *Options) {
	o.AddressNames = func(text string, name func(string)) { name("file " + text[strings.LastIndexByte(text, '/')+1:]) }
	o.TitleNames = func(text string, name func(string)) {
		for _, word := range strings.Fields(text) {
			name("word " + word)
		}
	}
}

func namedDB(tb testing.TB, path string) *DB {
	tb.Helper()
	o := Options{Clock: clock}
	testNames(&o)
	db, err := Open(tb.Context(), path, o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

// Names find the same whether they are stored (the newest finished scan) or
// worked out (while the scan runs, and in older scans).
func TestNamed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db := namedDB(t, path)
	w := newScan(t, db)
	b := &result.Batch{}
	add := func(url, title string, content uint64, v outcome.Verdict) {
		a := result.Address{ID: result.ID(len(b.Found) + 1), URL: url, Internal: true, Kind: result.KindPage}
		b.Found = append(b.Found, a)
		if v != outcome.Unchecked {
			b.Checks = append(b.Checks, result.Check{Address: a.ID, Outcome: "200", Status: 200, Verdict: v, Title: title, Content: content, At: clock(), Final: url})
		}
	}
	add("https://www.example.com/", "Bakery", 1, outcome.Works)
	add("https://www.example.com/a/hours", "Opening hours", 2, outcome.Works)
	add("https://www.example.com/b/hours", "Bread", 3, outcome.Works)
	add("https://www.example.com/c/hours", "Gone hours", 4, outcome.Broken)
	add("https://www.example.com/d/hours", "", 0, outcome.Unchecked)
	for i := range commonName + 1 {
		add(fmt.Sprintf("https://www.example.com/%d/x", i), fmt.Sprintf("common title%d more%d last%d", i, i, i), 1000, outcome.Works)
	}
	// A fragment stands for its page.
	b.Found = append(b.Found, result.Address{ID: result.ID(len(b.Found) + 1), URL: "https://www.example.com/a/hours#x", Fragment: "x", Base: 2, Internal: true, Kind: result.KindPage})
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	ask := func(scan int64, limit int, contents []uint64, names ...string) []string {
		t.Helper()
		all, err := db.Named(t.Context(), scan, Likeness{Names: names, Contents: contents, Limit: limit})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range all {
			got = append(got, fmt.Sprintf("%s %d", strings.TrimPrefix(a.URL, "https://www.example.com"), a.Content))
		}
		return got
	}
	check := func(scan int64) {
		t.Helper()
		for _, tt := range []struct {
			limit    int
			contents []uint64
			names    []string
			want     []string
		}{
			{10, nil, []string{"file hours"}, []string{"/a/hours 2", "/b/hours 3"}},
			{1, nil, []string{"file hours", "word Bread"}, []string{"/b/hours 3"}}, // two have the first: it tells nothing
			{10, nil, []string{"word Opening", "word Gone", "word nothing"}, []string{"/a/hours 2"}},
			{10, []uint64{3, 4}, nil, []string{"/b/hours 3"}},
			{1 << 20, []uint64{1000}, []string{"file x", "word common"}, nil}, // a thousand have them
			{10, nil, []string{"word title77"}, []string{"/77/x 1000"}},
			{10, nil, nil, nil},
		} {
			if diff := cmp.Diff(tt.want, ask(scan, tt.limit, tt.contents, tt.names...)); diff != "" {
				t.Errorf("%q %d (-want +got):\n%s", tt.names, tt.contents, diff)
			}
		}
	}
	check(w.ID())
	if err := w.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	check(w.ID())

	// What is checked again and fails is given no longer.
	if err := w.Commit(t.Context(), &result.Batch{Checks: []result.Check{{Address: 2, Outcome: "404", Status: 404, Verdict: outcome.Broken, At: clock()}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(t.Context(), Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"/b/hours 3"}, ask(w.ID(), 10, nil, "file hours")); diff != "" {
		t.Error(diff)
	}

	// Stored in parts, and read from them.
	var parts int
	if err := db.read.QueryRow(`SELECT count(*) FROM derived WHERE scan = ? AND name = ?`, w.ID(), derivedNames).Scan(&parts); err != nil || parts < 2 {
		t.Errorf("%d parts, %v", parts, err)
	}
	db.Close()
	db = namedDB(t, path)
	if diff := cmp.Diff([]string{"/b/hours 3"}, ask(w.ID(), 10, nil, "file hours")); diff != "" {
		t.Error(diff)
	}
	for _, v := range db.views.views {
		if v.nameList != nil {
			t.Error("names are worked out although they are stored")
		}
	}

	// The scan after it takes them over; the older one does without.
	scanned(t, db, w.Site(), clock(), Complete, told{"https://www.example.com/", "200 works"})
	if diff := cmp.Diff([]string{"/b/hours 3"}, ask(w.ID(), 10, nil, "file hours")); diff != "" {
		t.Error(diff)
	}
}

func FuzzUnpackNames(f *testing.F) {
	var s squeeze
	f.Add(packNames(&s, []uint64{1<<rowBits | 3, 1<<rowBits | 9, 7<<rowBits | 1}, 0))
	f.Fuzz(func(_ *testing.T, data []byte) {
		var s squeeze
		_, _ = unpackNames(&s, data, 0)
	})
}
