//go:build unix

package chooser

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	fynestorage "fyne.io/fyne/v2/storage"
)

// Fyne opens each file that it lists: one of which nothing can be read must not be listed.
func TestReadable(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"marks.xlsx", "MARKS.XLSX", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe.xlsx"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, extension string
		want            bool
	}{
		{"marks.xlsx", ".xlsx", true},
		{"MARKS.XLSX", ".xlsx", true},
		{"notes.txt", ".xlsx", false},
		{"notes.txt", "", true},
		{"pipe.xlsx", ".xlsx", false},
		{"pipe.xlsx", "", false},
		{"gone.xlsx", ".xlsx", false},
	} {
		if got := (readable{tt.extension}).Matches(fynestorage.NewFileURI(filepath.Join(folder, tt.name))); got != tt.want {
			t.Errorf("%s with %q: %v, want %v", tt.name, tt.extension, got, tt.want)
		}
	}
}
