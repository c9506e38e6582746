package ui

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/router"
	"sitewell/ui/sitesettings"
	"sitewell/ui/toast"
)

// Settings shows the settings of a site.
func (w *Window) Settings(site storage.SiteID) {
	w.router.Visit(router.Route{Name: router.Settings, Site: site})
}

// SignIn shows the settings of a site where its sign-in is entered.
func (w *Window) SignIn(site storage.SiteID) {
	w.Settings(site)
	if page, ok := w.router.Page().(*sitesettings.Screen); ok { // else a person is asked about what is not saved
		page.ShowSignIn()
	}
}

func (w *Window) settingsPage(site storage.SiteID) router.Page {
	return sitesettings.New(sitesettings.Options{
		Run: w.run, Site: site, Store: w.o.Settings, Words: w.o.Results.Book, Dialogs: w.dialogs, Sentence: w.o.Sentence,
		Done: w.leaveSettings, Tell: func(text string) { w.toasts.Show(toast.Message{Text: text}) },
		Canvas: w.window.Canvas(), Keys: w.key,
	})
}

// leaveSettings goes back to where a person came from.
func (w *Window) leaveSettings() {
	w.o.Logger.Info("settings left")
	if w.router.CanGoBack() {
		w.router.GoBack()
		return
	}
	w.router.Visit(router.Route{Name: router.Sites})
}

// settingsShown shows the settings of the site that is looked at.
func (w *Window) settingsShown() {
	if site := w.subject.site; settable(site) {
		w.Settings(site.ID)
	}
}

// holdUnsaved asks what to do about what is typed and not saved before a page
// is left, and reports whether it did; leave goes on with that.
func (w *Window) holdUnsaved(from router.Page, leave func()) bool {
	k, ok := from.(router.Keeper)
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
