package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/mailer/mailertest"
	"sitewell/app/notify"
	"sitewell/app/session"
	"sitewell/app/webhook"
	"sitewell/scanner"
)

// drawer is a key store in memory.
type drawer map[string]string

func (d drawer) Get(_ context.Context, name string) (string, error) {
	if s, ok := d[name]; ok {
		return s, nil
	}
	return "", core.ErrNoSecret
}

func (d drawer) Set(_ context.Context, name, secret string) error {
	d[name] = secret
	return nil
}

func (d drawer) Delete(_ context.Context, name string) error {
	if _, ok := d[name]; !ok {
		return core.ErrNoSecret
	}
	delete(d, name)
	return nil
}

// night is a computer on which scans are scheduled: a site, a mail server and what receives
// webhooks.
type night struct {
	t       *testing.T
	site    *httptest.Server
	page    atomic.Value // what the home page contains
	mails   *mailertest.Server
	keys    drawer
	db, dir string

	shown  []string // notifications
	mu     sync.Mutex
	hooked []string // bodies
	signed []bool   // whether their signatures are right
	secret string
	hook   *httptest.Server
}

func newNight(t *testing.T) *night {
	n := &night{t: t, mails: mailertest.New(t, mailertest.How{}), keys: drawer{}, dir: t.TempDir()}
	n.db = filepath.Join(n.dir, "h.db")
	n.page.Store(`<a href="/old">Old</a>`)
	n.site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, "<title>Home</title>"+n.page.Load().(string))
	}))
	n.hook = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		n.mu.Lock()
		defer n.mu.Unlock()
		n.hooked = append(n.hooked, string(body))
		n.signed = append(n.signed, r.Header.Get(webhook.SignatureHeader) == webhook.Sign(n.secret, r.Header.Get(webhook.TimeHeader), body))
	}))
	t.Cleanup(n.site.Close)
	t.Cleanup(n.hook.Close)
	t.Setenv("XDG_STATE_HOME", filepath.Join(n.dir, "state"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(n.dir, "config"))
	t.Setenv("LANGUAGE", "en")
	t.Setenv("SITEWELL_PASSWORD", "hunter2")
	return n
}

// clicked is a window that a notification could open.
type clicked struct{}

func (clicked) IsBuilt() bool                                   { return true }
func (clicked) Missing() string                                 { return "" }
func (clicked) Show(context.Context, command.WindowStart) error { return nil }

// do runs a command that ends with a code, and returns what it printed.
func (n *night) do(code int, args ...string) string {
	n.t.Helper()
	var out, errs strings.Builder
	got := Run(append(args, "--db", n.db), &command.Run{
		Stdio:   command.Stdio{In: strings.NewReader(n.hook.URL + "/T0/hunter2\n"), Out: &out, Err: &errs},
		Session: session.New("", n.keys, func(o *scanner.Options) { o.NoDelay = true }), Window: clicked{}, MailRoots: n.mails.Roots,
		Notify: func(_ context.Context, one notify.Notification) error {
			n.shown = append(n.shown, one.Title+"|"+one.Text)
			return nil
		},
	})
	if got != code {
		n.t.Fatalf("%q: exit code %d, want %d: %s", args, got, code, errs.String())
	}
	return out.String()
}

// A scheduled scan tells of something new, and of nothing else, on the desktop.
func TestScheduledNotification(t *testing.T) {
	n := newNight(t)
	n.do(command.ExitOK, "sites", "add", n.site.URL)
	n.do(command.ExitOK, "run-schedule", "1")
	n.do(command.ExitOK, "run-schedule", "1")
	if len(n.shown) > 0 {
		t.Errorf("nothing is new: %q", n.shown)
	}
	n.page.Store(`<a href="/old">Old</a> <a href="/new">New</a>`)
	n.do(command.ExitOK, "run-schedule", "1")
	host := strings.TrimPrefix(n.site.URL, "http://")
	if len(n.shown) != 1 || !strings.HasPrefix(n.shown[0], "1 new problem on "+host+"|") {
		t.Errorf("got %q", n.shown)
	}
	t.Setenv("LANGUAGE", "de_DE:en")
	n.page.Store(`<a href="/old">Old</a> <a href="/new">New</a> <a href="/newer">Newer</a>`)
	n.do(command.ExitOK, "run-schedule", "1")
	if len(n.shown) != 2 || !strings.HasPrefix(n.shown[1], "1 neues Problem auf "+host+"|") {
		t.Errorf("in German: got %q", n.shown)
	}
}

// A scheduled scan that fails says so once, and again when it fails after it worked.
func TestScheduledFailure(t *testing.T) {
	n := newNight(t)
	folder, away := n.folder(`<a href="/old">Old</a>`), filepath.Join(n.dir, "away")
	n.do(command.ExitBroken, "scan", folder)
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(folder, away)
	for range 3 {
		n.do(command.ExitUsage, "run-schedule", "1")
	}
	if len(n.shown) != 1 || !strings.HasPrefix(n.shown[0], "The scan of ") || !strings.Contains(n.shown[0], " failed|") {
		t.Errorf("got %q", n.shown)
	}
	move(away, folder)
	n.do(command.ExitOK, "run-schedule", "1")
	move(folder, away)
	n.do(command.ExitUsage, "run-schedule", "1")
	if len(n.shown) != 2 {
		t.Errorf("got %q", n.shown)
	}
}

// folder makes a folder with a page, which is a site.
func (n *night) folder(page string) string {
	n.t.Helper()
	folder := filepath.Join(n.dir, "site")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		n.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "index.html"), []byte("<title>Home</title>"+page), 0o600); err != nil {
		n.t.Fatal(err)
	}
	return folder
}

// What is new is told by mail and webhook, and a test tells whether they arrive. No secret gets
// into the history or the log.
func TestAlerts(t *testing.T) {
	n := newNight(t)
	n.mails.Change(mailertest.How{User: "anna", Password: "hunter2"})
	site := n.folder(`<a href="/old">Old</a>`)
	n.do(command.ExitBroken, "scan", site)
	n.do(command.ExitUsage, "notify", "server") // there is none
	said := n.do(command.ExitOK, "notify", "server", n.mails.Host, "--port", fmt.Sprint(n.mails.Port), "--user", "anna", "--from", "scans@agency.example")
	if !strings.Contains(said, "(starttls), from scans@agency.example") {
		t.Errorf("got %q", said)
	}
	n.do(command.ExitUsage, "notify", "test", site) // nobody is told
	said = n.do(command.ExitOK, "schedule", site, "--mail", "Anna <anna@agency.example>,ben@agency.example", "--webhook", "-", "--json")
	var set struct {
		Mail    []string `json:"mail"`
		Webhook string   `json:"webhook"`
		Secret  string   `json:"webhookSecret"`
	}
	if err := json.Unmarshal([]byte(said), &set); err != nil || set.Secret == "" || set.Webhook != strings.TrimPrefix(n.hook.URL, "http://") || len(set.Mail) != 2 {
		t.Fatalf("got %s, %v", said, err)
	}
	n.secret = set.Secret
	if said = n.do(command.ExitOK, "notify", "test", site); strings.Count(said, ": accepted\n") != 2 {
		t.Errorf("got %q", said)
	}
	n.do(command.ExitOK, "run-schedule", "1")
	n.folder(`<a href="/old">Old</a> <a href="/new">New</a>`)
	n.do(command.ExitOK, "run-schedule", "1")
	if err := os.Rename(site, site+"-away"); err != nil {
		t.Fatal(err)
	}
	n.do(command.ExitUsage, "run-schedule", "1")
	n.do(command.ExitUsage, "run-schedule", "1")

	mails := n.mails.Mails()
	subjects := []string{"A test message", "1 new problem on", "The scan of"}
	if len(mails) != len(subjects) || len(n.hooked) != len(subjects) {
		t.Fatalf("%d mails and %d webhooks, want %d: %+v %q", len(mails), len(n.hooked), len(subjects), mails, n.hooked)
	}
	for i, event := range []string{"test", "new-problems", "scan-failed"} {
		if !strings.Contains(mails[i].Text, "Subject: "+subjects[i]) || len(mails[i].To) != 2 || !mails[i].IsEncrypted {
			t.Errorf("mail %d: %+v", i, mails[i])
		}
		var told struct {
			Event string `json:"event"`
		}
		if err := json.Unmarshal([]byte(n.hooked[i]), &told); err != nil || told.Event != event || !n.signed[i] {
			t.Errorf("webhook %d: %s, signed %v, %v", i, n.hooked[i], n.signed[i], err)
		}
	}
	if !strings.Contains(mails[1].Text, "/new") || !strings.Contains(n.hooked[1], `/new","change":"new"`) {
		t.Errorf("the new problem is not named:\n%s\n%s", mails[1].Text, n.hooked[1])
	}
	n.keepsSecrets("hunter2", set.Secret)
	n.folder("") // else it can't be named
	n.do(command.ExitOK, "schedule", site, "--mail", "none", "--webhook", "none")
	n.do(command.ExitOK, "notify", "server", "--off")
	if len(n.keys) > 0 {
		t.Errorf("the key store still has %d secrets", len(n.keys))
	}
}

// What a receiver refuses is told in a sentence.
func TestAlertRefused(t *testing.T) {
	n := newNight(t)
	n.mails.Change(mailertest.How{User: "anna", Password: "another"})
	n.do(command.ExitOK, "sites", "add", n.site.URL)
	n.do(command.ExitOK, "notify", "server", n.mails.Host, "--port", fmt.Sprint(n.mails.Port), "--user", "anna", "--from", "scans@agency.example")
	n.do(command.ExitOK, "schedule", n.site.URL, "--mail", "anna@agency.example")
	if said := n.do(command.ExitFailed, "notify", "test", n.site.URL); said != "anna@agency.example: not accepted. The mail server refused the user name or the password. Type both again. Some providers want a password that is made for programs.\n" {
		t.Errorf("got %q", said)
	}
	n.keepsSecrets("hunter2")
}

// keepsSecrets looks for secrets in all files that were written.
func (n *night) keepsSecrets(secrets ...string) {
	n.t.Helper()
	err := filepath.WalkDir(n.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, secret := range secrets {
			if strings.Contains(string(text), secret) {
				n.t.Errorf("%s has a secret", path)
			}
		}
		return err
	})
	if err != nil {
		n.t.Error(err)
	}
}
