// Package message puts errors and fixes into sentences for people: what happened
// and what to do next, in English, which is the key of the translations. It never
// quotes the text of an error.
package message

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"unicode/utf8"

	"sitewell/app/core"
	"sitewell/app/core/sitelist"
	"sitewell/app/output"
	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Sentence says what happened and what to do next. Text and Next are English with
// placeholders such as {{.Host}}, and keys of the translations.
type Sentence struct {
	Text string
	Next string
	Data map[string]any // values of the placeholders, nil where there are none
}

// String is the sentence in English with its next step, for a terminal.
func (s Sentence) String() string {
	return strings.TrimSpace(s.fill(s.Text) + " " + s.fill(s.Next))
}

// fill puts the values in the place of placeholders.
func (s Sentence) fill(text string) string {
	for name, value := range s.Data {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(value))
	}
	return text
}

// longestValue is how many characters of a value a sentence quotes: a person
// may have pasted a whole page in place of an address.
const longestValue = 120

// shortened returns the sentence with the middle of long values left out, but
// for the names of files, which a person needs whole.
func (s Sentence) shortened() Sentence {
	for name, value := range s.Data {
		text, ok := value.(string)
		if !ok || name == "File" || utf8.RuneCountInString(text) <= longestValue {
			continue
		}
		r := []rune(text)
		s.Data[name] = string(r[:longestValue/2]) + "…" + string(r[len(r)-longestValue/2:])
	}
	return s
}

// ForError returns the sentence for an error of package core, storage or output,
// and the zero value for nil. An unknown error is called an unexpected problem; the
// error itself belongs in the log.
func ForError(err error) Sentence {
	if err == nil {
		return Sentence{}
	}
	for _, words := range []func(error) (Sentence, bool){
		typedMessage, unreachableMessage, signInMessage, givenMessage, markMessage, brandMessage, scheduleMessage, redirectMessage, settingsMessage, addressListMessage, coreMessage, workbookMessage, storageMessage, fileMessage,
	} {
		if s, ok := words(err); ok {
			return s.shortened()
		}
	}
	return Sentence{
		Text: "Something unexpected went wrong. What was stored before is kept.",
		Next: "Please try again; if it happens again, the log file says more.",
	}
}

// Meant returns the address that a person may have meant who typed one that can't be
// used; "" for none, and for any other error.
func Meant(err error) string {
	var e *weburl.InputError
	if !errors.As(err, &e) {
		return ""
	}
	return e.Suggestion()
}

// typedMessage answers what is wrong with an address that a person typed.
func typedMessage(err error) (Sentence, bool) {
	var e *weburl.InputError
	if !errors.As(err, &e) {
		return Sentence{}, false
	}
	data := map[string]any{"Detail": e.Detail}
	switch e.Kind {
	case weburl.InputEmpty:
		return Sentence{Text: "Please type your website's address.", Next: "For example: example.com"}, true
	case weburl.InputSpace:
		return Sentence{
			Text: "A website's address has no spaces.",
			Next: "Type it as your browser shows it, for example: example.com",
		}, true
	case weburl.InputScheme:
		return Sentence{
			Text: "Sitewell scans websites, whose addresses begin with http:// or https://, not with {{.Detail}}:.",
			Next: "Type the website's address, for example: example.com", Data: data,
		}, true
	case weburl.InputNoDot:
		return Sentence{
			Text: "“{{.Detail}}” is not a whole website address.",
			Next: "Did you mean {{.Detail}}.com? For a computer in your own network type http:// before its name.", Data: data,
		}, true
	case weburl.InputEmail:
		return Sentence{
			Text: "That is an e-mail address.",
			Next: "Did you mean the website {{.Detail}}?", Data: data,
		}, true
	case weburl.InputFile:
		return Sentence{
			Text: "That is a file on a computer, not a website.",
			Next: "Type the address under which visitors reach the website, for example: example.com",
		}, true
	case weburl.InputPort:
		return Sentence{
			Text: "“{{.Detail}}” is no port number.",
			Next: "A port is a number from 1 to 65535, for example: localhost:8080", Data: data,
		}, true
	case weburl.InputIDN:
		return Sentence{
			Text: "“{{.Detail}}” can't be the name of a website.",
			Next: "Check it for characters that don't belong in a name.", Data: data,
		}, true
	default:
		return Sentence{
			Text: "This is not an address that a browser could open.",
			Next: "Type it as your browser shows it, for example: example.com",
		}, true
	}
}

// unreachableMessage answers why nothing could be scanned at an address.
func unreachableMessage(err error) (Sentence, bool) {
	var e *core.UnreachableError
	if !errors.As(err, &e) {
		return Sentence{}, false
	}
	data := map[string]any{"Host": e.Host}
	switch e.Outcome {
	case outcome.DNSNotFound, outcome.DNSNoAddress:
		return Sentence{
			Text: "There is no website called {{.Host}}.",
			Next: "Check the spelling. If it is right, the name may have expired: ask where it is registered.", Data: data,
		}, true
	case outcome.DNSFailure, outcome.DNSTimeout:
		return Sentence{
			Text: "The name {{.Host}} could not be looked up just now.",
			Next: "Check your internet connection and try again in a few minutes.", Data: data,
		}, true
	case outcome.ConnectionRefused:
		return Sentence{
			Text: "The computer behind {{.Host}} refuses connections: no web server runs there.",
			Next: "Check the address; if it is right, ask your web host to start the server.", Data: data,
		}, true
	case outcome.ConnectTimeout:
		return Sentence{
			Text: "{{.Host}} does not answer.",
			Next: "Check the address and your internet connection. If other sites work, ask your web host.", Data: data,
		}, true
	case outcome.Offline:
		return Sentence{
			Text: "This computer has no connection to the internet.",
			Next: "Connect it and try again.",
		}, true
	case outcome.ProxyFailure:
		return Sentence{
			Text: "The proxy through which this computer reaches the internet does not let us through to {{.Host}}.",
			Next: "Check the proxy settings of this computer.", Data: data,
		}, true
	default:
		return Sentence{
			Text: "{{.Host}} can't be reached.",
			Next: "Check the address and your internet connection, and try again.", Data: data,
		}, true
	}
}

func coreMessage(err error) (Sentence, bool) {
	var unknown *core.UnknownSiteError
	var noScan *core.UnknownScanError
	var rule *scanner.RuleError
	var address *core.UnknownAddressError
	var mapRule *storage.MapRuleError
	switch {
	case fetch.IsOutOfHandles(err):
		return Sentence{Text: "This computer has no file handles left for more connections.", Next: "Close other programs, then try again."}, true
	case errors.Is(err, core.ErrReading) && errors.Is(err, storage.ErrSizeLimit):
		return Sentence{
			Text: "The history can only be read: the size of files is limited too much for this program.",
			Next: "Raise the limit (ulimit -f), or keep the history on another disk, before you scan.",
		}, true
	case errors.Is(err, core.ErrReading):
		return Sentence{
			Text: "The history can only be read: its file or folder is protected.",
			Next: "Before you scan, allow writing there, or choose another place for it.",
		}, true
	case errors.Is(err, core.ErrSiteTextLong):
		return Sentence{Text: "The name of a site or of a client has at most 200 characters.", Next: "Shorten it."}, true
	case errors.Is(err, core.ErrSiteNameTaken):
		return Sentence{Text: "Another site has this name already.", Next: "Choose another name."}, true
	case errors.Is(err, sitelist.ErrTooMany):
		return Sentence{Text: "The list is too long: it may have 10,000 sites.", Next: "Divide it."}, true
	case errors.Is(err, core.ErrScanning):
		return Sentence{
			Text: "This site is being scanned already.",
			Next: "Wait until that scan has ended, or stop it.",
		}, true
	case errors.Is(err, core.ErrRechecking):
		return Sentence{
			Text: "Addresses of this site are being checked again already.",
			Next: "Wait until that has ended, or stop it.",
		}, true
	case errors.Is(err, core.ErrChanging):
		return Sentence{
			Text: "This scan is still running, so it can't be saved as a database yet.",
			Next: "Wait until it has ended, or stop it, and try again.",
		}, true
	case errors.Is(err, core.ErrUnsafeRecheck):
		return Sentence{
			Text: "This address is not opened while signed in: it could sign out or change something there.",
			Next: "Open it yourself if you know what it does.",
		}, true
	case errors.Is(err, scanner.ErrUnsafePicture):
		return Sentence{
			Text: "No picture is taken of this address, since opening it could sign out or change something.",
			Next: "Open it yourself if you know what it does.",
		}, true
	case errors.Is(err, render.ErrNoBrowser):
		return Sentence{
			Text: "No Chrome, Chromium, Edge or Brave was found on this computer.",
			Next: "Install one of them, or press Open to look at the address in your own browser.",
		}, true
	case errors.Is(err, render.ErrTimeout), errors.Is(err, render.ErrCrashed), errors.Is(err, render.ErrMemory), errors.Is(err, render.ErrNothingShown),
		errors.Is(err, render.ErrNotStarted), errors.Is(err, render.ErrTooOld), errors.Is(err, render.ErrSilent), errors.Is(err, render.ErrConfused):
		return Sentence{
			Text: "The page could not be shown in the browser of this computer.",
			Next: "Press Open to look at it in your own browser.",
		}, true
	case errors.Is(err, core.ErrNoRecheck):
		return Sentence{
			Text: "This address can't be checked by itself.",
			Next: "Scan the site again to check it.",
		}, true
	case errors.Is(err, scanner.ErrUnsettled), errors.Is(err, context.DeadlineExceeded):
		return Sentence{
			Text: "The check did not come to its end, so the last result stands.",
			Next: "Try again in a few minutes.",
		}, true
	case errors.Is(err, core.ErrComplete):
		return Sentence{
			Text: "This scan is complete: there is nothing left to resume.",
			Next: "Start a new scan to check the site again.",
		}, true
	case errors.As(err, &address):
		return Sentence{
			Text: "“{{.Typed}}” is no address of that scan.", Next: "Type it as the scan lists it, from https:// or from the / on.",
			Data: map[string]any{"Typed": address.Typed},
		}, true
	case errors.As(err, &unknown) && len(unknown.Meant) > 0:
		return Sentence{
			Text: "“{{.Typed}}” is none of your sites.", Next: "Did you mean {{.Site}}?",
			Data: map[string]any{"Typed": unknown.Typed, "Site": strings.Join(unknown.Meant, " / ")},
		}, true
	case errors.As(err, &unknown):
		return Sentence{
			Text: "“{{.Typed}}” was never scanned here.", Next: "'sitewell history' lists the sites that were.",
			Data: map[string]any{"Typed": unknown.Typed},
		}, true
	case errors.As(err, &noScan):
		return Sentence{
			Text: "This site has no scan “{{.Typed}}”.", Next: "'sitewell history SITE' lists the numbers and names of its scans.",
			Data: map[string]any{"Typed": noScan.Typed},
		}, true
	case errors.Is(err, storage.ErrNameTaken):
		return Sentence{
			Text: "Another scan of this site has this name.",
			Next: "Choose another name, or take it from that scan first.",
		}, true
	case errors.Is(err, core.ErrScanNameLong):
		return Sentence{Text: "This name is too long.", Next: "A name of a scan has at most 60 characters; the note has room for more."}, true
	case errors.Is(err, core.ErrScanNameNumber):
		return Sentence{Text: "A number can't be the name of a scan, because scans have numbers.", Next: "Put a word to it, such as “launch 2”."}, true
	case errors.Is(err, core.ErrScanNoteLong):
		return Sentence{Text: "This note is too long.", Next: "A note has at most 1,000 characters."}, true
	case errors.As(err, &mapRule) && mapRule.Twice:
		return Sentence{
			Text: "“{{.Rule}}” is a second rule for the same addresses.", Next: "Leave one of them out.",
			Data: map[string]any{"Rule": mapRule.Rule},
		}, true
	case errors.As(err, &mapRule):
		return Sentence{
			Text: "“{{.Rule}}” does not say which address is which.",
			Next: "Use www, https, slash, host, or OLD=NEW with two whole addresses, for example: https://old.example/=https://new.example/",
			Data: map[string]any{"Rule": mapRule.Rule},
		}, true
	case errors.Is(err, core.ErrNothingToCompare):
		return Sentence{
			Text: "There are no two scans to compare: it takes a complete one and a newer one.",
			Next: "Scan the site again, now or in a while.",
		}, true
	case errors.Is(err, core.ErrNothingToForecast):
		return Sentence{
			Text: "There is nothing to base a forecast on: the site has no complete scan.",
			Next: "Scan it first.",
		}, true
	case errors.Is(err, core.ErrNothingToResume):
		return Sentence{
			Text: "There is no scan to resume.",
			Next: "Every scan in the history came to its end.",
		}, true
	case errors.Is(err, core.ErrDemoGone):
		return Sentence{
			Text: "This scan of the demo site can't be resumed, for its place on this computer is taken.",
			Next: "Start the demo again.",
		}, true
	case errors.Is(err, core.ErrFolderElsewhere):
		return Sentence{
			Text: "This scan of a folder can't go on, for its place on this computer is taken.",
			Next: "Scan the folder again.",
		}, true
	case errors.Is(err, core.ErrNoListName):
		return Sentence{Text: "A list of addresses needs a name.", Next: "Give it one: its scans are kept under it."}, true
	case errors.Is(err, core.ErrNothingToRepeat):
		return Sentence{
			Text: "The newest complete scan of this site found no problems, so there is nothing to check.",
			Next: "Scan the whole site to see what is new.",
		}, true
	case errors.Is(err, core.ErrNoComplete):
		return Sentence{Text: "This site has no complete scan, so it is not known what had problems.", Next: "Scan the whole site first."}, true
	case errors.Is(err, core.ErrServedSite):
		return Sentence{Text: "The demo site and folders of this computer are scanned as a whole only.", Next: "Scan it again."}, true
	case errors.Is(err, core.ErrFolder):
		return Sentence{
			Text: "There is no such folder, or it can't be read.",
			Next: "Check where it is, then scan it again.",
		}, true
	case errors.Is(err, profile.ErrSettings):
		return Sentence{
			Text: "The settings stored with this site can't be read by this version of Sitewell.",
			Next: "Install the newest version of Sitewell.",
		}, true
	case errors.As(err, &rule):
		return Sentence{
			Text: "The rule “{{.Rule}}” is not a regular expression.",
			Next: "Part of an address is enough, such as /shop/. Put a \\ before ? + * ( and [ where they mean themselves.", Data: map[string]any{"Rule": rule.Rule},
		}, true
	case errors.Is(err, context.Canceled):
		return Sentence{Text: "Stopped."}, true
	default:
		return Sentence{}, false
	}
}

// backupMessage returns why a history can't be restored from a file.
func backupMessage(e *storage.BackupError) Sentence {
	data := map[string]any{"File": e.Path}
	switch {
	case errors.Is(e.Err, storage.ErrSameFile):
		return Sentence{
			Text: "{{.File}} is the history itself. Nothing was changed.",
			Next: "Choose the file that 'sitewell db backup' wrote.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrNotFound):
		return Sentence{Text: "There is no file {{.File}}. Nothing was changed.", Next: "Check the name of the file.", Data: data}
	case errors.Is(e.Err, storage.ErrNotDatabase), errors.Is(e.Err, storage.ErrNotFile):
		return Sentence{
			Text: "{{.File}} is no copy of a history. Nothing was changed.",
			Next: "Choose the file that 'sitewell db backup' wrote.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrCorrupt):
		return Sentence{
			Text: "{{.File}} is damaged, or another program has changed something in it. Your history is as it was.",
			Next: "Choose another copy.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrNewer):
		return Sentence{
			Text: "{{.File}} was written by a newer version of Sitewell. Nothing was changed.",
			Next: "Install the newest version of Sitewell.", Data: data,
		}
	default:
		s, ok := storageMessage(e.Err)
		if !ok {
			s = Sentence{Text: "{{.File}} can't be read. Nothing was changed.", Next: "Check whether you may read it.", Data: data}
		}
		return s
	}
}

// importMessage returns why a file with one scan can't be imported.
func importMessage(e *core.ImportError) Sentence {
	data := map[string]any{"File": e.Path}
	switch {
	case errors.Is(e.Err, storage.ErrNotFound):
		return Sentence{Text: "There is no file {{.File}}. Nothing was imported.", Next: "Check the name of the file.", Data: data}
	case errors.Is(e.Err, storage.ErrNotDatabase), errors.Is(e.Err, storage.ErrNotFile):
		return Sentence{
			Text: "{{.File}} is no file with a scan. Nothing was imported.",
			Next: "Choose a file whose name ends in .sitewell.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrNewer):
		return Sentence{
			Text: "{{.File}} was written by a newer version of Sitewell. Nothing was imported.",
			Next: "Install the newest version of Sitewell.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrSizeLimit):
		return Sentence{Text: "{{.File}} is too large for a scan. Nothing was imported.", Next: "Ask for the file again.", Data: data}
	case errors.Is(e.Err, storage.ErrTooManyMarks):
		return Sentence{
			Text: "With the marks in {{.File}}, the site would have more than a site can have. Nothing was imported.",
			Next: "Take back marks that are no longer needed, or use patterns.", Data: data,
		}
	case errors.Is(e.Err, storage.ErrCorrupt):
		return Sentence{
			Text: "{{.File}} is damaged, or was not written by Sitewell. Nothing was imported.",
			Next: "Ask for the file again.", Data: data,
		}
	default:
		return Sentence{Text: "{{.File}} can't be read. Nothing was imported.", Next: "Check whether you may read it.", Data: data}
	}
}

// inUseMessage returns why a file that has another use is not replaced.
func inUseMessage(e *output.InUseError) Sentence {
	data := map[string]any{"File": e.Path}
	switch e.Use {
	case output.History:
		return Sentence{
			Text: "{{.File}} belongs to the history of your scans, so nothing was saved there.",
			Next: "Choose another file name.", Data: data,
		}
	case output.Log:
		return Sentence{
			Text: "{{.File}} is Sitewell's own log file, so nothing was saved there.",
			Next: "Choose another file name.", Data: data,
		}
	case output.Input:
		return Sentence{
			Text: "{{.File}} is the file that the sign-in is read from, so nothing was saved there.",
			Next: "Choose another file name.", Data: data,
		}
	default:
		return Sentence{
			Text: "Two files can't have the same name, {{.File}}.",
			Next: "Give each of them a name of its own.", Data: data,
		}
	}
}

// fileMessage answers why a file that a person chose could not be written.
func fileMessage(err error) (Sentence, bool) {
	var inUse *output.InUseError
	var missing *output.MissingFormatError
	switch {
	case errors.As(err, &missing):
		return Sentence{
			Text: "This version of Sitewell can't write the format {{.Format}} yet.",
			Next: "Choose another one.", Data: map[string]any{"Format": missing.Format},
		}, true
	case errors.As(err, &inUse):
		return inUseMessage(inUse), true
	case errors.Is(err, output.ErrNoName):
		return Sentence{Text: "Please give the file a name."}, true
	case errors.Is(err, syscall.ELOOP):
		return Sentence{Text: "The symbolic links behind this file name lead in a circle.", Next: "Choose another file."}, true
	case errors.Is(err, syscall.ENAMETOOLONG):
		return Sentence{Text: "The name of the file is too long.", Next: "Choose a shorter one."}, true
	case errors.Is(err, syscall.EPIPE):
		return Sentence{
			Text: "The program that was to read the file stopped reading before its end.",
			Next: "Look at that program, then save again.",
		}, true
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return Sentence{
			Text: "The disk is full, so the file was not saved.",
			Next: "Free some space or choose another disk, then save again.",
		}, true
	case errors.Is(err, syscall.EFBIG): // ulimit -f, or a file system such as FAT
		return Sentence{
			Text: "The file would become larger than is allowed there, so it was not saved.",
			Next: "Save it on another disk, or raise the limit for the size of files (ulimit -f).",
		}, true
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return Sentence{
			Text: "The file can't be saved there: writing is not allowed.",
			Next: "Choose another folder, such as your documents. If the file is open in another program, close it there.",
		}, true
	case errors.Is(err, output.ErrIsFolder):
		return Sentence{
			Text: "There is a folder of that name, so the file was not saved.",
			Next: "Choose a file name.",
		}, true
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return Sentence{
			Text: "The folder does not exist, so the file was not saved.",
			Next: "Choose a folder that exists.",
		}, true
	default:
		return Sentence{}, false
	}
}
