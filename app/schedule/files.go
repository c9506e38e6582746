package schedule

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile replaces a file of the person's settings, and makes its folder.
func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// removeFile removes a file, if it is there.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// areFiles reports whether files have these texts, by their paths. The error is
// fs.ErrNotExist where one is missing.
func areFiles(texts map[string]string) (same bool, err error) {
	same = true
	for path, want := range texts {
		got, err := os.ReadFile(path)
		if err != nil {
			return false, err
		}
		same = same && string(got) == want
	}
	return same, nil
}
