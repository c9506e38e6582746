package marking

import (
	"net/url"
	"path"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/storage"
)

// shortIgnore is how many days “For 30 days” is.
const shortIgnore = 30

// IgnoreMenu returns what ignores a subject, for good first.
func (k *Marker) IgnoreMenu(s Subject) []*fyne.MenuItem {
	ignore := func(change func(*storage.Mark)) func() {
		return func() {
			m := storage.Mark{Kind: storage.Ignored}
			change(&m)
			k.problems(s, m)
		}
	}
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(lang.L("For good"), ignore(func(*storage.Mark) {})),
		fyne.NewMenuItem(lang.L("For {{.Days}} days", map[string]any{"Days": shortIgnore}), ignore(func(m *storage.Mark) { m.Until = k.o.Now().AddDate(0, 0, shortIgnore) })),
		fyne.NewMenuItem(lang.L("From this scan on"), ignore(func(m *storage.Mark) { m.From = s.Scan.Began })),
		fyne.NewMenuItem(lang.L("With a reason or until a date …"), func() { k.askReason(s) }),
	}
	if s.Host != "" {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(lang.L("All addresses of {{.Host}}", map[string]any{"Host": s.Host}), func() {
			k.one(s, storage.Mark{Kind: storage.Ignored, Scope: storage.OnHost, Subject: s.Host})
		}))
	}
	if hostOf(s.Address) != "" {
		items = append(items, fyne.NewMenuItem(lang.L("All addresses like …"), func() { k.askPattern(s) }))
	}
	return items
}

// IgnoreLinks ignores the links of one page to the problem. As long as other pages link
// there, it is still a problem.
func (k *Marker) IgnoreLinks(s Subject, page string) {
	k.problems(s, storage.Mark{Kind: storage.Ignored, Page: page})
}

// IgnoreElement ignores what only links in a part of pages lead to.
func (k *Marker) IgnoreElement(s Subject, rule storage.ElementRule) {
	k.one(s, storage.Mark{Kind: storage.Ignored, Scope: storage.OnElement, Subject: rule.String()})
}

// MarkMenu returns what else can be said about a subject.
func (k *Marker) MarkMenu(s Subject) []*fyne.MenuItem {
	items := []*fyne.MenuItem{
		fyne.NewMenuItemWithIcon(lang.L("Mark as done"), fynetheme.ConfirmIcon(), func() { k.Done(s) }),
		fyne.NewMenuItemWithIcon(lang.L("Assign …"), fynetheme.AccountIcon(), func() { k.Assign(s) }),
		fyne.NewMenuItemWithIcon(lang.L("Note …"), fynetheme.DocumentCreateIcon(), func() { k.Note(s) }),
	}
	if hostOf(s.Address) != "" && s.Fix == "" {
		items = append(items, fyne.NewMenuItemWithIcon(lang.L("Works in my browser …"), fynetheme.ComputerIcon(), func() { k.askBrowser(s) }))
	}
	return items
}

// RowMenu returns all of it for the menu of a row.
func (k *Marker) RowMenu(s Subject, title string) []*fyne.MenuItem {
	ignore := fyne.NewMenuItemWithIcon(title, fynetheme.VisibilityOffIcon(), nil)
	ignore.ChildMenu = fyne.NewMenu("", k.IgnoreMenu(s)...)
	return append([]*fyne.MenuItem{fyne.NewMenuItemSeparator(), ignore}, k.MarkMenu(s)...)
}

// hostOf returns the host of a web address with its port, "" for all else.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.Host
}

// patternFor returns the pattern for all addresses in the folder of one.
func patternFor(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	return u.Scheme + "://" + u.Host + strings.TrimSuffix(path.Dir(u.EscapedPath()+"x"), "/") + "/*"
}
