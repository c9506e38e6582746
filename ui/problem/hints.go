package problem

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/article"
	"sitewell/ui/badge"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// hints are what takes longer to find out than the problem itself, and is
// shown when it is there.
type hints struct {
	suggestions []suggest.Suggestion
	archive     string
}

func loadHints(ctx context.Context, src Source, scan storage.ScanID, id storage.URLID) (hints, error) {
	var h hints
	var err error
	h.suggestions, h.archive, err = src.Suggestions(ctx, scan, id)
	return h, err
}

// suggestions is the part of the callout that says where the address may be found;
// nil where nothing is near.
func (e *explanation) suggestions(h hints) fyne.CanvasObject {
	if len(h.suggestions) == 0 && h.archive == "" {
		return nil
	}
	box := container.NewVBox()
	if len(h.suggestions) > 0 {
		box.Add(article.Tight(badge.Caption(heading(h.suggestions[0])), e.suggestion(h.suggestions[0])))
		for _, s := range h.suggestions[1:] {
			box.Add(e.suggestion(s))
		}
	}
	if h.archive != "" {
		box.Add(&control.Link{Hyperlink: widget.Hyperlink{
			Text: lang.L("Look for an old copy at web.archive.org (another service)"), Wrapping: fyne.TextWrapWord,
			OnTapped: func() { e.p.o.Desktop.Browse(h.archive) },
		}})
	}
	return box
}

// heading says how sure the suggestions are, and whether the page has moved or
// the link was never right.
func heading(s suggest.Suggestion) string {
	switch s.Reason {
	case suggest.Redirect, suggest.NoMailto, suggest.NoScheme:
		return lang.L("Put this address into the link")
	case suggest.SameContent, suggest.SameTitle, suggest.EarlierRedirect, suggest.Moved:
		if s.Confidence == suggest.Likely {
			return lang.L("It is probably here now")
		}
		return lang.L("Perhaps it is here now")
	}
	if s.Confidence == suggest.Likely {
		return lang.L("This is probably meant")
	}
	return lang.L("Perhaps this is meant")
}

// suggestion is an address with the reason why, and what can be done with it.
func (e *explanation) suggestion(s suggest.Suggestion) fyne.CanvasObject {
	address := &widget.Label{Text: s.URL, Wrapping: fyne.TextWrapBreak, Selectable: true, TextStyle: fyne.TextStyle{Bold: true}}
	why := badge.Caption(words.Suggested(s))
	why.Wrapping = fyne.TextWrapWord
	copying := &control.Button{Button: widget.Button{Text: lang.L("Copy"), Importance: widget.LowImportance, OnTapped: func() {
		e.p.o.Desktop.Copy(s.URL)
		e.p.o.Desktop.Tell(lang.L("The address is copied."))
	}}}
	opening := &control.Button{Button: widget.Button{Text: lang.L("Open"), Importance: widget.LowImportance, OnTapped: func() { e.p.o.Desktop.Browse(s.URL) }}}
	return container.NewBorder(nil, nil, nil, container.NewVBox(container.NewHBox(copying, opening)), article.Tight(address, why))
}

// needsSignIn reports whether an address of the site itself could be looked at
// with a sign-in.
func needsSignIn(d storage.Detail) bool {
	if !d.Internal {
		return false
	}
	switch d.Outcome {
	case "401", outcome.LoginWall, outcome.RedirectLogin:
		return true
	case "403":
		return slices.ContainsFunc(d.Evidence.Response, func(h result.Header) bool { return strings.EqualFold(h.Name, "WWW-Authenticate") })
	}
	return false
}
