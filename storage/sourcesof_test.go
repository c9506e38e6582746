package storage

import (
	"testing"

	"sitewell/scanner/result"
)

func TestSourcesOfManyAreTheFirstSourcesOfEach(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(7)
	for range 12 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	const limit = 3
	var ids []result.ID
	for _, a := range g.model.addresses {
		ids = append(ids, a.ID)
	}
	got, err := db.SourcesOf(t.Context(), w.ID(), ids, limit)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		want := g.model.allSources(id)
		want = want[:min(len(want), limit)]
		if len(want)+len(got[id]) > 0 {
			diff(t, "sources", got[id], want)
		}
	}
}
