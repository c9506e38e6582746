package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"sitewell/app/core"
	"sitewell/app/settings"
	"sitewell/scanner"
	"sitewell/scanner/fetch"
	"sitewell/scanner/render"
)

// settingsFile returns the file of the settings of Sitewell itself.
func settingsFile() (*settings.File, error) {
	dir, err := configDir()
	if err != nil {
		return nil, err
	}
	return settings.At(filepath.Join(dir, "settings.json")), nil
}

// ownSettings returns the settings of Sitewell itself. Where they can't be read, that is
// said in the log when the program opens the history, and all is as for a new user.
func ownSettings() (settings.Settings, error) {
	file, err := settingsFile()
	if err != nil {
		return settings.Settings{}, err
	}
	return file.Read()
}

// chosenDataDir returns the folder that the person chose for the history, "" for none. One
// that does not exist, as when a disk is not connected, is a *settings.NoFolderError:
// nothing is made there, since it would be taken for the history.
func chosenDataDir() (string, error) {
	own, err := ownSettings()
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

// findBrowser returns the file of the browser that was given, else of that of the settings,
// else of the first that is found. One of the settings may have been removed since.
func (p *program) findBrowser(given string) (string, error) {
	if p.seams.browser != nil {
		return p.seams.browser(given)
	}
	if given != "" {
		return render.Find(given)
	}
	if own, err := ownSettings(); err == nil && own.Browser != "" {
		if path, err := render.Find(own.Browser); err == nil {
			return path, nil
		}
	}
	return render.Find("")
}

// proxies knows through which proxy sites are asked, and its password, which is in the
// key store and, while the program runs, here.
type proxies struct {
	keys core.KeyStore // nil for none
	mu   sync.Mutex
	lent map[string]string // passwords by addresses
}

// keyOfProxy is under which name the key store has the password of a proxy.
func keyOfProxy(p settings.ProxyAddress) string { return "proxy " + p.String() }

// option returns the proxy as scans want it. A password that can't be read is left out:
// then the proxy says so.
func (x *proxies) option(ctx context.Context) (string, error) {
	own, err := ownSettings()
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
	p.Password, err = x.password(ctx, p)
	return p.URL(), err
}

// password returns that of a proxy, "" where there is none.
func (x *proxies) password(ctx context.Context, p settings.ProxyAddress) (string, error) {
	if p.User == "" {
		return "", nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if known, ok := x.lent[p.String()]; ok {
		return known, nil
	}
	if x.keys == nil {
		return "", nil
	}
	secret, err := x.keys.Get(ctx, keyOfProxy(p))
	if errors.Is(err, core.ErrNoSecret) {
		secret, err = "", nil
	}
	if err == nil {
		x.lend(p, secret)
	}
	return secret, err
}

// lend keeps a password in memory.
func (x *proxies) lend(p settings.ProxyAddress, password string) {
	if x.lent == nil {
		x.lent = make(map[string]string)
	}
	x.lent[p.String()] = password
}

// keep keeps the password of a proxy, in the key store if that can be. Where it can't,
// the error is core.ErrProxyPassword, and the password is known until the program ends.
func (x *proxies) keep(ctx context.Context, p settings.ProxyAddress) error {
	if p.User == "" || p.Password == "" {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lend(p, p.Password)
	if x.keys == nil {
		return core.ErrProxyPassword
	}
	if err := x.keys.Set(ctx, keyOfProxy(p), p.Password); err != nil {
		return fmt.Errorf("%w: %w", core.ErrProxyPassword, err)
	}
	return nil
}

// prepareScan has scans ask through the proxy of the settings.
func (p *program) prepareScan(ctx context.Context) func(*scanner.Options) {
	return func(o *scanner.Options) {
		if p.proxies != nil {
			var err error
			if o.Proxy, err = p.proxies.option(ctx); err != nil && o.Logger != nil {
				o.Logger.Warn("the proxy of the settings, or its password, can't be read", "error", err)
			}
		}
		if p.prepare != nil {
			p.prepare(o)
		}
	}
}
