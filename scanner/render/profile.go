package render

import (
	"crypto/rand"
	"errors"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	profilePrefix = "sitewell-browser-"
	lockSuffix    = ".lock"
)

// profile is a new folder in which a browser keeps its files while it runs. A lock
// beside it shows that its owner is alive: operating systems release it when a program
// ends, however it ends.
type profile struct {
	dir  string
	lock *flock.Flock
}

// profileFolder returns where the profiles of a browser are kept. One that is confined to
// folders of its own can't write to that of the system.
func profileFolder(o Options) string {
	if o.TempDir != "" {
		return o.TempDir
	}
	if folder := confinedTo(o.Program, os.Getenv("HOME")); folder != "" && os.MkdirAll(folder, 0o700) == nil {
		return folder
	}
	return os.TempDir()
}

// confinedTo returns the folder that a browser from a snap or from Flatpak can write to,
// "" for any other program.
func confinedTo(program, home string) string {
	slashed := filepath.ToSlash(program)
	switch folder, name := path.Split(slashed); {
	case home == "":
	case folder == "/snap/bin/":
		snap, _, _ := strings.Cut(name, ".") // "brave", "chromium.chromedriver"
		return filepath.Join(home, "snap", snap, "common", "sitewell")
	case strings.HasSuffix(folder, "/flatpak/exports/bin/"):
		return filepath.Join(home, ".var", "app", name, "cache", "sitewell")
	}
	return ""
}

// RemoveLeftovers ends browsers that an earlier run of this program left running because
// it was killed, and deletes their profiles. program is the browser that is used now; ""
// if there is none.
func RemoveLeftovers(program string) { removeLeftovers(profileFolder(Options{Program: program})) }

// newProfile makes a profile in a folder, after the profiles of programs that did not
// come to delete theirs are removed from it.
func newProfile(folder string) (*profile, error) {
	removeLeftovers(folder)
	dir := filepath.Join(folder, profilePrefix+rand.Text()[:12])
	lock := flock.New(dir+lockSuffix, flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		err = errors.New("the new profile of the browser is locked")
	}
	if err != nil {
		return nil, err
	}
	p := &profile{dir: dir, lock: lock}
	for _, folder := range []string{dir, p.temporary()} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			p.remove()
			return nil, err
		}
	}
	return p, nil
}

// temporary returns the folder for what the browser would leave in that of the system
// when it is killed. Outside the profile its name has another beginning, so that nobody
// takes it for the profile of a program that has ended.
func (p *profile) temporary() string {
	if within := filepath.Join(p.dir, "t"); len(within) <= longestTemporary {
		return within
	}
	return filepath.Join(os.TempDir(), "temporary-"+filepath.Base(p.dir))
}

// longestTemporary is how long the name of that folder may be: Chromium puts a socket
// into it, whose name has an upper limit (unix(7): 108 bytes).
const longestTemporary = 107 - len("/org.chromium.Chromium.XXXXXX/SingletonSocket")

// environment returns what is to be added to the environment of the browser.
func (p *profile) environment() []string {
	if runtime.GOOS != "linux" || len(p.temporary()) > longestTemporary {
		return nil
	}
	return []string{"TMPDIR=" + p.temporary()}
}

// removeLeftovers removes profiles whose owners have ended, and ends what still uses them.
func removeLeftovers(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !e.IsDir() || !strings.HasPrefix(e.Name(), profilePrefix) {
			continue
		}
		dir := filepath.Join(folder, e.Name())
		lock := flock.New(dir+lockSuffix, flock.SetPermissions(0o600))
		if locked, err := lock.TryLock(); err != nil || !locked {
			continue
		}
		killUsersOf(dir)
		(&profile{dir: dir, lock: lock}).remove()
	}
}

// remove deletes the profile. Processes of the browser that are just ending may still
// write to it, so that it is tried for a while.
func (p *profile) remove() {
	for range 100 {
		if errors.Join(os.RemoveAll(p.dir), os.RemoveAll(p.temporary())) == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.lock.Unlock()
	os.Remove(p.lock.Path())
}
