package sqlite

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// Addresses are found by their letters and by the codes that they have instead.
func TestSearchFindsLettersAndCodes(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	b := &result.Batch{}
	for i, address := range []string{
		"https://www.example.com/b%C3%BCcher/", "https://www.example.com/B%C3%9Ccher", "https://xn--bcher-kva.example/", "https://www.example.com/books",
	} {
		id := result.ID(i + 1)
		b.Found = append(b.Found, result.Address{ID: id, URL: address, Internal: true, Kind: result.KindPage})
		b.Checks = append(b.Checks, result.Check{Address: id, Status: 200, Outcome: "200", Verdict: outcome.Works, At: clock()})
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]int{
		"bücher": 3, "BÜCHER": 3, "/bü": 2, "b%C3%BCcher": 1, "b%c3%bccher": 1, "xn--bcher": 1, "books": 1, "bäcker": 0,
	} {
		ids, err := db.RowIDs(t.Context(), w.ID(), storage.Filter{Text: typed}, storage.Order{})
		if err != nil {
			t.Fatal(err)
		}
		if len(ids) != want {
			t.Errorf("%q finds %d addresses, want %d", typed, len(ids), want)
		}
	}
}

func TestKindCounts(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	b := &result.Batch{}
	for i, c := range []struct {
		kind    result.Kind
		verdict outcome.Verdict
	}{
		{result.KindPage, outcome.Works},
		{result.KindPage, outcome.Broken},
		{result.KindImage, outcome.CantVerify},
		{result.KindStyle, outcome.Skipped},
	} {
		id := result.ID(i + 1)
		b.Found = append(b.Found, result.Address{ID: id, URL: "https://www.example.com/" + string(rune('a'+i)), Internal: true, Kind: c.kind})
		b.Checks = append(b.Checks, result.Check{Address: id, Outcome: "404", Verdict: c.verdict, At: clock()})
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	got, err := db.KindCounts(t.Context(), w.ID())
	if err != nil {
		t.Fatal(err)
	}
	want := map[result.Kind]storage.KindCount{
		result.KindPage: {All: 2, Problems: 1}, result.KindImage: {All: 1, Problems: 1}, result.KindStyle: {All: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}
