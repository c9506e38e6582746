//go:build !headless

package desktop

import (
	"path/filepath"
	"slices"
	"testing"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/session"
	"sitewell/storage"
	uiexport "sitewell/ui/export"
	"sitewell/ui/sitesettings"
)

// What a person leaves out of a report is remembered with its brand, and left alone where
// nobody said anything.
func TestPartsAreRemembered(t *testing.T) {
	p := &session.Session{}
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: t.TempDir() + "/history.db"})
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
		if err := (reports{h.Core, h.Files}).Save(t.Context(), run.ScanID(), uiexport.CSV, request, filepath.Join(t.TempDir(), "a.csv"), func(int, int) {}); err != nil {
			t.Fatal(err)
		}
		if b, err := h.Brands.Find(t.Context(), "Korn"); err != nil || !slices.Equal(b.Without, tt.want) {
			t.Errorf("left out %q: the brand leaves out %q, %v", tt.without, b.Without, err)
		}
	}
}

// The brand that a person gives a site in its settings is the one of its reports, until it
// is as usual again.
func TestBrandOfASite(t *testing.T) {
	p := &session.Session{}
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: t.TempDir() + "/history.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, h.Core)
	if _, err := h.Brands.Save(t.Context(), storage.Brand{Name: "Korn", Default: true}); err != nil {
		t.Fatal(err)
	}
	own, err := h.Brands.Save(t.Context(), storage.Brand{Name: "Studio Nord"})
	if err != nil {
		t.Fatal(err)
	}
	site, _, err := h.History.AddSite(t.Context(), core.NewSite{Address: "https://bakery.example/"})
	if err != nil {
		t.Fatal(err)
	}
	settings := siteSettings{h.SiteSettings, h.Brands, h.Browser}
	for _, tt := range []struct {
		chosen storage.BrandID
		want   string
	}{{own.ID, "Studio Nord"}, {0, "Korn"}} {
		shown, err := settings.LoadSettings(t.Context(), site.ID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := settings.SaveSettings(t.Context(), site.ID, sitesettings.Input{Start: shown.Start, Settings: shown.Settings, Brand: tt.chosen}); err != nil {
			t.Fatal(err)
		}
		shown, err = settings.LoadSettings(t.Context(), site.ID)
		if err != nil || shown.Brand != tt.chosen || len(shown.Brands) != 2 {
			t.Errorf("shown: %+v, %v", shown, err)
		}
		if b, err := h.Brands.Of(t.Context(), site.ID); err != nil || b.Name != tt.want {
			t.Errorf("its reports have the brand %q, %v, not %q", b.Name, err, tt.want)
		}
	}
}
