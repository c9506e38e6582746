package render

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
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

// newProfile makes a profile in a folder, after the profiles of programs that did not
// come to delete theirs are removed from it.
func newProfile(folder string) (*profile, error) {
	if folder == "" {
		folder = os.TempDir()
	}
	removeLeftovers(folder)
	dir := filepath.Join(folder, profilePrefix+rand.Text())
	lock := flock.New(dir+lockSuffix, flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		err = errors.New("the new profile of the browser is locked")
	}
	if err != nil {
		return nil, err
	}
	p := &profile{dir: dir, lock: lock}
	if err := os.Mkdir(dir, 0o700); err != nil {
		p.remove()
		return nil, err
	}
	return p, nil
}

// removeLeftovers removes profiles whose owners have ended.
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
		(&profile{dir: dir, lock: lock}).remove()
	}
}

// remove deletes the profile. Processes of the browser that are just ending may still
// write to it, so that it is tried for a while.
func (p *profile) remove() {
	for range 100 {
		if os.RemoveAll(p.dir) == nil {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.lock.Unlock()
	os.Remove(p.lock.Path())
}
