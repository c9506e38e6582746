package core

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/scanner/sitetest"
	"sitewell/storage"
)

// keyring is a key store in memory.
type keyring struct {
	mu      sync.Mutex
	secrets map[string]string
	err     error // of every call; nil for none
	calls   int
}

func (k *keyring) call() (map[string]string, error) {
	k.calls++
	if k.secrets == nil {
		k.secrets = map[string]string{}
	}
	return k.secrets, k.err
}

func (k *keyring) Get(_ context.Context, name string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	secrets, err := k.call()
	if err != nil {
		return "", err
	}
	if s, ok := secrets[name]; ok {
		return s, nil
	}
	return "", ErrNoSecret
}

func (k *keyring) Set(_ context.Context, name, secret string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	secrets, err := k.call()
	if err == nil {
		secrets[name] = secret
	}
	return err
}

func (k *keyring) Delete(_ context.Context, name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	secrets, err := k.call()
	if _, ok := secrets[name]; !ok && err == nil {
		return ErrNoSecret
	}
	if err == nil {
		delete(secrets, name)
	}
	return err
}

func (k *keyring) lock(err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.err = err
}

func (k *keyring) len() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.secrets)
}

// club is a site whose pages are for members; what it says when something goes
// wrong repeats the request.
const club = `
-- host https://club.example --
-- GET /robots.txt --
404

-- GET / --
401
!unless Authorization: Basic YW5uYTpzM2NyM3Qtd29yZA==
WWW-Authenticate: Basic realm=x

-- GET / --

<title>Club</title><a href="/hall">Hall</a> <a href="/gone">Gone</a> <a href="/account/delete">Leave us</a> <a href="/logout">Bye</a> <a href="/slow">Slow</a>
-- GET /hall --
401
!unless Authorization: Basic YW5uYTpzM2NyM3Qtd29yZA==

-- GET /hall --

<title>Hall</title><a href="/">Home</a>
-- GET /slow --
!wait door

<title>Slow</title><a href="/deep">Deep</a>
-- GET /deep --
401
!unless Authorization: Basic YW5uYTpzM2NyM3Qtd29yZA==

-- GET /deep --

<title>Deep</title>Deep in the club
-- GET /gone --
404
X-You-Sent: Basic YW5uYTpzM2NyM3Qtd29yZA==

<h1>Not found</h1> Authorization: Basic YW5uYTpzM2NyM3Qtd29yZA== user anna password s3cr3t-word
-- GET /logout --
-- GET /account/delete --
-- GET /* --
404

<title>Not found</title><a href="/">Home</a>
-- host http://club.example --
-- GET / --
301
Location: https://club.example/

-- host https://elsewhere.example --
-- GET / --
`

const clubPassword = "s3cr3t-word"

var anna = SecretInput{Kind: profile.Password, User: "anna", Text: clubPassword}

// clubhouse is a core over path that knows a key store and logs to log.
func clubhouse(t *testing.T, site *sitetest.Site, path string, keys KeyStore, log io.Writer) *Core {
	t.Helper()
	c, err := Open(t.Context(), Config{
		DB: path, Keys: keys, Prepare: prepare(site),
		Logger: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() }) // a second time where the test did, which is harmless
	return c
}

// member adds the club to the history and signs in.
func member(t *testing.T, c *Core) (site storage.SiteID, settings profile.Settings) {
	t.Helper()
	s, err := c.Store.SaveSite(t.Context(), storage.Site{Start: "https://club.example/"})
	if err != nil {
		t.Fatal(err)
	}
	settings, err = c.SiteSettings.SaveSettings(t.Context(), s.ID, SettingsInput{Start: s.Start, SignIn: &anna})
	if err != nil {
		t.Fatal(err)
	}
	return s.ID, settings
}

var memberVerdicts = map[string]string{
	"https://club.example/":               "200 works",
	"https://club.example/hall":           "200 works",
	"https://club.example/slow":           "200 works",
	"https://club.example/deep":           "200 works",
	"https://club.example/gone":           "404 broken",
	"https://club.example/logout":         string(outcome.LogsOut) + " skipped",
	"https://club.example/account/delete": string(outcome.LogsOut) + " skipped",
}

// A scan signs in with what the key store has; the secret gets nowhere else:
// not into the database while it is written nor when it is closed, not into
// the log, the spreadsheet, JSON Lines or the terminal's table.
func TestSignedInScanKeepsItsSecret(t *testing.T) { // truth 5, checks 14, 87
	site := sitetest.New(t, club)
	site.Open("door")
	dir := t.TempDir()
	keys := &keyring{}
	var log bytes.Buffer
	c := clubhouse(t, site, filepath.Join(dir, "history.db"), keys, &log)
	id, settings := member(t, c)
	if settings.SignIn == nil || settings.SignIn.PromptEachRun || settings.SignIn.User != "anna" || keys.len() != 1 {
		t.Fatalf("stored %+v with %d secrets in the key store", settings.SignIn, keys.len())
	}
	r, err := c.Runner.StartScan(t.Context(), id)
	scan := await(t, c, r, err)
	if diff := cmp.Diff(memberVerdicts, verdicts(t, c, scan.ID)); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	src := sourceOf(t, c, scan.ID)
	for name, write := range map[string]report.Writer{"report.xlsx": report.Excel, "report.jsonl": report.JSONLines} {
		if err := NewReports(c).Save(t.Context(), src, filepath.Join(dir, name), write); err != nil {
			t.Fatal(err)
		}
	}
	gone := rowOf(t, c, scan.ID, "https://club.example/gone")
	detail, err := c.Store.Detail(t.Context(), scan.ID, gone.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := "password (hidden)"; !strings.Contains(detail.Evidence.Snippet, want) {
		t.Errorf("the page that repeats the request is kept as %q, want %q in it", detail.Evidence.Snippet, want)
	}

	hidden := []string{clubPassword, base64.StdEncoding.EncodeToString([]byte("anna:" + clubPassword))}
	for _, s := range hidden { // the database packs what it stores, so it is asked, too
		if told := everythingOf(t, c, scan.ID); strings.Contains(told, s) {
			t.Errorf("the history tells %q: %s", s, told)
		}
	}
	seen := searchFor(t, dir, hidden) // the database is open, so its WAL is there
	if !seen["history.db-wal"] || !seen["report.xlsx"] || !seen["report.jsonl"] {
		t.Errorf("only %v were looked through", seen)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	searchFor(t, dir, hidden)
	for _, s := range hidden {
		if strings.Contains(log.String(), s) {
			t.Errorf("the log holds %q", s)
		}
	}
}

// everythingOf returns all that the history has of a scan, as text.
func everythingOf(t *testing.T, c *Core, scan storage.ScanID) string {
	t.Helper()
	s, err := c.Store.ScanByID(t.Context(), scan)
	if err != nil {
		t.Fatal(err)
	}
	site, err := c.Store.SiteByID(t.Context(), s.Site)
	if err != nil {
		t.Fatal(err)
	}
	all := []any{s, site}
	for row, err := range c.Store.EachRow(t.Context(), scan, storage.Filter{}, storage.Order{}) {
		if err != nil {
			t.Fatal(err)
		}
		d, err := c.Store.Detail(t.Context(), scan, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		links, _, _, err := c.Store.Sources(t.Context(), scan, row.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d, links)
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// searchFor looks for secrets in every file of a folder, and within archives.
func searchFor(t *testing.T, dir string, secrets []string) (seen map[string]bool) {
	t.Helper()
	seen = map[string]bool{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		seen[d.Name()] = true
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for name, part := range parts(t, d.Name(), content) {
			for _, s := range secrets {
				if bytes.Contains(part, []byte(s)) {
					t.Errorf("%s holds %q", name, s)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// Without its secret a scan does not begin: not one request is sent, and no
// scan is stored.
func TestNoScanWithoutItsSecret(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, c *Core, k *keyring, site storage.SiteID)
		want   SignInReason
	}{
		{"locked", func(_ *testing.T, _ *Core, k *keyring, _ storage.SiteID) { k.lock(errors.New("prompt dismissed")) }, ReasonLocked},
		{"gone", func(_ *testing.T, _ *Core, k *keyring, _ storage.SiteID) { clear(k.secrets) }, ReasonMissing},
		{"moved", func(t *testing.T, c *Core, _ *keyring, site storage.SiteID) {
			s, err := c.Store.SiteByID(t.Context(), site)
			if err != nil {
				t.Fatal(err)
			}
			s.Start = "https://elsewhere.example/"
			if _, err := c.Store.SaveSite(t.Context(), s); err != nil {
				t.Fatal(err)
			}
		}, ReasonOtherAddress},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			site := sitetest.New(t, club)
			keys := &keyring{}
			path := filepath.Join(t.TempDir(), "history.db")
			c := clubhouse(t, site, path, keys, io.Discard)
			id, _ := member(t, c)
			if err := c.Close(); err != nil { // what is in memory goes with it
				t.Fatal(err)
			}
			c = clubhouse(t, site, path, keys, io.Discard)
			tt.change(t, c, keys, id)
			_, err := c.Runner.StartScan(t.Context(), id)
			var lacks *SignInError
			if !errors.As(err, &lacks) || lacks.Reason != tt.want {
				t.Fatalf("got %v, want a sign-in that is %s", err, tt.want)
			}
			if scans, err := c.Store.Scans(t.Context(), id); err != nil || len(scans) != 0 {
				t.Errorf("scans %v are stored (error %v)", scans, err)
			}
			if q := site.Requests(); len(q) != 0 {
				t.Errorf("%d requests were sent", len(q))
			}
		})
	}
}

// Where there is no key store a person is asked in each run of the program,
// also when a scan is resumed.
func TestWithoutKeyStoreASecretLivesAsLongAsTheProgram(t *testing.T) {
	for _, keys := range []KeyStore{nil, &keyring{err: errors.New("no D-Bus")}} {
		site := sitetest.New(t, club)
		path := filepath.Join(t.TempDir(), "history.db")
		c := clubhouse(t, site, path, keys, io.Discard)
		id, settings := member(t, c)
		if settings.SignIn == nil || !settings.SignIn.PromptEachRun {
			t.Fatalf("stored %+v, want that it is asked for", settings.SignIn)
		}
		r, err := c.Runner.StartScan(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		until(t, r, func(p result.Progress) bool { return p.Checked+p.Skipped >= 5 })
		r.Stop()
		scan := await(t, c, r, nil)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}

		c = clubhouse(t, site, path, keys, io.Discard)
		before := len(site.Requests())
		_, err = c.Runner.ResumeScan(t.Context(), scan.ID)
		var lacks *SignInError
		if !errors.As(err, &lacks) || lacks.Reason != ReasonNotStored || lacks.Start != "https://club.example/" {
			t.Fatalf("resume: got %v, want to be asked", err)
		}
		if n := len(site.Requests()) - before; n != 0 {
			t.Errorf("%d requests were sent signed out", n)
		}
		site.Open("door")
		if err := c.SignIns.SetCredential(lacks.SignIn, lacks.Start, SecretInput{Kind: profile.Password, User: "anna", Text: clubPassword}); err != nil {
			t.Fatal(err)
		}
		r, err = c.Runner.ResumeScan(t.Context(), scan.ID)
		resumed := await(t, c, r, err)
		if resumed.ID != scan.ID || resumed.State != storage.Complete {
			t.Errorf("got %+v, want scan %d complete", resumed, scan.ID)
		}
		if diff := cmp.Diff(memberVerdicts, verdicts(t, c, scan.ID)); diff != "" {
			t.Errorf("verdicts (-want +got):\n%s", diff)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// A site that sends its visitors to another spelling of its address would be
// seen signed out there, for the secret stays with its origin.
func TestSignInDoesNotFollowASiteElsewhere(t *testing.T) { // check 90
	site := sitetest.New(t, club)
	c := clubhouse(t, site, filepath.Join(t.TempDir(), "history.db"), nil, io.Discard)
	_, err := c.Runner.ScanAddressWith(t.Context(), "http://club.example/", ScanOverrides{SignIn: &anna})
	var elsewhere *SiteRedirectError
	if !errors.As(err, &elsewhere) || elsewhere.Leads != "https://club.example/" {
		t.Fatalf("got %v, want to be told of https", err)
	}
	for _, q := range site.Requests() {
		if q.Header.Get("Authorization") != "" {
			t.Errorf("%s was sent the password", q.URL)
		}
	}
}

// A sign-in that the site refuses is told, however much it shows to strangers.
func TestRefusedSignInIsTold(t *testing.T) {
	site := sitetest.New(t, club)
	site.Open("door")
	c := clubhouse(t, site, filepath.Join(t.TempDir(), "history.db"), nil, io.Discard)
	r, err := c.Runner.ScanAddressWith(t.Context(), "https://club.example/", ScanOverrides{SignIn: &SecretInput{Kind: profile.Password, User: "anna", Text: "wrong"}})
	if scan := await(t, c, r, err); scan.Diagnosis != string(result.SignInRefused) {
		t.Errorf("got diagnosis %q, want %q", scan.Diagnosis, result.SignInRefused)
	}
}

// Deleting a site deletes its secret; so do signing out and signing in again.
func TestSecretsAreForgotten(t *testing.T) {
	tests := []struct {
		name string
		do   func(c *Core, site storage.SiteID) error
		left int // secrets
	}{
		{"site deleted", func(c *Core, site storage.SiteID) error { return c.History.DeleteSite(t.Context(), site) }, 0},
		{"signed out", func(c *Core, site storage.SiteID) error {
			_, err := c.SiteSettings.SaveSettings(t.Context(), site, SettingsInput{Start: "https://club.example/", SignOut: true})
			return err
		}, 0},
		{"signed in anew", func(c *Core, site storage.SiteID) error {
			_, err := c.SiteSettings.SaveSettings(t.Context(), site, SettingsInput{Start: "https://club.example/", SignIn: &SecretInput{Kind: profile.Header, Text: "X-A: b"}})
			return err
		}, 1},
		{"left alone", func(c *Core, site storage.SiteID) error {
			_, err := c.SiteSettings.SaveSettings(t.Context(), site, SettingsInput{Start: "https://club.example/", Settings: profile.Settings{NoSitemap: true}})
			return err
		}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys := &keyring{}
			c := clubhouse(t, sitetest.New(t, club), filepath.Join(t.TempDir(), "history.db"), keys, io.Discard)
			id, _ := member(t, c)
			if err := tt.do(c, id); err != nil {
				t.Fatal(err)
			}
			if got := keys.len(); got != tt.left {
				t.Errorf("%d secrets are left, want %d", got, tt.left)
			}
		})
	}
	t.Run("key store locked", func(t *testing.T) {
		keys := &keyring{}
		c := clubhouse(t, sitetest.New(t, club), filepath.Join(t.TempDir(), "history.db"), keys, io.Discard)
		id, settings := member(t, c)
		keys.lock(errors.New("locked"))
		var left *SecretNotDeletedError
		if err := c.History.DeleteSite(t.Context(), id); !errors.As(err, &left) || left.Key != settings.SignIn.Key {
			t.Errorf("got %v, want to be told which secret is left", err)
		}
		if _, err := c.Store.SiteByID(t.Context(), id); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("the site is still there: %v", err)
		}
	})
}

// An address in an error or in the log contains neither a password nor a query.
func TestRedacted(t *testing.T) {
	if got := redacted("https://anna:secret@club.example/hall?token=1#top"); got != "https://club.example/hall" {
		t.Errorf("got %q", got)
	}
}
