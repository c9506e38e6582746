package sitesettings

import (
	"slices"
	"testing"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

// The brand of a site is chosen by its name, is told as changed, and is stored. A brand
// that is made meanwhile can be chosen, and what was chosen before stays.
func TestBrandOfASiteIsChosen(t *testing.T) {
	f := bakery()
	f.site.Brands = []storage.Brand{{ID: 7, Name: "Korn"}, {ID: 9, Name: "Studio Nord"}}
	f.site.Brand = 7
	o := open(t, f)
	o.show(4)
	o.says(t, "Brand of its reports")
	if slices.Contains(o.texts(), "Changes hold from the next scan on.") {
		t.Error("it says that the brand holds from the next scan on")
	}
	if got := o.reports.brand.Selected; got != "Korn" || o.Unsaved() {
		t.Fatalf("chosen is %q, changed: %v", got, o.Unsaved())
	}
	o.reports.brand.SetSelected("Studio Nord")
	if !o.Unsaved() {
		t.Error("another brand does not count as changed")
	}
	f.site.Brands = append([]storage.Brand{{ID: 12, Name: "Atelier"}}, f.site.Brands...)
	o.BrandsChanged()
	o.queue.Until(t, func() bool { return slices.Contains(o.reports.brand.Options, "Atelier") })
	if got := o.reports.brand.Selected; got != "Studio Nord" {
		t.Errorf("after a brand was made, %q is chosen", got)
	}
	uitest.Tap(t, o.Content(), "Save")
	o.isSaved(t)
	if got := f.saved[0].Brand; got != 9 {
		t.Errorf("stored is brand %d", got)
	}
	o.reports.brand.SetSelected("As usual")
	o.Save()
	o.queue.Until(t, func() bool { return o.done == 2 })
	if got := f.saved[1].Brand; got != 0 {
		t.Errorf("stored is brand %d, not the usual one", got)
	}
}
