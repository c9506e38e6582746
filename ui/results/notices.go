package results

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	fynetheme "fyne.io/fyne/v2/theme"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/badge"
	"sitewell/ui/words"
)

// notices are the banners below the head: that the scan still runs, was not
// finished, or found suspiciously little; or that reading it failed.
type notices struct {
	s       *Screen
	shown   []notice
	content *fyne.Container
}

// notice is one banner, as data so that an unchanged one is not built again.
type notice struct {
	tone          badge.Tone
	title, advice string
	action        string
	icon          fyne.ThemeIconName
	do            doing
}

type doing int

const (
	nothing doing = iota
	watch
	resume
	retry
)

func newNotices(s *Screen) *notices {
	n := &notices{s: s, content: container.NewVBox()}
	n.content.Hide()
	return n
}

func (n *notices) show(f facts, running bool) { n.set(noticesOf(f.scan, running)) }

func (n *notices) fail(err error) {
	n.set([]notice{{
		tone: badge.Fail, title: n.s.o.Sentence(err),
		action: lang.L("Try again"), icon: fynetheme.IconNameViewRefresh, do: retry,
	}})
}

// noticesOf says what there is to say about a scan as a whole.
func noticesOf(s storage.Scan, running bool) []notice {
	var all []notice
	count := map[string]any{"Count": words.Number(s.Counts.Waiting)}
	resumable := func(tone badge.Tone, title string) notice {
		return notice{
			tone: tone, title: title,
			advice: lang.N("What it found until then is kept. {{.Count}} addresses were not checked.", s.Counts.Waiting, count),
			action: lang.L("Resume"), icon: fynetheme.IconNameMediaPlay, do: resume,
		}
	}
	switch {
	case running:
		all = append(all, notice{
			tone: badge.Info, title: lang.L("This scan is still running; what it finds appears here."),
			action: lang.L("Show progress"), icon: fynetheme.IconNameMediaPlay, do: watch,
		})
	case s.State == storage.Interrupted:
		all = append(all, resumable(badge.Warn, lang.L("This scan was interrupted before it came to its end.")))
	case s.State == storage.Stopped && s.Counts.Waiting > 0:
		all = append(all, resumable(badge.Info, lang.L("This scan was stopped before it came to its end.")))
	}
	if title, advice := words.Diagnosis(result.Diagnosis(s.Diagnosis), s.Sample); title != "" {
		all = append(all, notice{tone: badge.Warn, title: title, advice: advice})
	}
	return all
}

func (n *notices) set(all []notice) {
	if slices.Equal(all, n.shown) {
		return
	}
	n.shown = all
	n.content.RemoveAll()
	for _, o := range all {
		var actions []badge.Action
		if o.do != nothing {
			actions = append(actions, badge.Action{Text: o.action, Icon: fynetheme.Icon(o.icon), Do: func() { n.act(o.do) }})
		}
		n.content.Add(badge.Banner(o.tone, o.title, o.advice, actions...))
	}
	if len(all) > 0 {
		n.content.Show()
	} else {
		n.content.Hide()
	}
	n.s.main.relayout()
}

func (n *notices) act(d doing) {
	switch d {
	case watch:
		n.s.o.Going.Watch(n.s.o.Scan)
	case resume:
		n.s.o.Going.Resume(n.s.o.Scan)
	case retry:
		n.set(nil)
		n.s.reload()
		if n.s.view != fixes { // which are loaded after the scan
			n.s.setSource()
		}
	}
}
