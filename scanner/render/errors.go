package render

import "errors"

// The errors of this package are half-sentences for people. What is behind one of them is
// wrapped together with it, and is for the log.
var (
	// ErrNoBrowser means that no browser that can be used was found on this computer.
	ErrNoBrowser = errors.New("no Chrome, Chromium, Edge or Brave was found on this computer")
	// ErrNotStarted means that the browser could not be started, or that the program is no
	// browser.
	ErrNotStarted = errors.New("the browser could not be started")
	// ErrTooOld means that the browser is older than OldestVersion.
	ErrTooOld = errors.New("the browser is too old")
	// ErrSilent means that the browser did not do what any browser does at once.
	ErrSilent = errors.New("the browser does not respond")
	// ErrConfused means that the browser sent what can't be understood.
	ErrConfused = errors.New("the browser sent an answer that makes no sense")
	// ErrGivenUp means that the browser failed so often that it is not tried any more.
	ErrGivenUp = errors.New("the browser failed several times in a row, so it was not used any more")
	// ErrClosed means that the browser was closed before the page was shown.
	ErrClosed = errors.New("the browser is closed")
	// ErrTimeout means that a page kept the browser busy until its time was over.
	ErrTimeout = errors.New("the page keeps the browser busy without end")
	// ErrCrashed means that the browser crashed on a page, twice.
	ErrCrashed = errors.New("the browser crashed on this page")
	// ErrMemory means that a page took more memory than any page needs, twice.
	ErrMemory = errors.New("the page takes too much memory")
	// ErrNothingShown means that the browser could not show an address at all.
	ErrNothingShown = errors.New("the browser could not show the page")
)

// Reason returns what an error of this package means, for people.
func Reason(err error) string {
	for _, known := range []error{
		ErrNoBrowser, ErrTooOld, ErrSilent, ErrNotStarted, ErrGivenUp, ErrClosed, ErrTimeout, ErrMemory, ErrCrashed, ErrConfused,
	} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return ErrNothingShown.Error()
}
