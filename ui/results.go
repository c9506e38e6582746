package ui

import "fyne.io/fyne/v2/widget"

type ResultsOptions struct{}

type emptyPage struct{ *widget.Label }

func (e emptyPage) Content() *widget.Label { return e.Label }

func (w *Window) resultsPage(scan int64) Page { return nil }
