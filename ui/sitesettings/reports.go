package sitesettings

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/field"
)

// reports is the page of what the site's reports look like.
type reports struct {
	page   *page
	brand  *field.Choice
	brands []storage.Brand // of the choice, behind its first entry
	loader background.Loader[Site]
}

func newReports(s *Screen) *reports {
	r := &reports{page: newPage()}
	r.brand = field.NewChoice([]string{lang.L("As usual")}, func(int) {}, func(k *fyne.KeyEvent) {
		if k.Name == fyne.KeyEscape {
			s.Back()
		} else {
			s.Save()
		}
	})
	r.page.add(newSetting("", lang.L("Brand of its reports"),
		lang.L("As usual is the brand of the site's client, or else the brand for all sites. You make brands with “Look of reports …” in the menu File. The choice also holds for reports of earlier scans."),
		r.brand, r.brand))
	return r
}

func (r *reports) fill(site Site) { r.list(site.Brands, site.Brand) }

// list offers brands, of which one is chosen.
func (r *reports) list(brands []storage.Brand, chosen storage.BrandID) {
	r.brands = brands
	r.brand.Options = []string{lang.L("As usual")}
	at := 0
	for i, b := range brands {
		r.brand.Options = append(r.brand.Options, b.Name)
		if b.ID == chosen {
			at = i + 1
		}
	}
	r.brand.SetSelectedIndex(at)
}

// read returns the brand that is chosen, 0 for the usual one.
func (r *reports) read() storage.BrandID {
	if i := r.brand.SelectedIndex(); i > 0 && i <= len(r.brands) {
		return r.brands[i-1].ID
	}
	return 0
}

// BrandsChanged lists the brands again. What a person has chosen stays if it is still there.
func (s *Screen) BrandsChanged() {
	if !s.loaded {
		return
	}
	s.reports.loader.Load(s.o.Run, func(ctx context.Context) (Site, error) { return s.o.Store.LoadSettings(ctx, s.o.Site) }, func(site Site, err error) {
		if err == nil { // else the choice stays as it was
			s.stored.Brands, s.stored.Brand = site.Brands, site.Brand
			s.reports.list(site.Brands, s.reports.read())
		}
	})
}
