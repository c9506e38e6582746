package sites

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/scanning"
	"sitewell/ui/several"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// maxAtOnce is how many sites may be scanned at a time.
const maxAtOnce = 8

// chooser is the bar in which a person chooses several sites to be scanned.
type chooser struct {
	count   *widget.Label
	all     *control.Check
	atOnce  *control.Select
	scan    *control.Button
	content *fyne.Container
}

func newChooser(s *Screen) *chooser {
	c := &chooser{count: widget.NewLabel("")}
	c.all = control.NewCheck(lang.L("All"), func(on bool) { s.tickAll(s.shown, on) })
	numbers := make([]string, maxAtOnce)
	for i := range numbers {
		numbers[i] = strconv.Itoa(i + 1)
	}
	c.atOnce = control.NewSelect(numbers, func(chosen string) {
		if n, err := strconv.Atoi(chosen); err == nil {
			s.o.SetParallel(n)
		}
	})
	c.scan = &control.Button{Button: widget.Button{Text: lang.L("Scan"), Importance: widget.HighImportance, OnTapped: s.scanTicked}}
	cancel := &control.Button{Button: widget.Button{Text: lang.L("Cancel"), OnTapped: s.endChoosing}}
	right := container.NewHBox(widget.NewLabel(lang.L("At the same time")), c.atOnce, cancel, c.scan)
	card := badge.NewSurface(column.Beside(0, container.NewHBox(c.all, c.count), right))
	card.Fill, card.Plain, card.Inset = theme.ColorInfoSoft, true, 4
	c.content = column.Inset(card)
	c.content.Hide()
	return c
}

// Choose lets the person tick the sites to be scanned.
func (s *Screen) Choose() {
	if s.empty || s.choosing {
		return
	}
	s.choosing, s.ticked = true, make(map[storage.SiteID]bool)
	s.chooser.atOnce.Selected = strconv.Itoa(min(max(s.o.Parallel(), 1), maxAtOnce))
	s.chooser.atOnce.Refresh()
	s.chooser.content.Show()
	s.showTicked()
}

func (s *Screen) endChoosing() {
	s.choosing, s.ticked = false, nil
	s.chooser.content.Hide()
	s.list.Refresh()
	s.content.Refresh()
}

// showTicked says how many sites are ticked.
func (s *Screen) showTicked() {
	c := s.chooser
	n := len(s.chosen())
	c.count.SetText(lang.N("{{.Count}} sites chosen", n, map[string]any{"Count": words.Number(n)}))
	c.all.Checked = n > 0 && s.hasAll(s.shown)
	c.all.Refresh()
	if n > 0 {
		c.scan.Enable()
	} else {
		c.scan.Disable()
	}
	s.list.Refresh()
	s.content.Refresh()
}

// chosen returns the sites that are ticked, whether the search shows them or not.
func (s *Screen) chosen() (sites []storage.SiteSummary) {
	for _, site := range s.all {
		if s.ticked[site.ID] {
			sites = append(sites, site)
		}
	}
	return sites
}

func (s *Screen) hasAll(sites []storage.SiteSummary) bool {
	return !slices.ContainsFunc(sites, func(site storage.SiteSummary) bool { return !s.ticked[site.ID] })
}

func (s *Screen) tickAll(sites []storage.SiteSummary, on bool) {
	for _, site := range sites {
		s.setTick(site.ID, on)
	}
	s.showTicked()
}

func (s *Screen) setTick(site storage.SiteID, on bool) {
	if on {
		s.ticked[site] = true
	} else {
		delete(s.ticked, site)
	}
}

func (s *Screen) scanTicked() {
	sites := s.chosen()
	s.endChoosing()
	s.scanSeveral(sites)
}

// scanSeveral scans sites, a few at a time.
func (s *Screen) scanSeveral(sites []storage.SiteSummary) {
	all := make([]storage.Site, len(sites))
	for i := range sites {
		all[i] = sites[i].Site
	}
	s.o.Several.Add(all)
}

// runs shows how the scans of several sites go, and in the end what came of them.
type runs struct {
	title, detail              *widget.Label
	bar                        *scanning.Bar
	pause, resume, stop, again *control.Button
	why, close                 *control.Button
	card                       *badge.Surface
	content                    *fyne.Container
}

func newRuns(s *Screen) *runs {
	r := &runs{title: &widget.Label{TextStyle: fyne.TextStyle{Bold: true}, Wrapping: fyne.TextWrapWord}, detail: badge.Body(""), bar: scanning.NewBar()}
	button := func(text string, icon fyne.Resource, do func()) *control.Button {
		return &control.Button{Button: widget.Button{Text: text, Icon: icon, OnTapped: do}}
	}
	r.pause = button(lang.L("Pause"), fynetheme.MediaPauseIcon(), func() { s.o.Several.Pause() })
	r.resume = button(lang.L("Resume"), fynetheme.MediaPlayIcon(), func() { s.o.Several.Resume() })
	r.stop = button(lang.L("Stop all"), fynetheme.MediaStopIcon(), func() { s.o.Several.Stop() })
	r.again = button(lang.L("Try again"), fynetheme.ViewRefreshIcon(), func() { s.o.Several.Retry() })
	r.why = button(lang.L("Show all"), nil, s.showFailures)
	r.close = button(lang.L("Close"), nil, func() { s.o.Several.Clear() })
	r.resume.Importance, r.again.Importance = widget.HighImportance, widget.HighImportance
	texts := container.New(layout.NewCustomPaddedVBoxLayout(-10), r.title, r.detail)
	buttons := container.NewHBox(r.why, r.again, r.pause, r.resume, r.stop, r.close)
	r.card = badge.NewSurface(container.NewVBox(badge.BesideOrBelow(texts, buttons), column.Inset(r.bar)))
	r.card.Fill, r.card.Plain, r.card.Inset = theme.ColorInfoSoft, true, 4
	r.content = column.Inset(r.card)
	r.content.Hide()
	return r
}

// ShowSeveral shows how the scans of several sites go. It is called when that has changed,
// and now and then while they run.
func (s *Screen) ShowSeveral() {
	q := s.o.Several
	sum := q.Sum()
	before := s.runs.height()
	show(s.runs.content, sum.Sites > 0)
	if sum.Sites > 0 {
		s.runs.update(q, sum, s.failureLines(shownFailures))
	}
	s.list.Refresh()
	if before != s.runs.height() {
		s.content.Refresh()
	}
}

// height is how much room it takes now.
func (r *runs) height() float32 {
	if !r.content.Visible() {
		return 0
	}
	return r.content.MinSize().Height
}

// update says how far the sites are.
func (r *runs) update(q *several.Queue, sum several.Sum, failures string) {
	n := func(n int) map[string]any { return map[string]any{"Count": words.Number(n)} }
	active, paused := q.Active(), q.Paused()
	title, detail := lang.N("Scanning {{.Count}} sites", sum.Sites, n(sum.Sites)), ""
	switch {
	case active && paused:
		title = lang.N("{{.Count}} sites are still to be scanned. Paused.", sum.Waiting+sum.Running, n(sum.Waiting+sum.Running))
		detail = lang.L("What was found so far is kept, also when you close Sitewell.")
	case active:
		detail = lang.L("{{.Done}} of {{.All}} done, {{.Running}} being scanned, {{.Waiting}} waiting. Addresses checked: {{.Checked}}. Problems so far: {{.Problems}}.", map[string]any{
			"Done": words.Number(sum.Done + sum.Failed + sum.Stopped), "All": words.Number(sum.Sites), "Running": words.Number(sum.Running),
			"Waiting": words.Number(sum.Waiting), "Checked": words.Number(sum.Checked), "Problems": words.Number(sum.Problems),
		})
	case sum.Failed > 0:
		title = lang.L("{{.Done}} of {{.All}} sites were scanned. {{.Failed}} could not be:", map[string]any{"Done": words.Number(sum.Done), "All": words.Number(sum.Sites), "Failed": words.Number(sum.Failed)})
		detail = failures
	case sum.Stopped > 0:
		title = lang.L("Stopped. {{.Done}} of {{.All}} sites were scanned.", map[string]any{"Done": words.Number(sum.Done), "All": words.Number(sum.Sites)})
		detail = lang.L("What was found so far is kept, also when you close Sitewell.")
	default:
		title = lang.N("{{.Count}} sites were scanned.", sum.Sites, n(sum.Sites))
	}
	set(r.title, title)
	set(r.detail, detail)
	show(r.detail, detail != "")
	show(r.bar, active)
	r.bar.Set(sum.Share())
	show(r.pause, active && !paused)
	show(r.resume, active && paused)
	show(r.stop, active)
	show(r.again, !active && sum.Failed > 0)
	show(r.why, !active && sum.Failed > shownFailures)
	show(r.close, !active)
	r.card.Fill = theme.ColorInfoSoft
	if !active && sum.Failed > 0 {
		r.card.Fill = theme.ColorWarningSoft
	}
	r.card.Refresh()
}

// shownFailures is how many sites that failed are named without asking.
const shownFailures = 3

// failureLines names the first sites that failed, and why; all for 0.
func (s *Screen) failureLines(most int) string {
	failures := s.o.Several.Failures()
	text := ""
	for i, f := range failures {
		if most > 0 && i == most {
			break
		}
		if i > 0 {
			text += "\n"
		}
		text += lang.L("{{.Site}}: {{.Why}}", map[string]any{"Site": words.Readable(s.titleOf(f)), "Why": f.Why})
	}
	return text
}

// titleOf returns what a site of the queue is called now.
func (s *Screen) titleOf(i several.Item) string {
	for _, site := range s.all {
		if site.ID == i.Site {
			return site.Title()
		}
	}
	return i.Title
}

// showFailures lists all sites that failed.
func (s *Screen) showFailures() {
	text := widget.NewLabel(s.failureLines(0))
	text.Wrapping = fyne.TextWrapWord
	s.o.Dialogs.Show(&ask.Dialog{
		Title: lang.L("Sites that could not be scanned"), Content: text, Width: 640,
		Cancel:  ask.Button{Text: lang.L("Close")},
		Confirm: ask.Button{Text: lang.L("Try again"), Do: func() { s.o.Several.Retry() }},
	})
}

// waits returns what to say of a site that is one of several, in place of when it was
// scanned; ok is false where there is nothing to be said.
func (s *Screen) waits(site storage.SiteID) (ago, exact string, ok bool) {
	item, queued := s.o.Several.Of(site)
	switch {
	case !queued:
		return "", "", false
	case item.State == several.Waiting && s.o.Several.Paused():
		return lang.L("Paused"), "", true
	case item.State == several.Waiting:
		return lang.L("Waiting"), "", true
	case item.State == several.Starting:
		return lang.L("Starting …"), "", true
	case item.State == several.Running:
		p, _ := s.o.Several.Progress(site)
		return lang.L("Scanning now"), lang.L("{{.Done}} of {{.All}}", map[string]any{"Done": words.Number(p.Checked + p.Skipped), "All": words.Number(p.Found)}), true
	case item.State == several.Failed:
		return lang.L("Not scanned"), item.Why, true
	default:
		return "", "", false
	}
}
