package dbfile

import (
	"context"
	"os"
	"path/filepath"
	"runtime"

	"sitewell/storage"
)

// spareRoom is how much room Compact leaves on the disk.
const spareRoom = 16 << 20

// Compact rewrites the database without free pages and with rows that
// belong together beside each other, and returns its sizes in bytes before and
// after. It is one transaction: where it is cut short, everything is as it
// was. Others can read meanwhile; who writes waits. *storage.NoRoomError
// where it needs more room than there is.
func (f *File) Compact(ctx context.Context, progress Progress) (before, after int64, err error) {
	if f.Write == nil {
		return 0, 0, Wrap("compact", storage.ErrReadOnly)
	}
	before = sizeOf(f.Path) + sizeOf(f.Path+"-wal")
	content, err := contentSize(ctx, f.Write)
	if err != nil {
		return 0, 0, Wrap("compact", Cancelled(ctx, err))
	}
	if err := checkRoom(f.Path, content); err != nil {
		return 0, 0, Wrap("compact", err)
	}
	end := watchSize(f.Path+"-wal", content, progress)
	_, err = f.Write.ExecContext(ctx, `VACUUM`)
	end()
	if err != nil {
		return 0, 0, Wrap("compact", Cancelled(ctx, err))
	}
	var blocked, pages, moved int
	if err := f.Write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&blocked, &pages, &moved); err != nil {
		return 0, 0, Wrap("compact", Cancelled(ctx, err))
	}
	return before, sizeOf(f.Path) + sizeOf(f.Path+"-wal"), nil
}

// Size returns how many bytes the database takes on disk.
func (f *File) Size() int64 { return sizeOf(f.Path) + sizeOf(f.Path+"-wal") }

// sizeOf returns the size of a file, 0 where there is none.
func sizeOf(name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		return 0
	}
	return info.Size()
}

// checkRoom reports whether there is room for a -wal file with all of the content
// beside the database, and for a temporary file of that size
// (https://www.sqlite.org/lang_vacuum.html).
func checkRoom(path string, content int64) error {
	folder, temporary := filepath.Dir(path), temporaryFolder()
	need := map[string]int64{folder: spareRoom + content}
	need[temporary] += content
	if sameDisk(folder, temporary) {
		need = map[string]int64{folder: spareRoom + 2*content}
	}
	for folder, bytes := range need {
		if free, known := freeRoom(folder); known && free < bytes {
			return &storage.NoRoomError{Folder: folder, Need: bytes, Free: free}
		}
	}
	return nil
}

// temporaryFolder returns where SQLite makes its temporary files
// (https://www.sqlite.org/tempfiles.html#temporary_file_storage_locations).
func temporaryFolder() string {
	if runtime.GOOS == "windows" {
		return os.TempDir()
	}
	for _, folder := range []string{os.Getenv("SQLITE_TMPDIR"), os.Getenv("TMPDIR"), "/var/tmp", "/usr/tmp", "/tmp"} {
		if info, err := os.Stat(folder); folder != "" && err == nil && info.IsDir() {
			return folder
		}
	}
	return "."
}
