package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The temporary folder of a profile with a long name is in that of the system. There another
// program that removes leftovers leaves it alone, and it goes with its profile.
func TestTemporaryFolderOutsideTheProfile(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder := filepath.Join(t.TempDir(), strings.Repeat("long", 20))
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	p, err := newProfile(folder)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(p.temporary(), p.dir) {
		t.Fatalf("the test proves nothing: %s", p.temporary())
	}
	removeLeftovers(os.TempDir())
	if _, err := os.Stat(p.temporary()); err != nil {
		t.Error(err)
	}
	p.remove()
	if _, err := os.Stat(p.temporary()); !os.IsNotExist(err) {
		t.Errorf("it is left behind: %v", err)
	}
}
