package results

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Plans knows when sites are scanned by themselves.
type Plans interface {
	// Plan returns the plan of a site, "" for none, and whether the system really has it.
	// It is called off the window's thread.
	Plan(ctx context.Context, site storage.SiteID) (plan string, active bool, err error)
	// NextScan returns when a plan is due. It asks nobody.
	NextScan(plan string) (time.Time, error)
}

// nextScan returns when a site is scanned next by itself, zero where that is not known.
func (s *Screen) nextScan(ctx context.Context, site storage.SiteID) time.Time {
	if s.o.Plans == nil {
		return time.Time{}
	}
	plan, active, err := s.o.Plans.Plan(ctx, site)
	if err != nil || !active || plan == "" {
		return time.Time{}
	}
	next, err := s.o.Plans.NextScan(plan)
	if err != nil {
		return time.Time{}
	}
	return next
}

// allDone is shown in place of the list once nothing is left to fix: what was fixed, and
// when to look again.
func (s *Screen) allDone() fyne.CanvasObject {
	c := s.facts.scan.Counts
	checked := c.Found - c.Waiting - c.Skipped
	title := lang.L("Nothing to fix")
	var said []string
	if done := s.doneWords(); done != "" {
		title = lang.L("Everything is fixed")
		said = append(said, done)
	}
	said = append(said, lang.N("{{.Count}} addresses checked, and all of them work.", checked, map[string]any{"Count": words.Number(checked)}))
	if next := s.facts.next; next.IsZero() {
		said = append(said, lang.L("Scan again after the next larger change to the site."))
	} else {
		said = append(said, lang.L("The next scan is on {{.Date}}.", map[string]any{"Date": words.Date(next.Local())}))
	}
	all := badge.Empty(theme.VerdictIcon(outcome.Works), title, strings.Join(said, " "),
		badge.Action{Text: lang.L("See all addresses"), Icon: fynetheme.ListIcon(), Do: func() { s.show(addresses) }})
	if len(said) > 2 && !s.celebrated {
		s.celebrated = true
		fadeIn(all)
	}
	return all
}

// doneWords says how much was fixed, "" where nothing is known to have been.
func (s *Screen) doneWords() string {
	data := func(n int) map[string]any {
		return map[string]any{"Count": words.Number(n), "Since": words.Since(s.facts.before.Began, s.o.Now())}
	}
	counts := s.since.comparison.Counts
	switch n := counts.Fixed + counts.LinkRemoved; {
	case s.since.changes != nil && n > 0:
		return lang.N("{{.Count}} problems were fixed {{.Since}}.", n, data(n))
	case s.repaired > 0:
		return lang.N("{{.Count}} problems that the scan found work now.", s.repaired, data(s.repaired))
	}
	return ""
}

// fadeTime is how long the picture takes to appear.
const fadeTime = 700 * time.Millisecond

// fadeIn lets the picture of an empty list appear slowly, where things may move.
func fadeIn(empty fyne.CanvasObject) {
	box, ok := empty.(*fyne.Container)
	if !ok || !fyne.CurrentApp().Settings().ShowAnimations() {
		return
	}
	picture, ok := box.Objects[0].(*canvas.Image)
	if !ok {
		return
	}
	picture.Translucency = 1
	a := fyne.NewAnimation(fadeTime, func(done float32) {
		picture.Translucency = float64(1 - done)
		picture.Refresh()
	})
	a.Curve = fyne.AnimationEaseOut
	a.Start()
}
