package results

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/marking"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// Marks keeps what people say about problems. Its methods are called off the window's
// thread.
type Marks interface {
	marking.Store
	MarkCounts(ctx context.Context, scan storage.ScanID) (storage.MarkCounts, error)
	// List returns the marks of a site.
	List(ctx context.Context, site storage.SiteID) ([]storage.Mark, error)
	// CheckDone verifies what people said before a complete scan to be done.
	CheckDone(ctx context.Context, scan storage.ScanID) (storage.DoneCheck, error)
}

// marked is what the screen shows of marks.
type marked struct {
	counts storage.MarkCounts
	done   storage.DoneCheck
	fixes  map[string][]storage.Mark // by the key of the fix
}

// counts are the numbers of the scan without what is ignored.
func (f facts) counts() storage.Counts { return f.scan.Counts.Without(f.marked.counts) }

func newMarker(s *Screen) *marking.Marker {
	if s.o.Marks == nil {
		return nil
	}
	return marking.New(marking.Options{
		Run: s.o.Run, Store: s.o.Marks, Dialogs: s.o.Dialogs, Offer: s.o.Offer, Browse: s.o.Desktop.Browse,
		Sentence: s.o.Sentence, Now: s.o.Now, Changed: s.marksChanged, Working: s.working,
	})
}

// loadMarked reads what was said about the problems of the scan.
func (s *Screen) loadMarked(ctx context.Context, scan storage.Scan) (m marked, err error) {
	if s.o.Marks == nil {
		return m, nil
	}
	if m.counts, err = s.o.Marks.MarkCounts(ctx, scan.ID); err != nil {
		return m, err
	}
	if m.done, err = s.o.Marks.CheckDone(ctx, scan.ID); err != nil {
		return m, err
	}
	all, err := s.o.Marks.List(ctx, scan.Site)
	m.fixes = make(map[string][]storage.Mark)
	for _, mark := range all {
		if mark.Scope == storage.OnFix {
			m.fixes[mark.Subject] = append(m.fixes[mark.Subject], mark)
		}
	}
	for _, marks := range m.fixes {
		storage.SortMarks(marks)
	}
	return m, err
}

// marksChanged loads everything again.
func (s *Screen) marksChanged() {
	s.loading = false // what is under way may be older than the change
	s.reload()
	s.panel.Reload()
}

// showMarked shows how many problems are ignored.
func (f *filters) showMarked(m marked) {
	n := m.counts.Ignored.Problems()
	f.ignored.SetCount(n)
	visible(f.ignored, n > 0 || f.s.query.marks == storage.OnlyIgnored)
}

// pressMarks lists the problems that marks leave, or all again.
func (s *Screen) pressMarks(f storage.MarkFilter) {
	s.change(func(q *query) {
		if q.marks == f {
			q.marks = ""
			return
		}
		*q = query{text: q.text, marks: f}
	})
	if s.query.marks != "" && s.view != problems {
		s.show(problems)
	}
}

// doneNotices says how much of what was said to be done is.
func doneNotices(d storage.DoneCheck) []notice {
	if d.Said == 0 {
		return nil
	}
	data := map[string]any{"Said": words.Number(d.Said), "Count": words.Number(d.Done)}
	n := notice{tone: badge.Info, title: lang.N("{{.Said}} said done, {{.Count}} are.", d.Done, data)}
	if len(d.Not) > 0 {
		n.tone, n.do[0] = badge.Warn, showNotDone
		n.advice = lang.L("Still a problem: {{.Address}}", map[string]any{"Address": d.Not[0].Subject})
		if more := len(d.Not) - 1; more > 0 {
			n.advice = lang.N("Still a problem: {{.Address}} and {{.Count}} more", more, map[string]any{"Address": d.Not[0].Subject, "Count": words.Number(more)})
		}
	} else if len(d.Unknown) > 0 {
		n.advice = lang.N("{{.Count}} addresses were not reached by this scan.", len(d.Unknown), map[string]any{"Count": words.Number(len(d.Unknown))})
	}
	return []notice{n}
}

// allIgnored is shown where there are no other problems.
func (s *Screen) allIgnored() fyne.CanvasObject {
	n := s.facts.marked.counts.Ignored.Problems()
	return badge.Empty(theme.VerdictIcon(outcome.Works), lang.L("Nothing to fix"),
		lang.N("{{.Count}} problems are ignored.", n, map[string]any{"Count": words.Number(n)}),
		badge.Action{Text: lang.L("Show what is ignored"), Icon: fynetheme.VisibilityIcon(), Do: func() { s.pressMarks(storage.OnlyIgnored) }})
}

// markMenu adds marks to the menu of a row.
func (s *Screen) markMenu(r storage.Row) []*fyne.MenuItem {
	if s.marker == nil || !r.Verdict.IsProblem() {
		return nil
	}
	items := s.marker.RowMenu(marking.One(s.facts.scan, r.ID, r.URL), lang.L("Ignore"))
	n := s.panes[s.view].Len()
	if s.view != problems || !s.query.any() || n < 2 {
		return items
	}
	read, scan, q := s.o.Read, s.facts.scan, s.query
	listed := marking.Subject{Scan: scan, Count: n, IDs: func(ctx context.Context) ([]storage.URLID, error) {
		return q.rowIDs(ctx, read, scan.ID, problems, natural(problems))
	}}
	return append(items, s.marker.RowMenu(listed, lang.N("Ignore all {{.Count}} of this list", n, map[string]any{"Count": words.Number(n)}))[:2]...)
}

// markedFix is what a person marks of a fix.
func (s *Screen) markedFix(r fixRow) marking.Subject {
	if r.Cause == fix.Single {
		return marking.One(s.facts.scan, r.Problems[0], r.Example)
	}
	ids := r.Problems
	m := marking.Subject{Scan: s.facts.scan, Count: len(ids), Fix: r.key, IDs: func(context.Context) ([]storage.URLID, error) { return ids, nil }}
	if host := storage.HostOf(r.Example); r.Cause == fix.Host && host != storage.HostOf(s.facts.scan.Start) {
		m.Host = host
	}
	return m
}

// markFixMenu adds marks to the menu of a fix.
func (s *Screen) markFixMenu(r fixRow) []*fyne.MenuItem {
	if s.marker == nil {
		return nil
	}
	return s.marker.RowMenu(s.markedFix(r), ignoreTitle(len(r.Problems)))
}

func ignoreTitle(n int) string {
	if n == 1 {
		return lang.L("Ignore")
	}
	return lang.N("Ignore all {{.Count}} problems", n, map[string]any{"Count": words.Number(n)})
}

// showProgress says how long the fix has been there, and how much of it is gone.
func (p *fixPanel) showProgress() {
	text := ""
	if past, ok := p.s.fixes.past[p.row.key]; ok && p.shown {
		text = lang.L("In {{.Scans}} scans in a row, since {{.Since}}.", map[string]any{"Scans": words.Number(past.Scans), "Since": words.Date(past.Since.Local())})
		if past.Gone > 0 {
			text += " " + lang.N("{{.Gone}} of {{.Count}} problems are gone.", past.Problems, map[string]any{"Gone": words.Number(past.Gone), "Count": words.Number(past.Problems)})
		}
	}
	p.past.SetText(text)
	visible(p.past, text != "")
}
