//go:build e2e

package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/scanner/result"
	"sitewell/storage"
)

const membersPassword = "hunter2-hunter2"

// members serves a site that shows itself to anna only, and counts what must
// never be asked for while signed in.
type members struct {
	*httptest.Server
	mu   sync.Mutex
	harm []string
}

func serveMembers(t *testing.T) *members {
	t.Helper()
	m := &members{}
	m.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		user, password, _ := r.BasicAuth()
		switch {
		case r.URL.Path == "/robots.txt":
			http.NotFound(w, r)
		case user != "anna" || password != membersPassword:
			w.Header().Set("WWW-Authenticate", `Basic realm="members"`)
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, "<h1>Members only</h1>")
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Members</title><a href="/files">Files</a> <a href="/gone">Gone</a> <a href="/logout">Log out</a> <a href="/files?action=delete">Delete</a>`)
		case r.URL.Path == "/files" && r.URL.RawQuery == "":
			fmt.Fprint(w, `<title>Files</title>All files. <a href="/">Home</a>`)
		case r.URL.Path == "/logout", r.URL.Query().Has("action"):
			m.mu.Lock()
			m.harm = append(m.harm, r.URL.String())
			m.mu.Unlock()
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `<title>Not found</title><h1>This page is not here</h1><p>It may have moved. Try our <a href="/">home page</a>.</p>`)
		}
	}))
	t.Cleanup(m.Close)
	return m
}

// secretService is a desktop's own key store, unlocked, on a session bus of
// its own. It gives the environment that leads to it.
func secretService(t *testing.T) []string {
	t.Helper()
	dir := t.TempDir()
	bus := exec.Command("dbus-daemon", "--session", "--nofork", "--print-address")
	out, err := bus.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	run(t, bus)
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon gave no address: %v", err)
	}
	env := []string{"DBUS_SESSION_BUS_ADDRESS=" + strings.TrimSpace(address)}
	keyring := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets", "--control-directory="+dir)
	keyring.Env = append(os.Environ(), append(env, "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_RUNTIME_DIR="+dir)...)
	keyring.Stdin = strings.NewReader("a desktop's password")
	run(t, keyring)
	within(t, 20*time.Second, "the key store", func(ctx context.Context) bool {
		ask := exec.CommandContext(ctx, "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
			"org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets")
		ask.Env = append(os.Environ(), env...)
		answer, err := ask.Output()
		return err == nil && bytes.Contains(answer, []byte("true"))
	})
	return env
}

// A person is turned away, opens the settings of the site, signs in, and scans
// what only members see; the next day it is scanned signed in again. With a
// key store nothing is asked; without one the password is asked for once.
func TestSignIn(t *testing.T) { // checks 87, 90; truth 5
	for name, keys := range map[string]func(*testing.T) []string{
		"key store":    secretService,
		"no key store": func(*testing.T) []string { return []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"} },
	} {
		t.Run(name, func(t *testing.T) {
			site := serveMembers(t)
			h := newHome(t, openDisplay(t, 1280, 900), "1", "light")
			h.Env = append(h.Env, keys(t)...)
			p := h.start(t)
			p.begin(t, site.URL)
			p.waitFor(t, func() bool { return p.logs("msg=route", "name=results") > 0 }, "the results")
			if got := h.scan(t).Diagnosis; got != string(result.SignInNeeded) {
				t.Errorf("signed out: diagnosis %q, want %q", got, result.SignInNeeded)
			}
			p.settled(t)

			p.then(t, func() { p.press(t, "F8") }, "msg=route", "name=settings")
			p.settled(t)
			p.press(t, "shift+Tab", "shift+Tab", "shift+Tab") // from the first field to the third tab from the end
			p.changes(t, func() { p.press(t, "space") })
			p.press(t, "Tab", "Tab", "Tab") // over the last tabs to the choice
			p.changes(t, func() { p.press(t, "Down") })
			p.press(t, "Down", "Down") // in the menu, to the name and password
			p.changes(t, func() { p.press(t, "Return") })
			p.write(t, "anna")
			p.press(t, "Tab")
			p.write(t, membersPassword)
			p.then(t, func() { p.press(t, "Return") }, "msg=route", "name=results")
			p.settled(t)
			if name == "no key store" {
				p.changes(t, func() { p.press(t, "Return") }) // that it is not kept
			}
			p.scanSignedIn(t, site, false)
			p.press(t, "ctrl+q")
			p.exits(t)

			// The next day.
			p = h.start(t)
			p.waitFor(t, func() bool { return p.logs("msg=route", "name=sites") > 0 }, "the sites")
			p.settled(t)
			p.press(t, "ctrl+f", "Tab", "Tab")
			p.then(t, func() { p.press(t, "space") }, "msg=route", "name=results")
			p.settled(t)
			p.scanSignedIn(t, site, name == "no key store")
			p.press(t, "ctrl+q")
			p.exits(t)

			if len(site.harm) > 0 {
				t.Errorf("asked for while signed in: %v", site.harm)
			}
			h.holdsNo(t, membersPassword)
			if in := signInOf(t, h); in == nil || in.User != "anna" || in.PromptEachRun != (name == "no key store") {
				t.Errorf("stored sign-in: %+v", in)
			}
		})
	}
}

// scanSignedIn scans the site that is looked at again, gives the password if
// that is asked for, and compares what is found.
func (p *program) scanSignedIn(t *testing.T, site *members, asks bool) {
	t.Helper()
	scans := p.logs("scan begins")
	if asks {
		p.changes(t, func() { p.press(t, "F5") })
		p.write(t, membersPassword)
		p.press(t, "Return")
	} else {
		p.press(t, "F5")
	}
	p.waitFor(t, func() bool { return p.logs("scan begins") > scans && p.home.scan(t).State == storage.Complete }, "the end of the scan")
	p.settled(t)
	db := p.home.open(t)
	defer db.Close()
	want := map[string]outcome.Key{
		site.URL + "/": "200", site.URL + "/files": "200", site.URL + "/gone": "404",
		site.URL + "/logout": outcome.LogsOut, site.URL + "/files?action=delete": outcome.LogsOut,
	}
	if diff := cmp.Diff(want, outcomes(t, db, p.home.scan(t).ID)); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

func signInOf(t *testing.T, h *home) *profile.SignIn {
	t.Helper()
	db := h.open(t)
	defer db.Close()
	sites, err := db.Sites(t.Context())
	if err != nil || len(sites) != 1 {
		t.Fatalf("%d sites, %v", len(sites), err)
	}
	settings, err := profile.Parse(sites[0].Settings)
	if err != nil {
		t.Fatal(err)
	}
	return settings.SignIn
}

// holdsNo looks for a secret in every file that the program has written.
func (h *home) holdsNo(t *testing.T, secret string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(h.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s holds the password", path)
		}
		return err
	})
	if err != nil || files < 2 {
		t.Errorf("%d files looked through, %v", files, err)
	}
}
