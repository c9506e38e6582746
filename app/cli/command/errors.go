package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/settings"
	"sitewell/storage"
)

// ExitError is an error that knows its exit code. One without an error behind
// it has been told already.
type ExitError struct {
	Code int
	Err  error
}

func (e *ExitError) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit code %d", e.Code)
	}
	return e.Err.Error()
}

func (e *ExitError) Unwrap() error { return e.Err }

// Failed returns an error with the exit code of what did not come to its end.
func Failed(err error) error { return &ExitError{ExitFailed, err} }

// Unusable returns an error with the exit code of what can't be used.
func Unusable(err error) error { return &ExitError{ExitUsage, err} }

// Broken returns an error with the exit code of something that is broken.
func Broken(err error) error { return &ExitError{ExitBroken, err} }

// Exit returns an error with an exit code, of which everything has been told.
func Exit(code int) error { return &ExitError{Code: code} }

// ExitCode returns the code of an error; one that knows none came from cobra,
// which is about usage.
func ExitCode(err error) int {
	var e *ExitError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &e):
		return e.Code
	default:
		return ExitUsage
	}
}

// Told puts an error into words for the terminal. Commands that it names are for
// the history that was used.
func (p *Run) Told(err error) string { return ToldFor(err, p.DB) }

// ToldFor is told for commands with a history, "" for the person's own.
func ToldFor(err error, db string) string {
	var silent *noTerminalError
	var file *core.FileError
	var scan *noScanError
	var notSaved *notSavedError
	var history *noHistoryError
	var sentence *SentenceError
	var nothing *nothingSavedError
	var folder *settings.NoFolderError
	var notKept *proxyNotKeptError
	switch {
	case errors.As(err, &notKept):
		return "The proxy is set, but its password could not be put into the key store of this computer, so it is stored nowhere. Unlock the key store and try again."
	case errors.As(err, &folder):
		return message.ForError(err).String() + " 'sitewell settings set data-folder system' does that."
	case errors.As(err, &nothing):
		return "Nothing of " + nothing.file + " can be read. It was left as it is. If you have a back-up: 'sitewell db restore FILE'."
	case errors.As(err, &sentence):
		return sentence.Text
	case errors.As(err, &history):
		return "There is no history " + history.file + ". Check the name of the file after --db."
	case errors.As(err, &notSaved) && errors.Is(err, context.Canceled) && notSaved.file != "-":
		return "Stopped. " + notSaved.file + " was not saved."
	case errors.As(err, &scan) && scan.typed == "":
		return "The number of the scan is missing. 'sitewell history SITE' lists the scans of a site with their numbers."
	case errors.As(err, &scan):
		return "There is no scan " + report.Printable(scan.typed) + ". 'sitewell history SITE' lists the scans of a site with their numbers."
	case errors.As(err, &silent):
		var s message.Sentence
		if lacks := (*core.SignInError)(nil); errors.As(err, &lacks) {
			s = message.ForError(lacks)
		}
		s.Next = "There is no terminal to ask for it in: set " + silent.variable + ". Nothing was scanned."
		return s.String()
	case errors.As(err, &file):
		return "The file " + file.Path + " can't be read. Check its name and whether you may read it."
	default:
		const check = "sitewell db check"
		return strings.ReplaceAll(message.ForError(err).String(), check, ours(db, "db", "check"))
	}
}

// notSavedError says that a scan was not saved in a file.
type notSavedError struct {
	file string // "-" for standard output
	err  error
}

func (e *notSavedError) Error() string { return "save " + e.file + ": " + e.err.Error() }

func (e *notSavedError) Unwrap() error { return e.err }

// NotSaved returns an error about a file that can't be saved.
func NotSaved(file string, err error) error { return &notSavedError{file, err} }

// noScanError says that a scan was typed that the history does not have.
type noScanError struct{ typed string }

func (e *noScanError) Error() string { return "no scan " + e.typed }

// noHistoryError says that a file was named as a history that does not exist.
type noHistoryError struct{ file string }

func (e *noHistoryError) Error() string { return "no history " + e.file }

// SentenceError is an error whose text is for people.
type SentenceError struct{ Text string }

func (e *SentenceError) Error() string { return e.Text }

// Sentence returns an error that is told in these words.
func Sentence(text string) error { return &SentenceError{text} }

// OrUnusable returns an error with the exit code of what can't be used.
func OrUnusable(err error) error {
	var known *ExitError
	if err == nil || errors.As(err, &known) {
		return err
	}
	return Unusable(err)
}

// FailedOrUnusable returns the exit code of a program that was stopped or ran out of room, or of one that could
// not begin.
func FailedOrUnusable(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, storage.ErrFull) {
		return Failed(err)
	}
	return Unusable(err)
}

// nothingSavedError says that nothing of a damaged history can be read.
type nothingSavedError struct{ file string }

func (e *nothingSavedError) Error() string { return "nothing of " + e.file + " can be read" }

// noTerminalError: a secret is needed and there is nobody to ask.
type noTerminalError struct{ variable string }

func (e *noTerminalError) Error() string { return "no terminal to ask in, and no " + e.variable }

// proxyNotKeptError says that the password of a proxy is stored nowhere.
type proxyNotKeptError struct{ err error }

func (e *proxyNotKeptError) Error() string { return e.err.Error() }

// NothingSaved returns an error about a history of which nothing can be read.
func NothingSaved(file string) error { return &nothingSavedError{file} }

// NoHistory returns an error about a history that does not exist.
func NoHistory(file string) error { return &noHistoryError{file} }

// ProxyNotKept returns an error about a password that is stored nowhere.
func ProxyNotKept(err error) error { return &proxyNotKeptError{err} }

// NoTerminal returns an error about a secret that nobody can be asked for; the variable would have it.
func NoTerminal(variable string) error { return &noTerminalError{variable} }
