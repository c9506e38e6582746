package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"sitewell/app/core"
	"sitewell/app/settings"
	"sitewell/scanner/fetch"
	"sitewell/scanner/render"
)

// SettingsFile returns the file of the settings of Sitewell itself.
func SettingsFile() (*settings.File, error) {
	dir, err := configDir()
	if err != nil {
		return nil, err
	}
	return settings.At(filepath.Join(dir, "settings.json")), nil
}

// OwnSettings returns the settings of Sitewell itself. Where they can't be read, that is
// said in the log when the program opens the history, and all is as for a new user.
func OwnSettings() (settings.Settings, error) {
	file, err := SettingsFile()
	if err != nil {
		return settings.Settings{}, err
	}
	return file.Read()
}

// chosenDataDir returns the folder that the person chose for the history, "" for none. One
// that does not exist, as when a disk is not connected, is a *settings.NoFolderError:
// nothing is made there, since it would be taken for the history.
func chosenDataDir() (string, error) {
	own, err := OwnSettings()
	var unreadable *settings.FileError
	if err != nil && !errors.As(err, &unreadable) {
		return "", err
	}
	if own.DataFolder == "" {
		return "", nil
	}
	if info, err := os.Stat(own.DataFolder); err != nil || !info.IsDir() {
		return "", &settings.NoFolderError{Folder: own.DataFolder}
	}
	return own.DataFolder, nil
}

// FindBrowser returns the file of the browser that was given, else of that of the settings,
// else of the first that is found. One of the settings may have been removed since.
func (s *Session) FindBrowser(given string) (string, error) {
	if s.Browser != nil {
		return s.Browser(given)
	}
	if given != "" {
		return render.Find(given)
	}
	if own, err := OwnSettings(); err == nil && own.Browser != "" {
		if path, err := render.Find(own.Browser); err == nil {
			return path, nil
		}
	}
	return render.Find("")
}

// Proxies knows through which proxy sites are asked, and its password, which is in the
// key store and, while the program runs, here.
type Proxies struct {
	Keys core.KeyStore // nil for none
	mu   sync.Mutex
	lent map[string]string // passwords by addresses
}

// keyOfProxy is under which name the key store has the password of a proxy.
func keyOfProxy(p settings.ProxyAddress) string { return "proxy " + p.String() }

// Option returns the proxy as scans want it. A password that can't be read is left out:
// then the proxy says so.
func (x *Proxies) Option(ctx context.Context) (string, error) {
	own, err := OwnSettings()
	if err != nil {
		return "", err
	}
	switch own.Proxy {
	case "":
		return "", nil
	case settings.NoProxy:
		return fetch.DirectProxy, nil
	}
	p, err := settings.ParseProxy(own.Proxy)
	if err != nil {
		return "", err
	}
	p.Password, err = x.Password(ctx, p)
	return p.URL(), err
}

// Password returns that of a proxy, "" where there is none.
func (x *Proxies) Password(ctx context.Context, p settings.ProxyAddress) (string, error) {
	if p.User == "" {
		return "", nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if known, ok := x.lent[p.String()]; ok {
		return known, nil
	}
	if x.Keys == nil {
		return "", nil
	}
	secret, err := x.Keys.Get(ctx, keyOfProxy(p))
	if errors.Is(err, core.ErrNoSecret) {
		secret, err = "", nil
	}
	if err == nil {
		x.lend(p, secret)
	}
	return secret, err
}

// lend keeps a password in memory.
func (x *Proxies) lend(p settings.ProxyAddress, password string) {
	if x.lent == nil {
		x.lent = make(map[string]string)
	}
	x.lent[p.String()] = password
}

// Keep keeps the password of a proxy, in the key store if that can be. Where it can't,
// the error is core.ErrProxyPassword, and the password is known until the program ends.
func (x *Proxies) Keep(ctx context.Context, p settings.ProxyAddress) error {
	if p.User == "" || p.Password == "" {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lend(p, p.Password)
	if x.Keys == nil {
		return core.ErrProxyPassword
	}
	if err := x.Keys.Set(ctx, keyOfProxy(p), p.Password); err != nil {
		return fmt.Errorf("%w: %w", core.ErrProxyPassword, err)
	}
	return nil
}

// SmtpVariable has the mail server and its password where there is no key store.
const SmtpVariable = "SITEWELL_SMTP_URL"
