package sitesettings

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/assets/knowledge"
	"sitewell/scanner/profile"
	"sitewell/ui/background"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// What a scan is limited to where nothing is typed.
const (
	usualDepth   = 100
	usualLimit   = 5_000_000
	usualTimeout = 30 // seconds
	usualAgent   = "Mozilla/5.0 (compatible; Sitewell/1.0)"
)

// scope is the page of what is scanned.
type scope struct {
	stored                                                           string // the start address, which the field shows with its letters
	page                                                             *page
	start                                                            *field.Entry
	external, subdomains, follow, nofollow, sitemap, fragments, data *checkBox
	include, exclude                                                 *rules
	depth, limit                                                     *field.Entry
	startSetting, depthSetting, limitSetting                         *setting
	platform, panel, scripts, pictures                               *control.Select
	noBrowser                                                        *widget.Label
	rulesFold, limitsFold                                            *fold
}

func newScope(s *Screen) *scope {
	p := newPage()
	c := &scope{page: p}
	c.start = s.entry(lang.L("Your website's address, such as example.com"))
	c.startSetting = p.add(newSetting(Start, lang.L("Start address"),
		lang.L("The scan begins here and follows the links of this site's pages."), c.start, c.start))
	c.start.OnChanged = func(string) { c.startSetting.ease() }
	recognised := lang.L("As the scan recognises it")
	// A list is as wide as its placeholder, whatever its options.
	c.platform = &control.Select{Select: widget.Select{Options: append([]string{recognised}, knowledge.FamilyNames()...), PlaceHolder: recognised}}
	p.add(newSetting("", lang.L("My site runs on"),
		lang.L("Explanations then have the steps for it, at once: where its logs are, and where a link or a redirect is changed."), c.platform, container.NewHBox(c.platform)))
	_, panels := words.HostingPanels()
	c.panel = &control.Select{Select: widget.Select{Options: append([]string{lang.L("Not listed, or not known")}, panels...), PlaceHolder: recognised}}
	p.add(newSetting("", lang.L("Hosted with"),
		lang.L("The hosting panel or the host. Explanations then say where things are there: logs, the version of PHP, files and back-ups."), c.panel, container.NewHBox(c.panel)))
	c.external = s.check(p, lang.L("Check links to other sites"),
		lang.L("Each address of another site is asked once, gently. Its pages are not read further."))
	c.subdomains = s.check(p, lang.L("Sub-domains belong to the site"),
		lang.L("For shop.example.com beside example.com. With and without www is one site in any case."))
	c.addScripts()

	c.rulesFold = p.fold(lang.L("Leave parts out"), func() {
		c.exclude = s.rules(p, Exclude, "/calendar/\n/print\\?", lang.L("Leave out addresses like"),
			lang.L("One rule a line. Part of an address is enough, such as /calendar/; regular expressions work, too. What matches is not asked for."), false)
		c.include = s.rules(p, Include, "/shop/\n/blog/2026/", lang.L("Scan only addresses like"),
			lang.L("Where there is a rule, the site's other addresses are left out. The start address is always scanned."), true)
	})
	c.limitsFold = p.fold(lang.L("Limits and details"), func() {
		c.depth = s.entry(words.Number(usualDepth))
		c.depthSetting = p.add(newSetting(Depth, lang.L("Clicks from the start address, at most"),
			lang.L("Pages that are further away are listed and not read."), c.depth, narrow(c.depth)))
		c.limit = s.entry(words.Number(usualLimit))
		c.limitSetting = p.add(newSetting(Limit, lang.L("Addresses, at most"),
			lang.L("What is found beyond that is left out of the scan, and the results say so."), c.limit, narrow(c.limit)))
		c.follow = s.check(p, lang.L("Read the pages that are found"),
			lang.L("Otherwise the start page and what it names are checked, and no further page."))
		c.nofollow = s.check(p, lang.L("Read pages that only nofollow links lead to"),
			lang.L("Links are marked so for search engines. Where they lead is checked in any case."))
		c.sitemap = s.check(p, lang.L("Read the sitemap"),
			lang.L("It names pages that no link leads to."))
		c.fragments = s.check(p, lang.L("Check places on pages"),
			lang.L("What follows # in a link must exist on the page that it leads to."))
		c.data = s.check(p, lang.L("Check addresses in structured data"),
			lang.L("They are in data that only search engines read (JSON-LD)."))
	})
	c.depth.OnChanged = func(string) { c.depthSetting.ease() }
	c.limit.OnChanged = func(string) { c.limitSetting.ease() }
	return c
}

// addScripts adds which pages are shown in a browser, and that there is none.
func (c *scope) addScripts() {
	c.scripts = &control.Select{Select: widget.Select{Options: []string{lang.L("Automatic"), lang.L("Never"), lang.L("Always")}, PlaceHolder: lang.L("Automatic")}}
	c.noBrowser = caption(lang.L("No browser was found on this computer. With Chrome, Chromium, Edge or Brave installed, Sitewell also finds the links that scripts make."))
	c.noBrowser.Importance = widget.MediumImportance
	c.noBrowser.Hide()
	c.page.add(newSetting("", lang.L("Pages made by scripts"),
		lang.L("Sitewell can show them in a browser, without a window, to find the links that scripts make. “Automatic” shows the pages that look as if they need it; “Always” shows every page, which takes much longer."),
		c.scripts, container.NewHBox(c.scripts), c.noBrowser))
	c.pictures = &control.Select{Select: widget.Select{Options: []string{lang.L("Yes"), lang.L("Yes, also while signed in"), lang.L("No")}, PlaceHolder: lang.L("Yes, also while signed in")}}
	c.page.add(newSetting("", lang.L("Keep pictures of pages with problems"),
		lang.L("When a page shows a problem in the browser, Sitewell keeps a small picture of it with the scan. While signed in no pictures are kept unless you choose that, since pages may show personal data then."),
		c.pictures, container.NewHBox(c.pictures)))
}

// keepings are the values of profile.Settings.Pictures in the order of the list.
var keepings = []string{"", profile.PicturesSignedIn, profile.PicturesNever}

// renderings are the values of profile.Settings.Render in the order of the list.
var renderings = []string{profile.RenderAuto, profile.RenderNever, profile.RenderAlways}

// narrow keeps a field for a number short.
func narrow(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(short{}, o)
}

type short struct{}

const shortWidth = 160

func (short) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(shortWidth, o[0].MinSize().Height)
}

func (short) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Resize(fyne.NewSize(shortWidth, size.Height))
}

func (c *scope) fill(site Site) {
	s := site.Settings
	c.stored = site.Start
	c.start.SetText(words.Readable(site.Start))
	c.platform.SetSelectedIndex(1 + slices.Index(knowledge.FamilyNames(), s.Platform)) // 0 where it is none
	names, _ := words.HostingPanels()
	c.panel.SetSelectedIndex(1 + slices.Index(names, s.Panel))
	c.scripts.SetSelectedIndex(max(0, slices.Index(renderings, s.Render))) // "" is automatic
	show(c.noBrowser, site.NoBrowser)
	c.pictures.SetSelectedIndex(max(0, slices.Index(keepings, s.Pictures)))
	c.page.refresh()
	c.external.SetChecked(!s.NoExternal)
	c.subdomains.SetChecked(s.Subdomains)
	c.follow.SetChecked(!s.FollowNothing)
	c.sitemap.SetChecked(!s.NoSitemap)
	c.fragments.SetChecked(!s.NoFragments)
	c.nofollow.SetChecked(!s.ObeyNofollow)
	c.data.SetChecked(s.StructuredData)
	c.include.entry.SetText(strings.Join(s.Include, "\n"))
	c.exclude.entry.SetText(strings.Join(s.Exclude, "\n"))
	c.depth.SetText(numeral(s.MaxDepth))
	c.limit.SetText(numeral(s.MaxAddresses))
	c.rulesFold.set(len(s.Include)+len(s.Exclude) > 0)
	c.limitsFold.set(s.MaxDepth > 0 || s.MaxAddresses > 0 || s.FollowNothing || s.NoSitemap || s.NoFragments || s.ObeyNofollow || s.StructuredData)
}

func (c *scope) read(e *Input) (problems []Problem) {
	e.Start = strings.TrimSpace(c.start.Text)
	if e.Start == words.Readable(c.stored) {
		e.Start = c.stored
	}
	s := &e.Settings
	s.Platform = ""
	if i := c.platform.SelectedIndex(); i > 0 {
		s.Platform = knowledge.FamilyNames()[i-1]
	}
	s.Panel = ""
	if i := c.panel.SelectedIndex(); i > 0 {
		names, _ := words.HostingPanels()
		s.Panel = names[i-1]
	}
	if i := c.scripts.SelectedIndex(); i != max(0, slices.Index(renderings, s.Render)) { // "" stays as it is
		s.Render = renderings[i]
	}
	if i := c.pictures.SelectedIndex(); i >= 0 {
		s.Pictures = keepings[i]
	}
	s.NoExternal, s.Subdomains, s.FollowNothing = !c.external.Checked, c.subdomains.Checked, !c.follow.Checked
	s.NoSitemap, s.NoFragments = !c.sitemap.Checked, !c.fragments.Checked
	s.ObeyNofollow, s.StructuredData = !c.nofollow.Checked, c.data.Checked
	s.Include, s.Exclude = linesOf(c.include.entry.Text), linesOf(c.exclude.entry.Text)
	var ok bool
	if s.MaxDepth, ok = numberIn(c.depth.Text, 1, 1<<15); !ok {
		problems = append(problems, Problem{Depth, lang.L("Type a number from {{.Least}} to {{.Most}}, or leave the field empty for the usual.", span(1, 1<<15))})
	}
	if s.MaxAddresses, ok = numberIn(c.limit.Text, 1, 50_000_000); !ok {
		problems = append(problems, Problem{Limit, lang.L("Type a number from {{.Least}} to {{.Most}}, or leave the field empty for the usual.", span(1, 50_000_000))})
	}
	return problems
}

// rules is a field of rules with what they match.
type rules struct {
	s        *Screen
	entry    *field.Lines
	internal bool
	setting  *setting
	loader   background.Loader[Matches]
	result   *widget.Label
}

func (s *Screen) rules(p *page, f Field, hint, name, help string, internal bool) *rules {
	r := &rules{s: s, internal: internal, entry: s.lines(hint), result: caption("")}
	r.result.Importance = widget.MediumImportance
	r.result.Hide()
	r.setting = p.add(newSetting(f, name, help, r.entry, r.entry, r.result))
	r.entry.OnChanged = func(string) { r.try() }
	return r
}

// try shows what the rules match, or why they can't be used.
func (r *rules) try() {
	r.setting.ease()
	list := linesOf(r.entry.Text)
	if len(list) == 0 {
		r.loader.Cancel()
		r.say("")
		return
	}
	r.loader.Load(r.s.o.Run, func(ctx context.Context) (Matches, error) {
		return r.s.o.Store.MatchRules(ctx, r.s.o.Site, list, r.internal)
	}, func(m Matches, err error) {
		if err != nil {
			r.setting.tell(r.s.o.Sentence(err))
			r.say("")
			return
		}
		r.say(matched(m))
	})
}

func (r *rules) say(text string) {
	r.result.SetText(text)
	show(r.result, text != "")
	r.setting.page.refresh()
}

// matched says what rules match, with examples below.
func matched(m Matches) string {
	if m.Of == 0 {
		return lang.L("After the first scan you see here which addresses these rules match.")
	}
	data := map[string]any{"Count": words.Number(m.Count), "Of": words.Number(m.Of)}
	if m.Count == 0 {
		return lang.L("No address of the last scan matches (of {{.Of}}).", data)
	}
	text := lang.N("{{.Count}} addresses of the last scan match (of {{.Of}}):", m.Count, data)
	for _, example := range m.Examples {
		text += "\n" + example
	}
	if more := m.Count - len(m.Examples); more > 0 {
		text += "\n" + lang.N("and {{.Count}} more", more, map[string]any{"Count": words.Number(more)})
	}
	return text
}

// linesOf returns the lines of a text that hold something, nil for none.
func linesOf(text string) (list []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// numeral writes a number for a field, 0 as nothing.
func numeral(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// numberIn reads a number, 0 where nothing is typed. Marks between thousands
// are passed over.
func numberIn(text string, least, most int) (n int, ok bool) {
	text = strings.NewReplacer(",", "", ".", "", " ", "", "\u00a0", "", "\u202f", "", "'", "").Replace(strings.TrimSpace(text))
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= least && n <= most
}

func span(least, most int) map[string]any {
	return map[string]any{"Least": words.Number(least), "Most": words.Number(most)}
}
