package output

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func put(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// text writes a text.
func text(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

func TestWriteReplaces(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.xlsx")
	for _, want := range []string{"old", "new"} {
		if err := Write(t.Context(), path, nil, text(want)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, path); got != want {
			t.Errorf("the file contains %q, want %q", got, want)
		}
	}
	if diff := cmp.Diff([]string{"report.xlsx"}, names(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

// What was there stays when a report can't be completed.
func TestWriteKeepsOldOnError(t *testing.T) {
	failure := errors.New("no more rows")
	cancelled, cancel := context.WithCancel(t.Context())
	for _, tt := range []struct {
		name  string
		write func(io.Writer) error
		want  error
	}{
		{"rows fail", func(w io.Writer) error { return errors.Join(text("half")(w), failure) }, failure},
		{"cancelled while writing", func(w io.Writer) error {
			if err := text("half")(w); err != nil {
				return err
			}
			cancel()
			return text("other half")(w)
		}, context.Canceled},
		{"cancelled after the last byte", func(w io.Writer) error { return nil }, context.Canceled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "report.xlsx")
			put(t, path, "old", 0o644)
			if err := Write(cancelled, path, nil, tt.write); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if got := content(t, path); got != "old" {
				t.Errorf("the file contains %q, want what was there", got)
			}
			if diff := cmp.Diff([]string{"report.xlsx"}, names(t, dir)); diff != "" {
				t.Errorf("files (-want +got):\n%s", diff)
			}
		})
	}
}

// writeObserved writes a file, and returns its mode while it is written and afterwards.
func writeObserved(t *testing.T, path string) (during, after os.FileMode) {
	t.Helper()
	err := Write(t.Context(), path, nil, func(io.Writer) error {
		parts, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".sitewell-*.part"))
		if err != nil || len(parts) != 1 {
			t.Fatalf("part files %v, %v", parts, err)
		}
		info, err := os.Stat(parts[0])
		during = info.Mode().Perm()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return during, info.Mode().Perm()
}

func TestWriteKeepsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.xlsx")
	for _, mode := range []os.FileMode{0o600, 0o640, 0o666, 0o755} {
		put(t, path, "old", mode)
		if during, after := writeObserved(t, path); after != mode || during != 0o600 {
			t.Errorf("mode %v, while it was written %v; want %v", after, during, mode)
		}
	}
}

func TestWriteFollowsLinks(t *testing.T) {
	dir := t.TempDir()
	for _, folder := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(t, filepath.Join(dir, "b", "real"), "old", 0o644)
	for name, target := range map[string]string{"a/first": "../b/second", "b/second": "real", "a/dangling": "../b/new", "a/loop": "loop"} {
		if err := os.Symlink(target, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Fatal(err)
		}
	}
	for link, file := range map[string]string{"first": "real", "dangling": "new"} {
		path := filepath.Join(dir, "a", link)
		if err := Write(t.Context(), path, nil, text(link)); err != nil {
			t.Fatal(err)
		}
		if got := content(t, filepath.Join(dir, "b", file)); got != link {
			t.Errorf("%s leads to %q", link, got)
		}
		if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is no link any more: %v, %v", link, info, err)
		}
	}
	if err := Write(t.Context(), filepath.Join(dir, "a", "loop"), nil, text("")); err == nil {
		t.Error("a link to itself was written")
	}
}

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put(t, at("file"), "", 0o644)
	put(t, at("q.db"), "history", 0o644)
	for name, target := range map[string]string{"soft": "q.db", "future": "q.db-wal"} {
		if err := os.Symlink(target, at(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Link(at("q.db"), at("hard")); err != nil {
		t.Fatal(err)
	}
	reserved := []Reserved{{at("q.db"), History}, {at("q.db-wal"), History}, {at("cookies"), Input}, {at("none/x.log"), Log}}
	history, twice := &InUseError{Use: History}, &InUseError{Use: Output}
	tests := []struct {
		name  string
		paths []string
		want  error
	}{
		{"new file", []string{at("new.xlsx")}, nil},
		{"existing file", []string{at("file")}, nil},
		{"two files", []string{at("file"), at("other")}, nil},
		{"a folder", []string{dir}, ErrIsFolder},
		{"no such folder", []string{at("none/new.xlsx")}, fs.ErrNotExist},
		{"no name", []string{""}, ErrNoName},
		{"the history", []string{at("q.db")}, history},
		{"by another path", []string{dir + "/./q.db"}, history},
		{"by a symbolic link", []string{at("soft")}, history},
		{"by a hard link", []string{at("hard")}, history},
		{"a file that the history will have", []string{at("q.db-wal")}, history},
		{"by a symbolic link", []string{at("future")}, history},
		{"an input", []string{at("new.xlsx"), at("cookies")}, &InUseError{Use: Input}},
		{"a log in a folder yet to be made", []string{at("none/x.log")}, &InUseError{Use: Log}},
		{"twice", []string{at("a"), at("b"), dir + "/./a"}, twice},
		{"twice a file that is there", []string{at("file"), dir + "/../" + filepath.Base(dir) + "/file"}, twice},
	}
	before := names(t, dir)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Check(tt.paths, reserved)
			var got, want *InUseError
			if errors.As(tt.want, &want) {
				if !errors.As(err, &got) || got.Use != want.Use || got.Path != tt.paths[len(tt.paths)-1] {
					t.Errorf("got %v, want %v of %s", err, want, tt.paths)
				}
			} else if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if len(tt.paths) == 1 && tt.want != nil {
				if err := Write(t.Context(), tt.paths[0], reserved, text("x")); err == nil {
					t.Error("it was written nevertheless")
				}
			}
		})
	}
	if diff := cmp.Diff(before, names(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if got := content(t, at("q.db")); got != "history" {
		t.Errorf("the history contains %q", got)
	}
}

// What is written by name has the same promises: whole or not at all, and the
// old file's mode.
func TestWriteNamed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "report.db")
	put(t, path, "old", 0o640)
	broken := errors.New("broken")
	err := WriteNamed(t.Context(), path, nil, func(name string) error {
		put(t, name, "half", 0o600)
		return broken
	})
	if !errors.Is(err, broken) || content(t, path) != "old" {
		t.Errorf("%v, and the file contains %q", err, content(t, path))
	}
	if err := WriteNamed(t.Context(), path, nil, func(name string) error { return os.WriteFile(name, []byte("new"), 0o600) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"report.db"}, names(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 || content(t, path) != "new" {
		t.Errorf("mode %v with %q, %v", info.Mode(), content(t, path), err)
	}
}
