//go:build !windows && !darwin

package desktop

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// The file chooser of the XDG desktop portal.
// https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.FileChooser.html
const (
	portalName  = "org.freedesktop.portal.Desktop"
	portalPath  = "/org/freedesktop/portal/desktop"
	openFile    = "org.freedesktop.portal.FileChooser.OpenFile"
	requestName = "org.freedesktop.portal.Request"
)

// patience is how long a portal may take to say that it shows its chooser, which has to
// be started for that.
const patience = 10 * time.Second

// ChooseFolder lets the person choose a folder, beginning with from, and returns it; ""
// if they cancel. It ends with ctx, which also closes the chooser. ErrUnavailable: there
// is no portal, or its answer makes no sense.
//
// It speaks to the portal itself and not through a library, since github.com/rymdport/portal
// 0.4.2 listens for the answer only after it asked, waits for it without end, and panics if
// it is not as expected.
func ChooseFolder(ctx context.Context, title, from string) (folder string, err error) {
	path, err := choose(ctx, title, from, true)
	if path == "" || err != nil {
		return "", err
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() { // of a portal that can't choose folders
		return filepath.Dir(path), nil
	}
	return path, nil
}

// ChooseFile lets the person choose a file, as ChooseFolder does a folder.
func ChooseFile(ctx context.Context, title, from string) (file string, err error) {
	return choose(ctx, title, from, false)
}

func choose(ctx context.Context, title, from string, folder bool) (path string, err error) {
	conn, err := session()
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	defer func() { _ = conn.Close() }()
	r := request{conn: conn, token: "sitewell_" + strings.ToLower(rand.Text())}
	status, results, err := r.ask(ctx, title, from, folder)
	switch {
	case ctx.Err() != nil:
		r.close()
		return "", ctx.Err()
	case err != nil:
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	case status == 1: // by the person
		return "", nil
	case status != 0:
		return "", fmt.Errorf("%w: the portal ended with %d", ErrUnavailable, status)
	}
	uris, ok := results["uris"].Value().([]string)
	if !ok || len(uris) == 0 {
		return "", fmt.Errorf("%w: the portal's answer has no address", ErrUnavailable)
	}
	return pathOf(uris[0])
}

// pathOf returns the path that a file: address names, of something that is there.
func pathOf(uri string) (string, error) {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || !filepath.IsAbs(u.Path) {
		return "", fmt.Errorf("%w: %q is nothing of this computer", ErrUnavailable, uri)
	}
	path := filepath.Clean(u.Path)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return path, nil
}

// session connects to the bus of the person's session, if there is one: none is started.
func session() (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, err
	}
	if err := conn.Auth(nil); err != nil {
		_ = conn.Close()
		return nil, err
	}
	if err := conn.Hello(); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return conn, nil
}

// request is one question to the portal.
type request struct {
	conn   *dbus.Conn
	token  string
	handle dbus.ObjectPath
}

// ask asks and waits for the answer.
func (r *request) ask(ctx context.Context, title, from string, folder bool) (status uint32, results map[string]dbus.Variant, err error) {
	// Who listens only after the question may miss the answer, so the handle is foretold.
	sender := strings.ReplaceAll(strings.TrimPrefix(r.conn.Names()[0], ":"), ".", "_")
	r.handle = dbus.ObjectPath(portalPath + "/request/" + sender + "/" + r.token)
	signals := make(chan *dbus.Signal, 16)
	r.conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface(requestName), dbus.WithMatchMember("Response"), dbus.WithMatchSender(portalName)},
		{dbus.WithMatchInterface("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName)},
	} {
		if err := r.conn.AddMatchSignalContext(ctx, match...); err != nil {
			return 0, nil, err
		}
	}
	options := map[string]dbus.Variant{
		"handle_token": dbus.MakeVariant(r.token), "directory": dbus.MakeVariant(folder), "modal": dbus.MakeVariant(true),
	}
	if filepath.IsAbs(from) {
		options["current_folder"] = dbus.MakeVariant(append([]byte(from), 0))
	}
	started, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var handle dbus.ObjectPath
	if err := r.conn.Object(portalName, portalPath).CallWithContext(started, openFile, 0, "", title, options).Store(&handle); err != nil {
		return 0, nil, err
	}
	r.handle = handle // another one than foretold by portals before 0.9
	return r.wait(ctx, signals)
}

// wait returns the portal's answer. It fails where the portal or the bus goes away.
func (r *request) wait(ctx context.Context, signals <-chan *dbus.Signal) (status uint32, results map[string]dbus.Variant, err error) {
	for {
		select {
		case <-ctx.Done():
			return 0, nil, ctx.Err()
		case s, ok := <-signals:
			switch {
			case !ok:
				return 0, nil, dbus.ErrClosed
			case s.Name == "org.freedesktop.DBus.NameOwnerChanged":
				var name, before, now string
				if err := dbus.Store(s.Body, &name, &before, &now); err == nil && name == portalName && now == "" {
					return 0, nil, fmt.Errorf("the portal has ended")
				}
			case s.Name == requestName+".Response" && s.Path == r.handle:
				if err := dbus.Store(s.Body, &status, &results); err != nil {
					return 0, nil, err
				}
				return status, results, nil
			}
		}
	}
}

// close takes the chooser away.
func (r *request) close() {
	if r.handle != "" && r.conn.Connected() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		r.conn.Object(portalName, r.handle).CallWithContext(ctx, requestName+".Close", 0)
	}
}
