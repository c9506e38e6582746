//go:build !headless

package app

import (
	"path/filepath"
	"slices"
	"testing"

	"sitewell/app/export"
	"sitewell/storage"
	uiexport "sitewell/ui/export"
)

// What a person leaves out of a report is remembered with its brand, and left alone where
// nobody said anything.
func TestPartsAreRemembered(t *testing.T) {
	p := &program{}
	h, err := p.openHistory(t.Context(), outputs{db: t.TempDir() + "/history.db"}, reader{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, h.Core)
	run, err := h.Runner.ScanDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	<-run.Done()
	if _, err := h.Brands.Save(t.Context(), storage.Brand{Name: "Korn", Default: true, Without: []string{export.PartSince}}); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ without, want []string }{
		{nil, []string{export.PartSince}},
		{[]string{export.PartWork}, []string{export.PartWork}},
		{[]string{}, nil},
	} {
		request := uiexport.Request{Audience: uiexport.Client, Without: tt.without}
		if err := (reports{h.Core, h.files}).Save(t.Context(), run.ScanID(), uiexport.CSV, request, filepath.Join(t.TempDir(), "a.csv"), func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		if b, err := h.Brands.Find(t.Context(), "Korn"); err != nil || !slices.Equal(b.Without, tt.want) {
			t.Errorf("left out %q: the brand leaves out %q, %v", tt.without, b.Without, err)
		}
	}
}
