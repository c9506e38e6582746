package sqlite

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/pagesum"
)

// checkSound fails where anything of a history is damaged.
func checkSound(t *testing.T, what, path string) {
	t.Helper()
	db := openTest(t, path)
	defer db.Close()
	check, err := db.Check(t.Context(), func(int, int) {})
	if err != nil || !check.IsSound() {
		t.Errorf("%s: %v, %+v", what, err, check)
	}
}

// written puts the bytes of a history in a file.
func written(t *testing.T, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "history.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A copy that is made while a scan stores batches has all that was stored before,
// with checksums, and a restored one answers as the original did.
func TestBackupWhileAScanRuns(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	filled(t, db, site, 1, 6)
	w := scanOf(t, db, site)
	g := newGenerator(2)
	for range 3 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	copied := filepath.Join(t.TempDir(), "copy.db")
	done := make(chan error, 1)
	go func() { done <- db.Backup(t.Context(), copied, func(int64, int64) {}) }()
	for range 10 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	restored := filepath.Join(t.TempDir(), "history.db")
	kept, err := dbfile.Restore(t.Context(), restored, copied, dbfile.Options{}, nil)
	if err != nil || kept != "" {
		t.Fatalf("restore: %v, kept %q", err, kept)
	}
	checkSound(t, "restored", restored)
	if info, err := os.Stat(restored); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("restored file: %v, %v", info.Mode(), err)
	}
}

// What is restored takes the place of a history that is damaged or not, and that is
// kept with all that it had.
func TestRestoreKeepsWhatWasThere(t *testing.T) {
	data, scans := damagedHistory(t)
	copied := written(t, data)
	want := answers(t.Context(), t, data, scans)
	path := written(t, append(slices.Clone(data[:8000]), make([]byte, len(data)-8000)...))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := dbfile.Restore(t.Context(), path, copied, dbfile.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(kept); err != nil || string(now) != string(before) {
		t.Errorf("the history before is not as it was: %v", err)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, answers(t.Context(), t, now, scans)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*"))
	if len(left) != 2 {
		t.Errorf("files: %q, want the history and the one before", left)
	}
}

// Nothing is restored while a program has the history open, or from a file that is no
// sound history.
func TestRestoreRefuses(t *testing.T) {
	data, _ := damagedHistory(t)
	good := written(t, data)
	db := newDB(t)
	newSite(t, db)
	if _, err := dbfile.Restore(t.Context(), db.file.Path, good, dbfile.Options{}, nil); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("while it is open: %v, want ErrBusy", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	damaged := slices.Clone(data)
	damaged[len(damaged)/2] ^= 1
	for what, tt := range map[string]struct {
		from string
		want error
	}{
		"damaged": {written(t, damaged), storage.ErrCorrupt},
		"cut off": {written(t, data[:len(data)/2]), storage.ErrCorrupt},
		"text":    {written(t, []byte(strings.Repeat("Dear diary. ", 100))), storage.ErrNotDatabase},
		"empty":   {written(t, nil), storage.ErrNotDatabase},
		"none":    {filepath.Join(t.TempDir(), "none.db"), storage.ErrNotFound},
		"folder":  {t.TempDir(), storage.ErrNotFile},
		"device":  {os.DevNull, storage.ErrNotFile},
		"itself":  {db.file.Path, storage.ErrSameFile},
	} {
		_, err := dbfile.Restore(t.Context(), db.file.Path, tt.from, dbfile.Options{}, nil)
		if backup := (*storage.BackupError)(nil); !errors.Is(err, tt.want) || !errors.As(err, &backup) {
			t.Errorf("%s: %v, want a BackupError with %v", what, err, tt.want)
		}
		left, _ := filepath.Glob(filepath.Join(filepath.Dir(db.file.Path), "*"))
		if len(left) != 1 {
			t.Fatalf("%s: files %q, want the history alone", what, left)
		}
	}
	checkSound(t, "after all", db.file.Path)
}

// Wherever a program is killed while it replaces a history, the next start finds the
// old one or the new one, and what was in the old one's -wal file is not in the new one.
func TestReplacingIsFinishedAtTheNextStart(t *testing.T) {
	data, _ := damagedHistory(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "history.db")
	for _, killed := range []struct {
		what  string
		files map[string][]byte
		left  []string
	}{
		{"while copying", map[string][]byte{"": data, ".replacing": data[:5000]}, []string{"history.db", "history.db.replacing"}},
		{"before the old one is set aside", map[string][]byte{"": data, ".replacement": data}, []string{"history.db"}},
		{
			"before the new one is in place",
			map[string][]byte{".old-1": data, ".replacement": data, "-wal": []byte(strings.Repeat("wal", 1000)), "-shm": nil},
			[]string{"history.db", "history.db.old-1", "history.db.old-1-wal"},
		},
	} {
		for name, data := range killed.files {
			if err := os.WriteFile(path+name, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		checkSound(t, killed.what, path)
		var left []string
		all, _ := filepath.Glob(filepath.Join(folder, "*"))
		for _, name := range all {
			left = append(left, filepath.Base(name))
			os.Remove(name)
		}
		if diff := cmp.Diff(killed.left, left); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", killed.what, diff)
		}
	}
}

// A compacted history answers as before in less room, while others read.
func TestCompact(t *testing.T) {
	db := newDB(t)
	site := newSite(t, db)
	first, _ := filled(t, db, site, 1, 20)
	second, m := filled(t, db, site, 2, 6)
	if err := db.DeleteScan(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	before, after, err := db.Compact(t.Context(), func(int64, int64) {})
	if err != nil {
		t.Fatal(err)
	}
	if after > before || after != db.Size() {
		t.Errorf("%d bytes before, %d after, %d now", before, after, db.Size())
	}
	checkModel(t, db, second, m)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, "compacted", db.file.Path)
}

// A compaction that is stopped changes nothing.
func TestCompactStopped(t *testing.T) {
	db := newDB(t)
	scan, m := filled(t, db, newSite(t, db), 1, 20)
	for after := time.Duration(0); after < 20*time.Millisecond; after += time.Millisecond {
		ctx, cancel := context.WithTimeout(t.Context(), after)
		if _, _, err := db.Compact(ctx, nil); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("after %v: %v", after, err)
		}
		cancel()
	}
	checkModel(t, db, scan, m)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	checkSound(t, "stopped", db.file.Path)
}

// salvageEvery is of how many pages one is damaged, after the first ones.
const salvageEvery = 9

// Whatever is damaged of a file, what comes out is sound, tells what is lost, and the
// damaged file is kept.
func TestSalvage(t *testing.T) {
	data, scans := damagedHistory(t)
	pages := len(data) / pagesum.PageSize
	saved, gone, lost, none := 0, 0, 0, 0
	for page := range pages {
		if page > 8 && page%salvageEvery != 0 {
			continue
		}
		damaged := slices.Clone(data)
		clear(damaged[page*pagesum.PageSize : (page+1)*pagesum.PageSize])
		path := written(t, damaged)
		result, err := Salvage(t.Context(), path, Options{Clock: clock, Logger: slog.New(slog.NewTextHandler(testWriter{t}, nil))}, func(int, int) {})
		if err != nil {
			none++
			if !errors.Is(err, storage.ErrCorrupt) && !errors.Is(err, storage.ErrNotDatabase) {
				t.Errorf("page %d: %v", page+1, err)
			}
			if now, readErr := os.ReadFile(path); readErr != nil || string(now) != string(damaged) {
				t.Errorf("page %d: the file is changed after %v", page+1, err)
			}
			continue
		}
		if now, err := os.ReadFile(result.Kept); err != nil || string(now) != string(damaged) {
			t.Errorf("page %d: the damaged file is not kept: %v", page+1, err)
		}
		checkSound(t, fmt.Sprintf("page %d", page+1), path)
		for _, s := range result.Scans {
			switch {
			case s.Gone:
				gone++
			case s.IsWhole():
				saved++
			default:
				lost++
			}
		}
	}
	t.Logf("%d pages: %d scans whole, %d with something lost, %d gone; %d files of which nothing could be read", pages, saved, lost, gone, none)
	if none > 3 || saved == 0 || gone > (saved+lost)/4 {
		t.Errorf("too little is saved of %d scans", len(scans))
	}
}

// A sound file comes out as it went in.
func TestSalvageOfASoundHistory(t *testing.T) {
	data, scans := damagedHistory(t)
	path := written(t, data)
	want := answers(t.Context(), t, data, scans)
	result, err := Salvage(t.Context(), path, Options{Clock: clock}, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range result.Scans {
		if !s.IsWhole() {
			t.Errorf("scan %d: %+v", s.Scan.ID, s)
		}
	}
	if len(result.Tables) > 0 {
		t.Errorf("damaged tables: %q", result.Tables)
	}
	now, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, answers(t.Context(), t, now, scans)); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}
