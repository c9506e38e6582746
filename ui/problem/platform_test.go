package problem_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/gallery"
	"sitewell/ui/uitest"
)

// TestPlatformIsChosen: the steps follow what the person says that the site runs
// on, and go on doing so.
func TestPlatformIsChosen(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("Show steps for:")
	const onWix = "Wix runs the server for you"
	if strings.Contains(strings.Join(f.texts(), "\n"), onWix) {
		t.Fatal("steps for Wix are shown before anybody named it")
	}
	uitest.Picture(t, f.w, "platform")
	choose := f.platforms(t)
	choose.SetSelected("Wix")
	f.q.Until(t, func() bool { return strings.Contains(strings.Join(f.texts(), "\n"), onWix) })
	if got := f.platforms(t).Selected; got != "Wix" {
		t.Errorf("steps are said to be for %q", got)
	}
	f.platforms(t).SetSelectedIndex(0)
	f.q.Until(t, func() bool { return !strings.Contains(strings.Join(f.texts(), "\n"), onWix) })
}

// TestPanelIsChosen: the steps name the pages of the hosting panel that the person
// says they have, and at a website builder there is none to choose.
func TestPanelIsChosen(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("Hosted with:")
	says := func(text string) bool { return strings.Contains(strings.Join(f.texts(), "\n"), text) }
	f.listWith(t, "hPanel (Hostinger)").SetSelected("hPanel (Hostinger)")
	f.q.Until(t, func() bool { return says("In hPanel open the dashboard of your website") })
	if got := f.listWith(t, "hPanel (Hostinger)").Selected; got != "hPanel (Hostinger)" {
		t.Errorf("steps are said to be for %q", got)
	}
	uitest.Picture(t, f.w, "panel")
	f.listWith(t, "Wix").SetSelected("Wix")
	f.q.Until(t, func() bool { return says("Wix runs the server for you") })
	if says("Hosted with:") {
		t.Error("a panel is asked for where there is none")
	}
	f.listWith(t, "Wix").SetSelectedIndex(0)
	f.q.Until(t, func() bool { return says("Hosted with:") })
	f.listWith(t, "hPanel (Hostinger)").SetSelectedIndex(0)
	f.q.Until(t, func() bool { return !says("In hPanel open") })
}

// platforms is the list of platforms in the panel.
func (f *fixture) platforms(t *testing.T) *control.Select {
	t.Helper()
	return f.listWith(t, "Wix")
}

// listWith is the list in the panel that has an option.
func (f *fixture) listWith(t *testing.T, option string) (found *control.Select) {
	t.Helper()
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if s, ok := o.(*control.Select); ok && slices.Contains(s.Options, option) {
			found = s
		}
		return true
	})
	if found == nil {
		t.Fatalf("there is no list with %q", option)
	}
	return found
}

// What the site's own robots.txt keeps programs away from is no problem of the scan,
// but its owner may want to be found: there are steps to choose and a message to write.
func TestRobotsBlockedHasStepsForThePlatform(t *testing.T) {
	f := newFixture(t)
	f.src.detail = func(d *storage.Detail) {
		d.Outcome, d.Verdict, d.Severity = outcome.RobotsBlocked, outcome.Skipped, outcome.NoSeverity
	}
	f.show(gallery.ServerError)
	f.until("Show steps for:")
	if !f.shows("Message …") {
		t.Error("no message to a developer is offered")
	}
}

// TestAlsoFound: what an error page gives away is said at once, and what is read of it
// is for the site's platform.
func TestAlsoFound(t *testing.T) {
	f := newFixture(t)
	f.src.detail = func(d *storage.Detail) { d.Notes = append(d.Notes, result.Note{Outcome: outcome.ErrorLeak}) }
	f.show(gallery.ServerError)
	f.until("Also found")
	f.until("Error page shows technical details. Switch off the display of errors for visitors. Let the server write them to its log instead.")
	f.platforms(t).SetSelected("Shopify")
	f.until("Error page shows technical details. Look at the code and the apps that you added: they show these details. Correct or remove them.")
}

// TestReadOnForThePlatform: another explanation has the steps of the same platform.
func TestReadOnForThePlatform(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.ServerError)
	f.until("Show steps for:")
	f.platforms(t).SetSelected("Shopify")
	f.q.Until(t, func() bool { return !f.shows("Hosted with:") })
	f.press("Error page shows technical details")
	f.until("Back to this problem")
	all := strings.Join(f.texts(), "\n")
	if strings.Contains(all, "display_errors") || !strings.Contains(all, "the support of Shopify") {
		t.Errorf("steps for Shopify are missing, or those for PHP are there: %q", all)
	}
}

// TestOrphanIsLinkedFromNoPage: a sitemap is no page that people come from.
func TestOrphanIsLinkedFromNoPage(t *testing.T) {
	f := newFixture(t)
	f.src.explain = func(x *knowledge.Explanation) { x.Orphan = true }
	f.show(gallery.ServerError)
	f.until("No page links to it. Only the sitemap names it, so search engines find it and visitors do not.")
}
