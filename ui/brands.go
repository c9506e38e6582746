package ui

import (
	"sitewell/ui/brands"
	"sitewell/ui/sitesettings"
)

// brands asks what reports look like.
func (w *Window) brands() {
	brands.Show(brands.Options{
		Run: w.run, Dialogs: w.dialogs, Store: w.o.Brands, Sentence: w.o.Sentence,
		Pick: func(chosen func(path string)) { w.chooser.File("", chosen) },
		Changed: func() {
			if page, ok := w.router.Page().(*sitesettings.Screen); ok {
				page.BrandsChanged()
			}
		},
	})
}
