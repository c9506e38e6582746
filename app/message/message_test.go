package message

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"sitewell/app/core"
	"sitewell/app/output"
	"sitewell/app/report/workbook"
	"sitewell/app/returned"
	"sitewell/app/settings"
	"sitewell/scanner"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/render"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

func typed(input string) error {
	_, err := weburl.ParseInput(input)
	return err
}

func TestMessage(t *testing.T) {
	unreachable := func(k outcome.Key) error {
		return &core.UnreachableError{Host: "bakery.example", Outcome: k, Err: errors.New("lookup bakery.example on 127.0.0.53:53")}
	}
	file := func(err error) error {
		return fmt.Errorf("export scan: %w", &fs.PathError{Op: "open", Path: "/secret/x", Err: err})
	}
	lacks := func(w core.SignInReason) error {
		return fmt.Errorf("start: %w", &core.SignInError{Host: "club.example", Reason: w, Err: errors.New("err: dbus")})
	}
	given := func(f core.SecretInputReason) error {
		return &core.FieldError{Field: core.FieldSignIn, Err: &core.SecretInputError{Reason: f, Detail: "x"}}
	}
	tests := []struct {
		name string
		err  error
		want string // part of the sentence
	}{
		{"empty", typed(""), "Please type your website's address. For example: example.com"},
		{"words", typed("foo bar"), "A website's address has no spaces."},
		{"ftp", typed("ftp://x"), "not with ftp:."},
		{"one word", typed("bakery"), "“bakery” is not a whole website address. Did you mean bakery.com?"},
		{"mail", typed("me@bakery.example"), "That is an e-mail address. Did you mean the website bakery.example?"},
		{"file", typed("/home/me/index.html"), "That is a file on a computer"},
		{"port", typed("bakery.example:99999"), "“99999” is no port number."},
		{"bad", typed("http://[::1"), "not an address that a browser could open"},

		{"no such name", unreachable(outcome.DNSNotFound), "There is no website called bakery.example. Check the spelling."},
		{"no address", unreachable(outcome.DNSNoAddress), "There is no website called bakery.example."},
		{"look-up fails", unreachable(outcome.DNSFailure), "The name bakery.example could not be looked up just now."},
		{"refused", unreachable(outcome.ConnectionRefused), "refuses connections"},
		{"time-out", unreachable(outcome.ConnectTimeout), "bakery.example does not answer."},
		{"offline", unreachable(outcome.Offline), "no connection to the internet"},
		{"proxy", unreachable(outcome.ProxyFailure), "The proxy"},
		{"other failure", unreachable(outcome.Unreachable), "bakery.example can't be reached."},

		{"no check by itself", core.ErrNoRecheck, "can't be checked by itself"},
		{"unsafe check", core.ErrUnsafeRecheck, "could sign out or change something there"},
		{"check without verdict", fmt.Errorf("check again: %w", scanner.ErrUnsettled), "the last result stands"},
		{"scanning", core.ErrScanning, "being scanned already"},
		{"scanning elsewhere", storage.ErrSiteElsewhere, "A scan of this site is running in another program."},
		{"complete", core.ErrComplete, "complete"},
		{"nothing to resume", core.ErrNothingToResume, "There is no scan to resume."},
		{"demo gone", core.ErrDemoGone, "demo"},
		{"settings", fmt.Errorf("x: %w", profile.ErrSettings), "settings stored with this site"},
		{"rule", &scanner.RuleError{Rule: "a(", Err: errors.New("missing )")}, "The rule “a(” is not a regular expression."},
		{"cancelled", context.Canceled, "Stopped."},

		{"unknown setting", &settings.NameError{Typed: "colour"}, "There is no setting called “colour”."},
		{"value to choose", &settings.ValueError{Name: settings.Appearance, Value: "pink", Choices: []string{"light", "dark"}}, "“pink” can't be chosen here. Choose one of these: light, dark."},
		{"no proxy address", &settings.ValueError{Name: settings.Proxy, Value: "nome"}, "“nome” is no address of a proxy."},
		{"no whole path", &settings.ValueError{Name: settings.ReportFolder, Value: "Reports"}, "“Reports” is no whole path of a folder."},
		{"no browser", &core.BrowserError{Program: "/bin/true", Err: render.ErrNotStarted}, "/bin/true can't be used to show pages."},
		{"old browser", &core.BrowserError{Program: "/opt/chrome", Err: render.ErrTooOld}, "/opt/chrome is too old to show pages."},
		{"no whole path of a program", &settings.ValueError{Name: settings.Browser, Value: "chromium"}, "“chromium” is no whole path of a program."},
		{"settings not saved", &settings.FileError{Path: "settings.json", Err: fs.ErrPermission}, "The settings in settings.json can't be read or saved."},
		{"no folder of the history", &settings.NoFolderError{Folder: "/media/disk"}, "The folder of your history can't be found: /media/disk."},
		{"no proxy there", &core.ProxyError{Proxy: "p:1", Reason: core.ProxySilent}, "No proxy answers at p:1."},
		{"proxy wants a password", &core.ProxyError{Proxy: "p:1", Reason: core.ProxyPassword}, "The proxy p:1 wants a user name and a password"},
		{"proxy refuses", &core.ProxyError{Proxy: "p:1", Site: "a.example", Reason: core.ProxyRefuses}, "does not connect to a.example."},
		{"site behind the proxy", &core.ProxyError{Proxy: "p:1", Site: "a.example", Reason: core.ProxyNoSite}, "The proxy p:1 answers, but a.example does not answer through it."},
		{"site without a proxy", &core.ProxyError{Site: "a.example", Reason: core.ProxyNoSite}, "a.example does not answer."},
		{"proxy password", fmt.Errorf("%w: locked", core.ErrProxyPassword), "It is used until Sitewell is closed."},

		{"no backup", &storage.BackupError{Path: "x.db", Err: storage.ErrNotDatabase}, "x.db is no copy of a history. Nothing was changed."},
		{"damaged backup", &storage.BackupError{Path: "x.db", Err: storage.ErrCorrupt}, "x.db is damaged, or another program has changed something in it"},
		{"newer backup", &storage.BackupError{Path: "x.db", Err: storage.ErrNewer}, "x.db was written by a newer version of Sitewell."},
		{"missing backup", &storage.BackupError{Path: "x.db", Err: storage.ErrNotFound}, "There is no file x.db."},
		{"itself", &storage.BackupError{Path: "x.db", Err: storage.ErrSameFile}, "x.db is the history itself."},
		{"backup to a full disk", &storage.BackupError{Path: "x.db", Err: storage.ErrFull}, "The disk is full."},
		{"protected backup", &storage.BackupError{Path: "x.db", Err: fs.ErrPermission}, "x.db can't be read."},
		{"no room", &storage.NoRoomError{Folder: "/tmp", Need: 5 << 20, Free: 1 << 20}, "not enough free room in /tmp: 6 MB are needed, 1 MB are free."},
		{"no scan file", &core.ImportError{Path: "x.sitewell", Err: storage.ErrNotDatabase}, "x.sitewell is no file with a scan. Nothing was imported."},
		{"damaged scan file", &core.ImportError{Path: "x.sitewell", Err: storage.ErrCorrupt}, "x.sitewell is damaged, or was not written by Sitewell."},
		{"newer scan file", &core.ImportError{Path: "x.sitewell", Err: storage.ErrNewer}, "x.sitewell was written by a newer version"},
		{"missing scan file", &core.ImportError{Path: "x.sitewell", Err: storage.ErrNotFound}, "There is no file x.sitewell."},
		{"large scan file", &core.ImportError{Path: "x.sitewell", Err: storage.ErrSizeLimit}, "x.sitewell is too large for a scan."},
		{"protected scan file", &core.ImportError{Path: "x.sitewell", Err: fs.ErrPermission}, "x.sitewell can't be read."},
		{"no workbook", &returned.FileError{Path: "x.xlsx", Err: workbook.ErrNotWorkbook}, "x.xlsx is no workbook of Excel, or it has a password. Nothing was changed."},
		{"foreign workbook", &returned.FileError{Path: "x.xlsx", Err: workbook.ErrForeign}, "x.xlsx was not saved by Sitewell"},
		{"large workbook", &returned.FileError{Path: "x.xlsx", Err: workbook.ErrTooLarge}, "x.xlsx is too large"},
		{"damaged workbook", &returned.FileError{Path: "x.xlsx", Err: workbook.ErrDamaged}, "x.xlsx is damaged."},
		{"newer workbook", &returned.FileError{Path: "x.xlsx", Err: workbook.ErrNewer}, "x.xlsx was saved by a newer version of Sitewell."},
		{"missing workbook", &returned.FileError{Path: "x.xlsx", Err: fs.ErrNotExist}, "There is no file x.xlsx."},
		{"protected workbook", &returned.FileError{Path: "x.xlsx", Err: fs.ErrPermission}, "x.xlsx can't be read."},
		{"workbook of another site", &returned.NoSiteError{Path: "x.xlsx", Start: "https://a.example/"}, "x.xlsx is about https://a.example/, of which your history has no complete scan."},
		{"imported twice", &storage.AlreadyThereError{Scan: 7}, "in the history already: it is scan 7."},
		{"imported and resumed", storage.ErrNotResumable, "so it can't go on here."},

		{"asked", lacks(core.ReasonNotStored), "what to sign in with is not kept on this computer"},
		{"gone", lacks(core.ReasonMissing), "no longer has the sign-in of club.example"},
		{"locked", lacks(core.ReasonLocked), "it may be locked. Unlock it"},
		{"moved", lacks(core.ReasonOtherAddress), "for another address"},
		{"elsewhere", fmt.Errorf("x: %w", &core.SiteRedirectError{Start: "http://club.example/", Leads: "https://club.example/"}), "http://club.example/ sends its visitors to https://club.example/."},
		{"secret left", &core.SecretNotDeletedError{Key: "club.example 01", Err: errors.New("err")}, "Delete the entry “club.example 01”"},
		{"nothing given", given(core.InputEmpty), "nothing to sign in with"},
		{"user", given(core.InputUser), "A user name has no colon."},
		{"characters", given(core.InputCharacters), "can't be sent"},
		{"no cookies", given(core.InputNoCookies), "These are no cookies."},
		{"other cookies", given(core.InputOtherCookies), "x gets to see"},
		{"no header", given(core.InputNoHeader), "This is no header."},
		{"own header", given(core.InputReservedHeader), "Sitewell writes the header x itself."},
		{"secret header", given(core.InputSecretHeader), "The header x may hold a secret"},
		{"range", &core.FieldError{Field: core.FieldPace, Err: core.ErrRange}, "too small or too large"},
		{"sign-in of another address", core.ErrSignInAddressChanged, "the address that the site had before"},

		{"older", fmt.Errorf("open history: %w", storage.ErrOlder), "older version of Sitewell, and this one has not opened it yet."},
		{"newer", fmt.Errorf("open history: %w", storage.ErrNewer), "newer version of Sitewell. Nothing in it was changed."},
		{"no database", fmt.Errorf("open history: %w", storage.ErrNotDatabase), "no history of Sitewell. It was left as it is."},
		{"damaged", storage.ErrCorrupt, "damaged"},
		{"disk full", storage.ErrFull, "The disk is full. What was stored before is kept."},
		{"read-only", storage.ErrReadOnly, "The history can't be written"},
		{"busy", storage.ErrBusy, "Another program is using the history."},
		{"taken over", storage.ErrConflict, "Another window or program"},
		{"not found", storage.ErrNotFound, "no longer exists"},

		{"folder not writable", file(fs.ErrPermission), "writing is not allowed"},
		{"no folder", file(fs.ErrNotExist), "The folder does not exist"},
		{"folder is a file", file(syscall.ENOTDIR), "The folder does not exist"},
		{"is a folder", file(output.ErrIsFolder), "There is a folder of that name"},
		{"history", &output.InUseError{Path: "q.db", Use: output.History}, "q.db belongs to the history of your scans"},
		{"log", &output.InUseError{Path: "x.log", Use: output.Log}, "x.log is Sitewell's own log file"},
		{"input", &output.InUseError{Path: "cookies.txt", Use: output.Input}, "cookies.txt is the file that the sign-in is read from"},
		{"two outputs", &output.InUseError{Path: "a", Use: output.Output}, "Two files can't have the same name, a."},
		{"long name", file(syscall.ENAMETOOLONG), "too long"},
		{"reader gone", file(syscall.EPIPE), "stopped reading before its end"},
		{"read-only disk", file(syscall.EROFS), "writing is not allowed"},
		{"file too large", file(syscall.EFBIG), "The file would become larger than is allowed there"},
		{"disk full for a file", file(syscall.ENOSPC), "The disk is full, so the file was not saved."},

		{"unknown", errors.New("pq: relation does not exist"), "Something unexpected went wrong."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.err == nil {
				t.Fatal("there is no error to put into words")
			}
			s := ForError(tt.err)
			got := s.String()
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
			if strings.Contains(got, "{{") {
				t.Errorf("a placeholder is left in %q", got)
			}
			if s.Next == "" && tt.name != "cancelled" {
				t.Errorf("%q does not say what to do", got)
			}
			if regexp.MustCompile(`\berr|/secret|127\.0\.0|missing \)|relation`).MatchString(got) {
				t.Errorf("%q tells a technical error", got)
			}
		})
	}
	if got := ForError(nil); got.String() != "" {
		t.Errorf("nil is %q", got)
	}
}

// A person who pastes a page in place of an address is not shown all of it.
func TestMessageQuotesLittle(t *testing.T) {
	_, err := weburl.ParseInput(strings.Repeat("ä", 5000))
	if err == nil {
		t.Fatal("an address of 5,000 letters is none")
	}
	got := ForError(err).String()
	if n := utf8.RuneCountInString(got); n > 600 || !strings.Contains(got, "ää…ää") {
		t.Errorf("%d characters: %q", n, got)
	}
}
