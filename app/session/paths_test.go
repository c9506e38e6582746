package session

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestUserDir(t *testing.T) {
	home := filepath.FromSlash("/home/anna")
	tests := []struct {
		name, system string
		env          map[string]string
		want         string
		err          error
	}{
		{"Linux", "linux", map[string]string{"HOME": home}, "/home/anna/.local/share/sitewell", nil},
		{"Linux, folder of its own", "linux", map[string]string{"HOME": home, "XDG_DATA_HOME": "/data"}, "/data/sitewell", nil},
		{"Linux, relative folder is ignored", "linux", map[string]string{"HOME": home, "XDG_DATA_HOME": "data"}, "/home/anna/.local/share/sitewell", nil},
		{"macOS", "darwin", map[string]string{"HOME": home, "XDG_DATA_HOME": "/data"}, "/home/anna/Library/Application Support/Sitewell", nil},
		{"Windows", "windows", map[string]string{"LocalAppData": "/local"}, "/local/Sitewell", nil},
		{"Windows without", "windows", nil, "", errNoHome},
		{"nowhere", "linux", nil, "", errNoHome},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, name := range []string{"HOME", "XDG_DATA_HOME", "LocalAppData", "USERPROFILE"} {
				t.Setenv(name, tt.env[name])
			}
			got, err := userDir(tt.system, "XDG_DATA_HOME", ".local/share")
			if got != filepath.FromSlash(tt.want) || !errors.Is(err, tt.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

// What somebody has scanned is nobody else's business.
func TestDataDirIsPrivate(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"XDG_DATA_HOME", "LocalAppData", "HOME"} {
		t.Setenv(name, home)
	}
	dir, err := dataDir()
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); runtime.GOOS != "windows" && got != 0o700 {
		t.Errorf("folder has mode %o, want 700", got)
	}
}
