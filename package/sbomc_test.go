package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLibrariesInC(t *testing.T) {
	folders, texts := map[string]string{}, map[string]string{}
	for _, l := range allInC {
		folders[l.module] = t.TempDir()
	}
	write := func(library int, name, text string) {
		t.Helper()
		path := filepath.Join(folders[allInC[library].module], name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(0, "sqlite3-binding.h", "#define SQLITE_VERSION        \"3.54.1\"\n")
	write(1, "glfw/include/GLFW/glfw3.h", "#define GLFW_VERSION_MAJOR          3\n/* */\n#define GLFW_VERSION_MINOR          4\n#define GLFW_VERSION_REVISION       0\n")
	write(1, "glfw/LICENSE.md", "Free.\n")
	got, err := librariesInC(folders, texts)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].PackageURL != "pkg:generic/sqlite@3.54.1" || got[1].CPE != "cpe:2.3:a:glfw:glfw:3.4.0:*:*:*:*:*:*:*" {
		t.Errorf("got %+v", got)
	}
	if want := "\nGLFW:\n\nFree.\n"; texts[allInC[1].module] != want {
		t.Errorf("licence %q, want %q", texts[allInC[1].module], want)
	}

	write(0, "sqlite3-binding.h", "#define SQLITE_VERSION SOMETHING\n")
	if got, err := librariesInC(folders, texts); err == nil {
		t.Errorf("without a version: %+v", got)
	}
}
