// Package problem shows everything about one address: what happened in plain
// words, how much it matters, how to fix it, which pages link to it, and the
// evidence. It must not know where that is stored, or which list it was opened
// from.
package problem

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/marking"
	"sitewell/ui/table"
	"sitewell/ui/words"
)

// Source knows about addresses. Its methods are called off the window's thread.
type Source interface {
	Found
	Hints
	Book
}

// Book explains outcomes in general. It answers from memory, also on the
// window's thread.
type Book interface {
	Entry(key outcome.Key, language string) knowledge.Entry
	// ExplainFor explains for sites on a platform and with a hosting panel, by the names
	// of a knowledge.Family and a knowledge.Panel; "" for any.
	ExplainFor(key outcome.Key, platform, panel string) (knowledge.Explanation, error)
}

// Found is what a scan found.
type Found interface {
	Detail(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error)
	// Sources returns limit links that lead there from the one at offset on, in a
	// fixed order, and how many pages and links there are in all.
	Sources(ctx context.Context, scan storage.ScanID, id storage.URLID, offset, limit int) (rows []storage.Source, pages, links int, err error)
	// EditAddresses returns the addresses at which pages of the site are edited, for
	// those of the given ones of which that is known.
	EditAddresses(ctx context.Context, scan storage.ScanID, pages map[storage.URLID]string) (map[storage.URLID]string, error)
	Explain(ctx context.Context, scan storage.ScanID, id storage.URLID) (knowledge.Explanation, error)
	// ChoosePlatform stores what the site of the scan runs on, by the name of a
	// knowledge.Family; "" for what scans recognise.
	ChoosePlatform(ctx context.Context, scan storage.ScanID, name string) error
	// ChoosePanel stores what the site's hosting is managed with, by the name of a
	// knowledge.Panel; "" for what is not known.
	ChoosePanel(ctx context.Context, scan storage.ScanID, name string) error
	// Message writes a message about the problem to somebody who can fix it.
	Message(ctx context.Context, scan storage.ScanID, id storage.URLID, to knowledge.Assignee) (string, error)
	// Recheck checks the address now, stores what it finds in the scan, and
	// gives that.
	Recheck(ctx context.Context, scan storage.ScanID, id storage.URLID) (storage.Detail, error)
}

// Hints are what further scans and addresses tell of one.
type Hints interface {
	// Suggestions returns addresses that this one may be replaced by, best first,
	// and where old copies of it may be found; "" for nowhere.
	Suggestions(ctx context.Context, scan storage.ScanID, id storage.URLID) (all []suggest.Suggestion, archive string, err error)
	// AddressHistory returns what the scans of the site found of it, newest first.
	AddressHistory(ctx context.Context, scan storage.ScanID, id storage.URLID) ([]storage.AddressState, error)
}

// Desktop is what lies around the window.
type Desktop interface {
	// Copy puts text on the clipboard, Browse opens an address in the browser, Mail
	// opens a message in the mail program, and Tell shows a short message that goes away by itself.
	Copy(text string)
	Browse(address string)
	Mail(subject, text string)
	Tell(message string)
}

// Options are what the panel needs.
type Options struct {
	Run      *background.Runner
	Source   Source
	Desktop  Desktop
	Prefs    table.Prefs
	Sentence func(error) string
	// Step asks for the next (1) or previous (-1) problem of the list that the
	// panel was opened from; Close for the list itself.
	Step  func(by int)
	Close func()
	// SignIn leads to where a sign-in for the site is entered; nil: nothing does.
	SignIn func()
	// CheckPage checks a page again, with the problems that it links to; nil: nothing does.
	CheckPage func(page storage.URLID)
	// Trier opens an address of another site in the browser of this computer; nil: nothing
	// does.
	Trier *Trier
	// Pictures shows the problem as a visitor sees it; nil: nothing does. SavePicture asks
	// where to save a picture of a page; nil: nothing does.
	Pictures    Pictures
	SavePicture func(page string, jpeg []byte)
	// Dialogs shows a message before it is sent; nil: it is copied at once.
	Dialogs *ask.Host
	// Changed is told when an address of the scan was checked again, or what its site
	// runs on was chosen; may be nil.
	Changed func()
	// Marks lets a person say something about the problem; nil: nothing does. Scan is
	// the scan that is shown.
	Marks *marking.Marker
	Scan  func() storage.Scan
	// Keys is asked first about keys that the list of links gets; may be nil.
	Keys func(*fyne.KeyEvent) bool
}

// Panel is the widget tree. Its methods belong to the window's thread.
type Panel struct {
	o      Options
	loader background.Loader[facts]
	hinted background.Loader[hints]
	letter background.Loader[string]

	scan   storage.ScanID
	id     storage.URLID
	again  storage.URLID // that is being checked again, 0 for none
	facts  facts
	hints  hints // of the same address, empty until they are there
	loaded bool
	tab    int
	stale  [4]bool // tabs that show an earlier address

	head     *head
	tabs     *badge.Tabs
	explain  *explanation
	links    *links
	evidence *evidence
	pictures *pictures
	failure  *fyne.Container
	said     *fyne.Container // what people said about the problem
	body     *fyne.Container // the tab that is shown
	content  fyne.CanvasObject
}

// facts are what is loaded of an address.
type facts struct {
	detail storage.Detail
	text   knowledge.Explanation
	// first are a few of the links that lead there, of pages and links in all.
	first        []storage.Source
	pages, links int
	past         []storage.AddressState // what the scans found of it, newest first
	hints        hints
	hinted       bool // hints are known: they were there soon enough
}

// Tabs of the panel.
const (
	tabExplain = iota
	tabLinks
	tabEvidence
	tabPicture
)

// New makes an empty panel; Show fills it.
func New(o Options) *Panel {
	p := &Panel{o: o, failure: container.NewStack(), said: container.NewVBox(), body: container.NewStack()}
	p.head = newHead(p)
	p.explain = newExplanation(p)
	p.links = newLinks(p)
	p.evidence = newEvidence()
	p.pictures = newPictures(p)
	p.tabs = badge.NewTabs(p.showTab, lang.L("Explanation"), lang.L("Where it is linked"), lang.L("What we saw"), lang.L("Picture"))
	p.tabs.Offer(tabPicture, o.Pictures != nil)
	top := container.New(layout.NewCustomPaddedVBoxLayout(0), p.head.content, p.failure, p.said, p.tabs.Content)
	s := badge.NewSurface(container.New(&panelLayout{p: p}, top, p.body))
	s.Inset = 8
	p.content = s
	p.showTab(tabExplain)
	return p
}

// Content is the panel.
func (p *Panel) Content() fyne.CanvasObject { return p.content }

// Shown returns which address is shown, 0 for none.
func (p *Panel) Shown() storage.URLID { return p.id }

// Links returns the list of links where that is shown.
func (p *Panel) Links() (v table.View, ok bool) {
	return p.links.table.View(), p.loaded && p.tab == tabLinks
}

// Show loads an address of a scan and shows it; until then the one before
// stays. The panel keeps the tab that the person chose.
func (p *Panel) Show(scan storage.ScanID, id storage.URLID) {
	p.scan, p.id = scan, id
	p.loader.Load(p.o.Run, func(ctx context.Context) (facts, error) {
		return load(ctx, p.o.Source, scan, id)
	}, p.apply)
}

// Reload loads the present address again.
func (p *Panel) Reload() {
	if p.id != 0 {
		p.Show(p.scan, p.id)
	}
}

// SetPlace returns which of how many the address is in its list, counted from 1.
func (p *Panel) SetPlace(place, total int) {
	p.head.setPlace(place, total)
}

// Left drops what is under way.
func (p *Panel) Left() {
	p.loader.Cancel()
	p.hinted.Cancel()
	p.letter.Cancel()
	p.links.close()
	p.pictures.close()
}

// firstLinks is how many links the explanation names.
const firstLinks = 3

func load(ctx context.Context, src Source, scan storage.ScanID, id storage.URLID) (facts, error) {
	var f facts
	var err error
	if f.detail, err = src.Detail(ctx, scan, id); err != nil {
		return f, err
	}
	if f.first, f.pages, f.links, err = src.Sources(ctx, scan, id, 0, firstLinks); err != nil {
		return f, err
	}
	if f.detail.Verdict == outcome.Unchecked {
		return f, nil // nothing to explain yet
	}
	if f.past, err = src.AddressHistory(ctx, scan, id); err != nil {
		return f, err
	}
	if f.text, err = src.Explain(ctx, scan, id); err != nil {
		return f, err
	}
	soon, cancel := context.WithTimeout(ctx, hintTime)
	defer cancel()
	var late error
	f.hints, late = loadHints(soon, src, scan, id)
	f.hinted = late == nil
	return f, ctx.Err()
}

// hintTime is how long a problem waits for its hints before it is shown without them.
// Then they appear below the text, so that nothing moves while one reads.
const hintTime = 150 * time.Millisecond

func (p *Panel) apply(f facts, err error) {
	p.failure.RemoveAll()
	if err != nil {
		p.failure.Add(badge.Banner(badge.Fail, p.o.Sentence(err), "", badge.Action{Text: lang.L("Try again"), Do: p.Reload}))
		return
	}
	same := p.loaded && p.facts.detail.ID == f.detail.ID
	p.facts, p.loaded = f, true
	if !same || f.hinted {
		p.hints = f.hints
	}
	p.explain.late.Hide()
	p.loadHints()
	p.head.show(f)
	p.showMarks()
	p.tabs.SetCount(tabLinks, f.links)
	if !same {
		p.explain.scroll.ScrollToTop()
	}
	p.stale = [4]bool{true, true, true, true}
	p.fill()
	p.content.Refresh()
}

// loadHints asks for what is shown when it is there. Where that fails the
// problem is explained without.
func (p *Panel) loadHints() {
	if p.facts.detail.Verdict == outcome.Unchecked || p.facts.hinted {
		p.hinted.Cancel()
		return
	}
	scan, id := p.scan, p.id
	p.hinted.Load(p.o.Run, func(ctx context.Context) (hints, error) {
		return loadHints(ctx, p.o.Source, scan, id)
	}, func(h hints, err error) {
		if err != nil {
			p.o.Desktop.Tell(p.o.Sentence(err))
			return
		}
		isKnown := slices.Equal(p.hints.suggestions, h.suggestions) && p.hints.archive == h.archive
		p.hints = h
		if !isKnown {
			p.explain.offerHints(h)
		}
	})
}

// fill brings the tab that is shown up to date; the others wait until they are.
func (p *Panel) fill() {
	if !p.loaded || !p.stale[p.tab] {
		return
	}
	p.stale[p.tab] = false
	switch p.tab {
	case tabLinks:
		p.links.show(p.scan, p.facts)
	case tabEvidence:
		p.evidence.show(p.facts.detail, p.facts.past)
	case tabPicture:
		p.pictures.show(p.scan, p.facts)
	default:
		p.explain.show(p.facts, p.hints)
	}
}

func (p *Panel) showTab(i int) {
	p.tab = i
	p.fill()
	p.body.RemoveAll()
	switch i {
	case tabLinks:
		p.body.Add(p.links.content)
	case tabEvidence:
		p.body.Add(p.evidence.content)
	case tabPicture:
		p.body.Add(p.pictures.content)
	default:
		p.body.Add(p.explain.content)
	}
}

// recheck checks the address now. That goes on when another is shown
// meanwhile; one is checked at a time.
func (p *Panel) recheck() {
	if p.again != 0 {
		return
	}
	scan, id := p.scan, p.id
	p.again = id
	p.head.showAgain()
	p.o.Run.Go(func(ctx context.Context) {
		d, err := p.o.Source.Recheck(ctx, scan, id)
		p.o.Run.Do(func() { p.rechecked(scan, d, err) })
	})
}

func (p *Panel) rechecked(scan storage.ScanID, d storage.Detail, err error) {
	id := p.again
	p.again = 0
	p.head.showAgain()
	if err != nil {
		p.o.Desktop.Tell(p.o.Sentence(err))
		return
	}
	p.o.Desktop.Tell(lang.L("Checked again: {{.Verdict}}. {{.Title}}", map[string]any{
		"Verdict": words.Verdict(d.Verdict), "Title": p.o.Source.Entry(d.Outcome, words.Language()).Title,
	}))
	if p.o.Changed != nil {
		p.o.Changed()
	}
	if scan == p.scan && id == p.id {
		p.Reload()
	}
}

// choosePlatform stores the platform and shows the steps for it.
func (p *Panel) choosePlatform(name string) { p.store(p.o.Source.ChoosePlatform, name) }

// choosePanel stores the hosting panel and shows the steps for it.
func (p *Panel) choosePanel(name string) { p.store(p.o.Source.ChoosePanel, name) }

// store stores what the person chose for the site, and shows the problem again.
func (p *Panel) store(choose func(context.Context, storage.ScanID, string) error, name string) {
	scan := p.scan
	p.o.Run.Go(func(ctx context.Context) {
		err := choose(ctx, scan, name)
		p.o.Run.Do(func() {
			if err != nil {
				p.o.Desktop.Tell(p.o.Sentence(err))
				return
			}
			if p.o.Changed != nil {
				p.o.Changed()
			}
			if scan == p.scan {
				p.Reload()
			}
		})
	})
}

// seeLinks shows all links that lead to the address.
func (p *Panel) seeLinks() {
	p.tabs.Set(tabLinks)
	p.showTab(tabLinks)
}
