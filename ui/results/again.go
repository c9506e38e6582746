package results

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Rechecker checks addresses of a scan again. Its methods are called off the window's
// thread.
type Rechecker interface {
	// RecheckMany checks addresses, stores what it finds in the scan, and calls on
	// several times a second with how far it is. What was found until ctx ends is
	// stored and returned.
	RecheckMany(ctx context.Context, scan storage.ScanID, ids []storage.URLID, on func(storage.RecheckProgress)) (storage.RecheckSummary, error)
	// ProblemsOn returns a page and the problems that it links to.
	ProblemsOn(ctx context.Context, scan storage.ScanID, page storage.URLID) ([]storage.URLID, error)
}

// askAbove is how many addresses are checked again without a question.
const askAbove = 200

// Rechecks are the rechecks of one window, one for each scan. They go on while another
// screen is shown. The zero value is ready for use; it belongs to the window's thread.
type Rechecks struct{ byScan map[storage.ScanID]*recheck }

// of returns the recheck of a scan, which may not have begun.
func (all *Rechecks) of(scan storage.ScanID) *recheck {
	if all.byScan == nil {
		all.byScan = make(map[storage.ScanID]*recheck)
	}
	if all.byScan[scan] == nil {
		all.byScan[scan] = &recheck{}
	}
	return all.byScan[scan]
}

// recheck is a recheck that is under way, or the last one of a scan.
type recheck struct {
	screen   *Screen // that shows it, nil for none
	stop     context.CancelFunc
	running  bool
	stopped  bool // the person pressed Stop
	now      storage.RecheckProgress
	verdict  map[storage.URLID]outcome.Verdict // of the addresses that were checked
	ended    string                            // what came of it, "" before the end
	allWork  bool
	repaired int // how many problems it found to work
}

// recheck checks the addresses that ids returns.
func (s *Screen) recheck(ids func(context.Context) ([]storage.URLID, error)) {
	r := s.again
	if r.running || s.o.Again == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	*r = recheck{screen: r.screen, stop: stop, running: true, verdict: make(map[storage.URLID]outcome.Verdict)}
	s.showAgain()
	// The screen may be closed meanwhile: only its options are used.
	run, from, scan, tell, sentence := s.o.Run, s.o.Again, s.o.Scan, s.o.Desktop.Tell, s.o.Sentence
	run.Go(func(window context.Context) {
		defer context.AfterFunc(window, stop)()
		defer stop()
		var summary storage.RecheckSummary
		all, err := ids(ctx)
		if err == nil {
			summary, err = from.RecheckMany(ctx, scan, all, func(p storage.RecheckProgress) {
				run.Do(func() { r.tell(p) })
			})
		}
		run.Do(func() { r.end(summary, err, tell, sentence) })
	})
}

// tell takes in how far it is.
func (r *recheck) tell(p storage.RecheckProgress) {
	for _, a := range p.Fresh {
		r.verdict[a.ID] = a.After
	}
	isNew := len(p.Fresh) > 0
	r.now = p
	if r.screen != nil {
		r.screen.againBar.show(r)
		if isNew {
			r.screen.refreshRows()
		}
	}
}

// end says what came of it: in its bar, or in a message if another screen is shown.
func (r *recheck) end(s storage.RecheckSummary, err error, tell func(string), sentence func(error) string) {
	r.running = false
	for _, a := range s.Results {
		r.verdict[a.ID] = a.After
	}
	switch {
	case err != nil && !(r.stopped && errors.Is(err, context.Canceled)) && len(s.Results) == 0:
		r.ended = sentence(err)
	case err != nil && !r.stopped:
		r.ended = sentence(err) + " " + recheckWords(s, false)
	default:
		r.ended = recheckWords(s, r.stopped)
	}
	repaired, problems := s.Working()
	r.repaired += repaired
	r.allWork = err == nil && len(s.Results) > 0 && problems == 0 && s.Unsettled+s.Unsafe+s.Left == 0
	if r.screen == nil {
		tell(r.ended)
		return
	}
	r.screen.showAgain()
	if panel := r.screen.panel; isIn(r.verdict, panel.Shown()) {
		panel.Reload()
	}
}

// recheckWords says what came of a recheck.
func recheckWords(s storage.RecheckSummary, stopped bool) string {
	works, problems := 0, 0
	for _, a := range s.Results {
		works += count(a.After == outcome.Works)
		problems += count(a.After.IsProblem())
	}
	data := func(n int) map[string]any {
		return map[string]any{"Count": words.Number(n), "Total": words.Number(len(s.Results))}
	}
	var said []string
	if stopped {
		said = append(said, lang.L("Stopped; what was checked until then is kept."))
	}
	switch {
	case len(s.Results) == 0 && s.Unsettled+s.Unsafe+s.Left == 0:
		said = append(said, lang.L("There was nothing to check."))
	case len(s.Results) == 0:
	case works == len(s.Results):
		said = append(said, lang.N("All {{.Count}} addresses work now.", works, data(works)))
	default:
		said = append(said, lang.L("{{.Count}} of {{.Total}} work now.", data(works)))
	}
	if problems > 0 {
		said = append(said, lang.N("{{.Count}} are still problems.", problems, data(problems)))
	}
	if n := s.Unsettled + s.Unsafe; n > 0 && !stopped {
		said = append(said, lang.N("{{.Count}} addresses have no new result; the last one stands.", n, data(n)))
	}
	if s.Left > 0 {
		said = append(said, lang.N("{{.Count}} addresses can't be checked by themselves; a new scan checks them.", s.Left, data(s.Left)))
	}
	return strings.Join(said, " ")
}

func isIn[V any](all map[storage.URLID]V, id storage.URLID) bool {
	_, ok := all[id]
	return ok
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// waits says why a recheck is slow, "" if it is not.
func waits(slow []result.HostWait) string {
	if len(slow) == 0 {
		return ""
	}
	data := map[string]any{"Host": slow[0].Host}
	switch slow[0].Reason {
	case result.WaitOffline:
		return lang.L("This computer is offline; it goes on by itself as soon as there is a network again.")
	case result.WaitRetryAfter, result.WaitRetry:
		return lang.L("{{.Host}} asked us to wait.", data)
	case result.WaitRate:
		return lang.L("{{.Host}} answers only so many requests a second, so Sitewell asks it more slowly.", data)
	}
	return ""
}

// recheckIDs checks addresses again.
func (s *Screen) recheckIDs(ids []storage.URLID) {
	s.askAgain(len(ids), func() {
		s.recheck(func(context.Context) ([]storage.URLID, error) { return ids, nil })
	})
}

// recheckPage checks a page again, and the problems that it links to.
func (s *Screen) recheckPage(page storage.URLID) {
	from, scan := s.o.Again, s.o.Scan
	s.recheck(func(ctx context.Context) ([]storage.URLID, error) { return from.ProblemsOn(ctx, scan, page) })
}

// CheckShown checks again what the present list shows, unless that is going on.
func (s *Screen) CheckShown() {
	if s.o.Again != nil && !s.again.running && !s.running() && s.loaded {
		s.recheckShown()
	}
}

// recheckShown checks again what the present list shows.
func (s *Screen) recheckShown() {
	v, read, scan, q := s.view, s.o.Read, s.o.Scan, s.query
	if v == fixes {
		v = problems
	}
	s.askAgain(s.shown(), func() {
		s.recheck(func(ctx context.Context) ([]storage.URLID, error) { return q.rowIDs(ctx, read, scan, v, natural(v)) })
	})
}

// shown returns how many addresses the present list shows.
func (s *Screen) shown() int {
	if s.view != fixes {
		return s.panes[s.view].Len()
	}
	if s.query.any() {
		return 0 // it is not known how many problems of these fixes match
	}
	return s.facts.scan.Counts.Problems()
}

// askAgain asks before so many addresses are checked again, and then does it.
func (s *Screen) askAgain(n int, do func()) {
	if n <= askAbove || s.o.Ask == nil {
		do()
		return
	}
	data := map[string]any{"Count": words.Number(n)}
	s.o.Ask(lang.N("Check {{.Count}} addresses again?", n, data),
		lang.L("Sitewell asks each server only as fast as in a scan, so this takes some time. You can stop it, and what was checked is kept."),
		lang.L("Check again"), do)
}

// againMenu returns what the right-click menu of an address offers to check again.
func (s *Screen) againMenu(r storage.Row) []*fyne.MenuItem {
	if s.o.Again == nil {
		return nil
	}
	item := func(text string, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItemWithIcon(text, fynetheme.ViewRefreshIcon(), do)
		i.Disabled = s.again.running || s.running()
		return i
	}
	one := item(lang.L("Check again"), func() { s.recheckIDs([]storage.URLID{r.ID}) })
	one.Disabled = one.Disabled || r.Verdict == outcome.Unchecked || r.Verdict == outcome.Skipped
	items := []*fyne.MenuItem{one}
	if isPage(r) {
		items = append(items, item(lang.L("Check this page and the problems it links to"), func() { s.recheckPage(r.ID) }))
	}
	return append(items, s.listItem(item))
}

// listItem offers to check the whole list again.
func (s *Screen) listItem(item func(string, func()) *fyne.MenuItem) *fyne.MenuItem {
	n := s.shown()
	if n == 0 {
		return item(lang.L("Check all of this list again"), s.recheckShown)
	}
	return item(lang.N("Check all {{.Count}} of this list again", n, map[string]any{"Count": words.Number(n)}), s.recheckShown)
}

// isPage reports whether an address is a page of the site that was read.
func isPage(r storage.Row) bool {
	return r.Internal && r.Kind == result.KindPage && r.Page == 0 && (r.Verdict == outcome.Works || r.Verdict == outcome.Warning)
}

// fixAgain returns what the right-click menu of a fix offers to check again.
func (s *Screen) fixAgain(r fixRow) []*fyne.MenuItem {
	if s.o.Again == nil {
		return nil
	}
	item := func(text string, do func()) *fyne.MenuItem {
		i := fyne.NewMenuItemWithIcon(text, fynetheme.ViewRefreshIcon(), do)
		i.Disabled = s.again.running || s.running()
		return i
	}
	return []*fyne.MenuItem{item(againAll(len(r.Problems)), func() { s.recheckIDs(r.Problems) }), s.listItem(item)}
}

// againAll is what a button says that checks all problems of a fix again.
func againAll(n int) string {
	if n == 1 {
		return lang.L("Check again")
	}
	return lang.L("Check all {{.Count}} again", map[string]any{"Count": words.Number(n)})
}

// verdictNow returns the verdict of an address: what a recheck has found since the list
// was loaded, or else what the list says.
func (s *Screen) verdictNow(id storage.URLID, v outcome.Verdict) outcome.Verdict {
	if now, ok := s.again.verdict[id]; ok {
		return now
	}
	return v
}

// withVerdictNow returns a column that shows the verdict of an address in place of its
// text, once a recheck has found another one than the list says.
func (s *Screen) withVerdictNow(d declared) declared {
	d.New = func() fyne.CanvasObject {
		now := badge.NewVerdict(outcome.Unchecked)
		now.Hide()
		return container.NewStack(badge.NewLine(false), now)
	}
	d.Update = func(o fyne.CanvasObject, r storage.Row, ok bool) {
		cell := o.(*fyne.Container)
		text, now := cell.Objects[0].(*badge.Line), cell.Objects[1].(*badge.Verdict)
		v := s.verdictNow(r.ID, r.Verdict)
		isChanged := ok && v != r.Verdict
		visible(text, !isChanged)
		visible(now, isChanged)
		switch {
		case isChanged:
			now.Set(v)
		case ok:
			text.Set(d.Text(r))
		default:
			text.Set("…")
		}
	}
	return d
}

// severityCell shows how severe a problem is, or a tick in its place if it works now.
func severityCell() fyne.CanvasObject {
	tick := container.NewGridWrap(fyne.NewSquareSize(theme.Size(theme.SizeBadge)), widget.NewIcon(theme.VerdictIcon(outcome.Works)))
	now := container.NewHBox(container.NewCenter(tick))
	now.Hide()
	return container.NewStack(badge.NewSeverity(outcome.NoSeverity), now)
}

// showSeverity fills a severityCell.
func showSeverity(o fyne.CanvasObject, severity outcome.Severity, worksNow bool) {
	cell := o.(*fyne.Container)
	visible(cell.Objects[0], !worksNow)
	visible(cell.Objects[1], worksNow)
	cell.Objects[0].(*badge.Severity).Set(severity)
}

// leftOf returns how many problems of a fix are left since the list was loaded.
func (s *Screen) leftOf(r fixRow) int {
	left := 0
	for _, id := range r.Problems {
		v, isChecked := s.again.verdict[id]
		left += count(!isChecked || v.IsProblem())
	}
	return left
}

// refreshRows shows again what is known of the rows in view, in their places.
func (s *Screen) refreshRows() {
	for _, p := range s.panes {
		if p != nil {
			p.Refresh()
		}
	}
	s.fix.problems.Refresh()
}

// showAgain shows how far the recheck is, or what came of it.
func (s *Screen) showAgain() {
	s.againBar.show(s.again)
	s.fix.markAgain()
	s.updateChosen()
	s.refreshRows()
	s.main.relayout()
}

// stopAgain stops the recheck.
func (s *Screen) stopAgain() {
	if s.again.running {
		s.again.stopped = true
		s.again.stop()
	}
}

// pageChecker returns what the panel of a page calls to check it and its links again, nil
// if that is not offered.
func (s *Screen) pageChecker() func(storage.URLID) {
	if s.o.Again == nil {
		return nil
	}
	return s.recheckPage
}

// update loads the lists again, as they are after a recheck.
func (s *Screen) update() {
	s.repaired += s.again.repaired
	s.again.repaired = 0
	s.again.ended, s.again.verdict = "", nil
	s.fix.follow = true
	s.showAgain()
	s.panel.Reload()
	s.reload()
}
