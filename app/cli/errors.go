package cli

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

// exitError is an error that knows its exit code. One without an error behind
// it has been told already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// Failed returns an error with the exit code of what did not come to its end.
func Failed(err error) error { return &exitError{ExitFailed, err} }

// unusable returns an error with the exit code of what can't be used.
func unusable(err error) error { return &exitError{ExitUsage, err} }

// broken returns an error with the exit code of something that is broken.
func broken(err error) error { return &exitError{ExitBroken, err} }

// exitWith returns an error with an exit code, of which everything has been told.
func exitWith(code int) error { return &exitError{code: code} }

// exitCode returns the code of an error; one that knows none came from cobra,
// which is about usage.
func exitCode(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return ExitOK
	case errors.As(err, &e):
		return e.code
	default:
		return ExitUsage
	}
}

// told puts an error into words for the terminal. Commands that it names are for
// the history that was used.
func (p *Program) told(err error) string { return toldFor(err, p.db) }

// toldFor is told for commands with a history, "" for the person's own.
func toldFor(err error, db string) string {
	var silent *noTerminalError
	var file *core.FileError
	var scan *noScanError
	var notSaved *notSavedError
	var history *noHistoryError
	var sentence *sentenceError
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
		return sentence.text
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

// notSaved returns an error about a file that can't be saved.
func notSaved(file string, err error) error { return &notSavedError{file, err} }

// noScanError says that a scan was typed that the history does not have.
type noScanError struct{ typed string }

func (e *noScanError) Error() string { return "no scan " + e.typed }

// noHistoryError says that a file was named as a history that does not exist.
type noHistoryError struct{ file string }

func (e *noHistoryError) Error() string { return "no history " + e.file }

// sentenceError is an error whose text is for people.
type sentenceError struct{ text string }

func (e *sentenceError) Error() string { return e.text }

// sentence returns an error that is told in these words.
func sentence(text string) error { return &sentenceError{text} }

// usageError returns an error with the exit code of what can't be used.
func usageError(err error) error {
	var known *exitError
	if err == nil || errors.As(err, &known) {
		return err
	}
	return unusable(err)
}

// failedOrUsage returns the exit code of a program that was stopped or ran out of room, or of one that could
// not begin.
func failedOrUsage(ctx context.Context, err error) error {
	if ctx.Err() != nil || errors.Is(err, storage.ErrFull) {
		return Failed(err)
	}
	return unusable(err)
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

// nothingSaved returns an error about a history of which nothing can be read.
func nothingSaved(file string) error { return &nothingSavedError{file} }

// noHistory returns an error about a history that does not exist.
func noHistory(file string) error { return &noHistoryError{file} }

// proxyNotKept returns an error about a password that is stored nowhere.
func proxyNotKept(err error) error { return &proxyNotKeptError{err} }

// noTerminal returns an error about a secret that nobody can be asked for; the variable would have it.
func noTerminal(variable string) error { return &noTerminalError{variable} }
