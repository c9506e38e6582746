//go:build unix

package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"sitewell/storage"
)

// A pipe that has the name of a file is not waited for, and neither is a link to one.
func TestPipesAreNotImported(t *testing.T) {
	db := newDB(t)
	pipe := filepath.Join(t.TempDir(), "pipe")
	link := filepath.Join(t.TempDir(), "link")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink(pipe, link)); err != nil {
		t.Fatal(err)
	}
	for what, name := range map[string]string{"pipe": pipe, "link to a pipe": link} {
		if _, err := imports(t.Context(), db, name); !errors.Is(err, storage.ErrNotFile) {
			t.Errorf("%s: %v, want %v", what, err, storage.ErrNotFile)
		}
	}
}
