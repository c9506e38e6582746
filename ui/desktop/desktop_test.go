//go:build !windows && !darwin

package desktop

import (
	"bufio"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// bus starts a message bus of its own, which is that of the session until the test ends.
func bus(t *testing.T) *dbus.Conn {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bus.conf")
	text := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir=` + t.TempDir() + `</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "dbus-daemon", "--config-file="+config, "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("dbus-daemon, of the package dbus-daemon, is needed: %v", err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", strings.TrimSpace(address))
	conn, err := session()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// portal is a portal whose person answers at once.
type portal struct {
	conn   *dbus.Conn
	old    bool  // it makes up the handle itself
	body   []any // of the answer; nil for none
	asked  chan map[string]dbus.Variant
	closed chan struct{}
}

// OpenFile is the method of the portal.
func (p *portal) OpenFile(sender dbus.Sender, _, _ string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	handle := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_") + "/" + options["handle_token"].Value().(string))
	if p.old {
		handle = portalPath + "/request/old"
	}
	if err := p.conn.Export(p, handle, requestName); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	if p.body != nil {
		if !p.old { // before the call itself is answered
			_ = p.conn.Emit(handle, requestName+".Response", p.body...)
		} else {
			go func() { _ = p.conn.Emit(handle, requestName+".Response", p.body...) }()
		}
	}
	p.asked <- options
	return handle, nil
}

// Close is the method of a request.
func (p *portal) Close() *dbus.Error {
	close(p.closed)
	return nil
}

// open has a portal on a bus of its own.
func open(t *testing.T, p *portal) *portal {
	t.Helper()
	p.conn, p.asked, p.closed = bus(t), make(chan map[string]dbus.Variant, 1), make(chan struct{})
	if err := p.conn.Export(p, portalPath, "org.freedesktop.portal.FileChooser"); err != nil {
		t.Fatal(err)
	}
	if reply, err := p.conn.RequestName(portalName, 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	return p
}

// results is the answer of a portal with addresses.
func results(status uint32, uris any) []any {
	return []any{status, map[string]dbus.Variant{"uris": dbus.MakeVariant(uris)}}
}

// Whatever a portal answers, a person gets the folder that they chose, nothing if they
// cancelled, or an error that lets the window ask itself.
func TestAnswersOfThePortal(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "Berichte für Kunden + 100 %")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "a.txt")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	uri := func(path string) string { return (&url.URL{Scheme: "file", Path: path}).String() }
	tests := []struct {
		name    string
		portal  portal
		want    string
		strange bool
	}{
		{name: "a folder", portal: portal{body: results(0, []string{uri(folder)})}, want: folder},
		{name: "an old portal", portal: portal{old: true, body: results(0, []string{uri(folder)})}, want: folder},
		{name: "a file", portal: portal{body: results(0, []string{uri(file)})}, want: folder},
		{name: "cancelled", portal: portal{body: results(1, []string{})}},
		{name: "ended", portal: portal{body: results(2, []string{})}, strange: true},
		{name: "no address", portal: portal{body: results(0, []string{})}, strange: true},
		{name: "addresses of another type", portal: portal{body: results(0, uint32(7))}, strange: true},
		{name: "nothing of the kind", portal: portal{body: []any{uint32(0), map[string]dbus.Variant{}}}, strange: true},
		{name: "another shape", portal: portal{body: []any{"yes"}}, strange: true},
		{name: "another computer", portal: portal{body: results(0, []string{"sftp://server/home"})}, strange: true},
		{name: "a folder that has gone", portal: portal{body: results(0, []string{uri(folder + "x")})}, strange: true},
		{name: "a bad address", portal: portal{body: results(0, []string{"%zz:"})}, strange: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := open(t, &tt.portal)
			got, err := ChooseFolder(t.Context(), "Where?", folder)
			if got != tt.want || errors.Is(err, ErrUnavailable) != tt.strange || (err != nil) != tt.strange {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
			options := <-p.asked
			if begin, _ := options["current_folder"].Value().([]byte); string(begin) != folder+"\x00" || options["directory"].Value() != true {
				t.Errorf("the portal was asked with %v", options)
			}
		})
	}
}

func TestNoPortal(t *testing.T) {
	t.Run("no session", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
		t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
		if got, err := ChooseFolder(t.Context(), "Where?", "/"); got != "" || !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("a bus that is gone", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
		if got, err := ChooseFolder(t.Context(), "Where?", "/"); got != "" || !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("no portal", func(t *testing.T) {
		bus(t)
		if got, err := ChooseFolder(t.Context(), "Where?", "/"); got != "" || !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %q, %v", got, err)
		}
	})
	t.Run("the portal ends", func(t *testing.T) {
		p := open(t, &portal{})
		go func() {
			<-p.asked
			_, _ = p.conn.ReleaseName(portalName)
		}()
		if got, err := ChooseFolder(t.Context(), "Where?", "/"); got != "" || !errors.Is(err, ErrUnavailable) {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

// A file is chosen in the same way.
func TestChooseFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "logo.svg")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := open(t, &portal{body: results(0, []string{"file://" + file})})
	if got, err := ChooseFile(t.Context(), "Which?", "/"); got != file || err != nil {
		t.Errorf("got %q, %v", got, err)
	}
	if options := <-p.asked; options["directory"].Value() != false {
		t.Errorf("the portal was asked with %v", options)
	}
}

// Closing the window takes the chooser away.
func TestStopped(t *testing.T) {
	p := open(t, &portal{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-p.asked
		cancel()
	}()
	if _, err := ChooseFolder(ctx, "Where?", "/"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	select {
	case <-p.closed:
	case <-time.After(time.Minute):
		t.Error("the chooser was left open")
	}
}

// A program that is missing or fails is told; one that goes on shows something.
func TestOpen(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if err := Open(t.Context(), "/report.xlsx"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("without a program: %v", err)
	}
	script := func(text string) {
		if err := os.WriteFile(filepath.Join(dir, "xdg-open"), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	script("exit 3")
	if err := Open(t.Context(), "/report.xlsx"); !errors.Is(err, ErrUnavailable) {
		t.Errorf("of one that fails: %v", err)
	}
	script(`[ "$1" = /folder ]`)
	if err := Reveal(t.Context(), "/folder/report.xlsx"); err != nil {
		t.Errorf("of one that works: %v", err)
	}
}
