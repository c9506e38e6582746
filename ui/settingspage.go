package ui

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/sitesettings"
	"sitewell/ui/toast"
)

// Settings shows the settings of a site.
func (w *Window) Settings(site storage.SiteID) { w.router.visit(Route{Name: Settings, Site: site}) }

// SignIn shows the settings of a site where its sign-in is entered.
func (w *Window) SignIn(site storage.SiteID) {
	w.Settings(site)
	if page, ok := w.router.current.page.(*sitesettings.Screen); ok { // else a person is asked about what is not saved
		page.ShowSignIn()
	}
}

func (w *Window) settingsPage(site storage.SiteID) Page {
	return sitesettings.New(sitesettings.Options{
		Run: w.run, Site: site, Store: w.o.Settings, Words: w.o.Results.Book, Dialogs: w.dialogs, Sentence: w.o.Sentence,
		Done: w.leaveSettings, Tell: func(text string) { w.toasts.Show(toast.Message{Text: text}) },
		Canvas: w.window.Canvas(), Keys: w.key,
	})
}

// leaveSettings goes back to where a person came from.
func (w *Window) leaveSettings() {
	w.o.Logger.Info("settings left")
	if len(w.router.back) > 0 {
		w.router.goBack()
		return
	}
	w.router.visit(Route{Name: Sites})
}

// settingsShown shows the settings of the site that is looked at.
func (w *Window) settingsShown() {
	if site := w.bar.site; settable(site) {
		w.Settings(site.ID)
	}
}

// settable reports whether a site has settings: the demo site has none.
func settable(site storage.Site) bool {
	settings, err := profile.Parse(site.Settings)
	return site.ID != 0 && (err != nil || !settings.Demo)
}

// hasAddress reports whether a site is on a server, and not one that Sitewell serves while
// it is scanned: the demo site, or a folder.
func hasAddress(site storage.Site) bool {
	settings, err := profile.Parse(site.Settings)
	return site.ID != 0 && (err != nil || !settings.Demo && settings.Folder == "")
}

// holdUnsaved asks what to do about what is typed and not saved before a page
// is left, and reports whether it did; leave goes on with that.
func (w *Window) holdUnsaved(from Page, leave func()) bool {
	k, ok := from.(keeper)
	if !ok || !k.Unsaved() {
		return false
	}
	if w.dialogs.Open() {
		return true
	}
	w.dialogs.Show(&ask.Dialog{
		Title:   lang.L("Save what you changed?"),
		Text:    lang.L("Some settings of this site are changed and not saved yet."),
		Cancel:  ask.Button{Text: lang.L("Keep editing")},
		Others:  []ask.Button{{Text: lang.L("Do not save"), Do: func() { k.Discard(); leave() }}},
		Confirm: ask.Button{Text: lang.L("Save"), Do: func() { k.SaveThen(leave) }},
	})
	return true
}
