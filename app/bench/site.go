package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// siteFolder returns the folder to serve: the named one, or the pages of a
// Debian package, which is downloaded once and kept in the user's cache.
func siteFolder(ctx context.Context, name string) (string, error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return name, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	root := filepath.Join(cache, "sitewell-bench", filepath.Base(name))
	if dir, err := pagesIn(root); err == nil {
		return dir, nil
	}
	if err := fetchPackage(ctx, name, root); err != nil {
		return "", fmt.Errorf("download package %s (on Debian, after apt-get update): %w", name, err)
	}
	return pagesIn(root)
}

// docPackage matches the packages that a documentation package depends on for
// its pages: python3-doc depends on python3.11-doc.
var docPackage = regexp.MustCompile(`[a-z0-9][a-z0-9.+-]*-doc\b`)

func fetchPackage(ctx context.Context, name, root string) error {
	work, err := os.MkdirTemp("", "sitewell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(root, 0o755); err != nil {
		return err
	}
	command := func(name string, args ...string) ([]byte, error) {
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir, cmd.Stderr = work, os.Stderr
		return cmd.Output()
	}
	for todo, done := []string{name}, map[string]bool{}; len(todo) > 0; todo = todo[1:] {
		if done[todo[0]] {
			continue
		}
		done[todo[0]] = true
		if _, err := command("apt-get", "download", todo[0]); err != nil {
			return err
		}
		archives, err := filepath.Glob(filepath.Join(work, todo[0]+"_*.deb"))
		if err != nil || len(archives) == 0 {
			return errors.Join(err, fmt.Errorf("%s was not downloaded", todo[0]))
		}
		if _, err := command("dpkg-deb", "-x", archives[0], root); err != nil {
			return err
		}
		depends, err := command("dpkg-deb", "-f", archives[0], "Depends")
		if err != nil {
			return err
		}
		todo = append(todo, docPackage.FindAllString(string(depends), -1)...)
	}
	return nil
}

// errNoPages reports that a package has no start page.
var errNoPages = errors.New("no index.html in it")

// pagesIn returns the topmost folder that contains an index.html, or the one
// with the most files if there are several.
func pagesIn(root string) (string, error) {
	best, most := "", 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() != "index.html" {
			return err
		}
		dir := filepath.Dir(p)
		if best != "" && strings.HasPrefix(dir, best+string(filepath.Separator)) {
			return nil
		}
		if n := filesIn(dir); n > most {
			best, most = dir, n
		}
		return nil
	})
	if err == nil && best == "" {
		err = errNoPages
	}
	return best, err
}

func filesIn(dir string) (n int) {
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return nil
	})
	return n
}
