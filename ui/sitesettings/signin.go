package sitesettings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/field"
)

// signIn is the page of how the site is signed in to. What it is given is
// never shown again.
type signIn struct {
	page    *page
	stored  *profile.SignIn
	filling bool // by the screen, not by a person
	kind    *control.Select
	setting *setting
	rows    map[profile.Kind][]*setting

	user, password, header *field.Entry
	cookies                *field.Lines
	kept                   *widget.Label
	keptRow                *setting
	safety, plain          *setting
	pagesOnly              *checkBox
	pagesRow               *setting
	unprotected            bool // the site is asked by http
}

func newSignIn(s *Screen) *signIn {
	p := newPage()
	n := &signIn{page: p}
	n.kind = control.NewSelect(kinds(), func(string) {
		n.turn()
		n.lead(s.o.Canvas)
	})
	n.setting = p.add(newSetting(SignIn, lang.L("Signing in"),
		lang.L("Sitewell then sees what you see when you are signed in. What you give it here is sent to the start address's server only, and kept in the key store of this computer."), n.kind, narrowSelect(n.kind)))
	n.kept = caption("")
	n.kept.Importance = widget.MediumImportance
	n.keptRow = p.add(newSetting("", "", "", nil, n.kept))

	n.user = s.entry(lang.L("User name"))
	n.password = s.entry("")
	n.password.Password = true
	n.header = s.entry("")
	n.header.Password = true
	n.cookies = s.lines("")
	n.rows = map[profile.Kind][]*setting{
		profile.Password: {
			p.add(newSetting("", lang.L("User name"), lang.L("For sites whose browser window asks for a name and password before it shows anything (HTTP basic)."), n.user, n.user)),
			p.add(newSetting("", lang.L("Password"), "", n.password, n.password)),
		},
		profile.Cookie: {
			p.add(newSetting("", lang.L("Cookies"),
				lang.L("For sites with a sign-in form: sign in with your browser, open its developer tools (F12), choose the first request under Network, and copy the line that begins with “Cookie:”. Lines of a cookies.txt work, too. Cookies expire: when the scan says that the sign-in was refused, copy them again."), n.cookies, n.cookies)),
		},
		profile.Header: {
			p.add(newSetting("", lang.L("Header"), lang.L("As “Name: value”, for example “Authorization: Bearer …”. Your developer knows it."), n.header, n.header)),
		},
	}
	n.pagesOnly = newCheck(lang.L("While signed in, open only what looks like a page"), s.key, s.Save)
	n.pagesRow = p.add(newSetting("", "",
		lang.L("For sites whose links do things. Addresses with a “?” are left out, and so is every path that does not end like a page (/, .html, .htm, .php or no extension); the images, styles and scripts of pages are still checked."), n.pagesOnly, n.pagesOnly))
	n.safety = p.add(newSetting("", "", "", nil, spaced(badge.Banner(badge.Info,
		lang.L("While signed in, Sitewell does not open links whose address, text or attributes look like log-out, delete or another action."),
		lang.L("Words are no guarantee: a link that does not say what it does is opened. Sign in with an account that may only look.")))))
	n.plain = p.add(newSetting("", "", "", nil, spaced(badge.Banner(badge.Warn,
		lang.L("The start address begins with http://, so everybody on the way can read what you sign in with."),
		lang.L("Use https if the site has it.")))))
	for _, e := range []*field.Entry{n.user, n.password, n.header} {
		e.OnChanged = func(string) { n.setting.ease() }
	}
	n.cookies.OnChanged = func(string) { n.setting.ease() }
	return n
}

// spaced leaves room above.
func spaced(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedLayout(8, 0, 0, 0), o)
}

// narrowSelect keeps a list of choices as wide as its texts need.
func narrowSelect(o fyne.CanvasObject) fyne.CanvasObject {
	return &fyne.Container{Layout: chosenWidth{}, Objects: []fyne.CanvasObject{o}}
}

type chosenWidth struct{}

func (chosenWidth) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (chosenWidth) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(min(size.Width, 300), size.Height))
}

// kinds are the choices; the first is not to sign in.
func kinds() []string {
	return []string{lang.L("Do not sign in"), lang.L("User name and password"), lang.L("Cookies"), lang.L("Header")}
}

func (n *signIn) chosen() profile.Kind {
	if i := n.kind.SelectedIndex(); i > 0 {
		return profile.Kinds()[i-1]
	}
	return ""
}

// lead puts the keyboard where the person goes on who has chosen a kind.
func (n *signIn) lead(c fyne.Canvas) {
	if rows := n.rows[n.chosen()]; !n.filling && len(rows) > 0 && c != nil {
		c.Focus(rows[0].focus)
	}
}

func (n *signIn) fill(site Site) {
	n.filling = true
	defer func() { n.filling = false }()
	n.stored = site.Settings.SignIn
	n.unprotected = unprotected(site.Start)
	n.user.SetText("")
	n.password.SetText("")
	n.header.SetText("")
	n.cookies.SetText("")
	at := 0
	if n.stored != nil {
		n.user.SetText(n.stored.User)
		for i, k := range profile.Kinds() {
			if k == n.stored.Kind {
				at = i + 1
			}
		}
	}
	n.pagesOnly.SetChecked(site.Settings.PagesOnly)
	n.kind.SetSelectedIndex(at)
	n.turn()
}

// turn shows the fields of the kind that is chosen.
func (n *signIn) turn() {
	if n.plain == nil {
		return // being made
	}
	kind := n.chosen()
	for k, rows := range n.rows {
		for _, r := range rows {
			show(r.content, k == kind)
		}
	}
	kept := kind != "" && n.stored != nil && n.stored.Kind == kind
	hint := ""
	switch {
	case kept && n.stored.PromptEachRun:
		n.kept.SetText(lang.L("This computer offers Sitewell no key store, so it asks when a scan starts, once after each start of Sitewell."))
		hint = lang.L("Not kept on this computer")
	case kept:
		n.kept.SetText(lang.L("What was given before is in the key store of this computer. Leave the field empty to keep it."))
		hint = lang.L("Kept in the key store")
	}
	n.password.SetPlaceHolder(hint)
	n.header.SetPlaceHolder(or(hint, "Authorization: Bearer …"))
	n.cookies.SetPlaceHolder(or(hint, "Cookie: session=…"))
	show(n.keptRow.content, kept)
	show(n.pagesRow.content, kind != "")
	show(n.safety.content, kind != "")
	show(n.plain.content, kind != "" && n.unprotected)
	n.setting.ease()
	n.page.refresh()
}

// unprotected reports whether what is sent to an address can be read on the way.
func unprotected(start string) bool {
	rest, plain := strings.CutPrefix(start, "http://")
	for _, here := range []string{"localhost", "127.", "[::1]"} {
		plain = plain && !strings.HasPrefix(rest, here)
	}
	return plain
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// read says what changes about the sign-in.
func (n *signIn) read(e *Input) (problems []Problem) {
	kind := n.chosen()
	e.Settings.PagesOnly = n.pagesOnly.Checked
	g := SecretInput{Kind: kind}
	switch kind {
	case "":
		e.SignOut = n.stored != nil
		return nil
	case profile.Password:
		g.User, g.Text = strings.TrimSpace(n.user.Text), n.password.Text
	case profile.Cookie:
		g.Text = n.cookies.Text
	case profile.Header:
		g.Text = n.header.Text
	}
	same := n.stored != nil && n.stored.Kind == kind && n.stored.User == g.User
	switch {
	case g.Text != "":
		e.SignIn = &g
	case same:
	case kind == profile.Password && g.User == "":
		return []Problem{{SignIn, lang.L("Type the user name and the password.")}}
	case kind == profile.Password:
		return []Problem{{SignIn, lang.L("Type the password that belongs to this user name.")}}
	default:
		return []Problem{{SignIn, lang.L("Paste what to sign in with, or choose not to sign in.")}}
	}
	return nil
}
