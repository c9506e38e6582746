package core

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"sitewell/app/core/folder"
	"sitewell/assets/demo"
	"sitewell/scanner/profile"
	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// ErrFolder: a folder that is to be scanned is not there.
var ErrFolder = folder.ErrNoFolder

// ScanFolder serves the files of a folder of this computer for as long as their scan
// takes, and scans them. Each folder is a site of the history, known by its path.
func (rn *Runner) ScanFolder(ctx context.Context, dir string, how ScanOverrides) (*Running, error) {
	if err := rn.accepts(); err != nil {
		return nil, err
	}
	real, err := realFolder(dir)
	if err != nil {
		return nil, err
	}
	site, err := rn.folderSite(ctx, real)
	if err != nil {
		return nil, err
	}
	server, err := folder.Start(context.WithoutCancel(ctx), real, site.Start)
	if err != nil {
		return nil, err
	}
	site.Start = server.URL()
	start, err := weburl.Parse(site.Start)
	if err == nil {
		err = how.check(start)
	}
	if err != nil {
		return nil, errors.Join(err, server.Close())
	}
	if site, err = rn.db.SaveSite(ctx, site); err != nil {
		return nil, errors.Join(fmt.Errorf("store site: %w", err), server.Close())
	}
	return rn.start(ctx, site, how, server.Close)
}

// IsFolder reports whether what a person typed is a folder of this computer and no
// address: "./public", "../site", "/srv/www", "C:\site" or ".". A name alone is an
// address.
func IsFolder(typed string) bool {
	typed = strings.TrimSpace(typed)
	return typed == "." || typed == ".." || filepath.IsAbs(typed) || filepath.VolumeName(typed) != "" ||
		strings.HasPrefix(filepath.ToSlash(typed), "./") || strings.HasPrefix(filepath.ToSlash(typed), "../")
}

// realFolder returns the absolute path of a folder without symbolic links.
func realFolder(dir string) (string, error) {
	abs, err := filepath.Abs(strings.TrimSpace(dir))
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrFolder, err)
	}
	if info, err := os.Stat(abs); err != nil || !info.IsDir() {
		return "", errors.Join(ErrFolder, err)
	}
	return abs, nil
}

// folderSite finds the site of a folder, or makes one without an address.
func (rn *Runner) folderSite(ctx context.Context, dir string) (storage.Site, error) {
	s, err := rn.siteOfFolder(ctx, dir)
	switch {
	case errors.Is(err, storage.ErrNotFound):
		settings, err := (profile.Settings{Folder: dir, NoDelay: true}).JSON()
		return storage.Site{Name: folderName(dir), Settings: settings}, err
	case err != nil:
		return storage.Site{}, err
	case s.Last != nil && s.Last.State == storage.Elsewhere:
		return storage.Site{}, storage.ErrSiteElsewhere
	case rn.runningAt(s.ID) != nil:
		return storage.Site{}, ErrScanning
	}
	return s.Site, nil
}

// folderName is what the site of a folder is called: by the folder above where its own
// name says nothing, as "public" does.
func folderName(dir string) string {
	name, above := filepath.Base(dir), filepath.Base(filepath.Dir(dir))
	if above == "." || above == string(filepath.Separator) {
		return name
	}
	return above + "/" + name
}

// siteOfFolder finds the site of a folder by its path; storage.ErrNotFound for none.
func (b *base) siteOfFolder(ctx context.Context, dir string) (storage.SiteSummary, error) {
	sites, err := b.db.Sites(ctx)
	if err != nil {
		return storage.SiteSummary{}, fmt.Errorf("look for the site of a folder: %w", err)
	}
	for _, s := range sites {
		if settings, err := profile.Parse(s.Settings); err == nil && settings.Folder == dir {
			return s, nil
		}
	}
	return storage.SiteSummary{}, storage.ErrNotFound
}

// serveAgain serves what Sitewell itself serves (the demo site, a folder) at the address
// that it had in an earlier scan, and gives what ends that; nil for other sites.
func serveAgain(ctx context.Context, settings profile.Settings, start string) (end func() error, err error) {
	ctx = context.WithoutCancel(ctx)
	switch {
	case settings.Demo:
		server, err := demo.StartAt(ctx, start)
		if err != nil {
			return nil, errors.Join(ErrDemoGone, err)
		}
		return server.Close, nil
	case settings.Folder != "":
		server, err := folder.Start(ctx, settings.Folder, start)
		if err != nil {
			return nil, err
		}
		if server.URL() != start {
			return nil, errors.Join(ErrFolderElsewhere, server.Close())
		}
		return server.Close, nil
	default:
		return nil, nil
	}
}
