// Package pagesum adds a checksum to each page of a database as SQLite writes it,
// and verifies it as SQLite reads the page. It is a VFS
// (https://www.sqlite.org/vfs.html) around that of the system, and must not know
// what is in the pages.
//
// A database has checksums if its pages have 4,096 bytes, of which 8 are reserved
// (https://www.sqlite.org/fileformat2.html#resbyte). Other programs can read it.
package pagesum

// #include "vfs.h"
import "C"

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"unsafe"

	_ "github.com/mattn/go-sqlite3" // what vfs.c calls
)

// Names of the VFS, for the parameter vfs of a data source name. Lenient also reads
// pages without a checksum, to which AddMissing would add it.
const (
	Name    = C.PAGESUM_STRICT
	Lenient = C.PAGESUM_LENIENT
)

// PageSize is that of the pages in bytes, and Reserved is how many of them are
// not SQLite's.
const (
	PageSize = C.PAGESUM_PAGE
	Reserved = C.PAGESUM_SUM
)

// Register makes both VFS known to SQLite. It can be called often.
var Register = sync.OnceValue(func() error {
	if code := C.pagesum_register(); code != 0 {
		return fmt.Errorf("register the VFS with checksums: SQLite error %d", int(code))
	}
	return nil
})

// sum returns the checksum of a page. number counts from 1.
func sum(page []byte, number int64) uint64 {
	return uint64(C.pagesum_of(unsafe.Pointer(&page[0]), C.uint32_t(number)))
}

// AddMissing adds the checksum to each page of a file that has none, and returns to
// how many. Another program leaves such pages where it moves the -wal file of a
// program that was killed into the database. Nobody may have the database open.
func AddMissing(path string) (added int, err error) {
	return addSums(path, func(page []byte, _ int64) bool { return isMissing(page) })
}

// Adopt adds the checksum to each page that has none of a database that another
// program has copied, and to the first one, whatever it has: such a program changes its header.
func Adopt(path string) error {
	_, err := addSums(path, func(page []byte, number int64) bool { return number == 1 || isMissing(page) })
	return err
}

func isMissing(page []byte) bool { return C.pagesum_is_missing(unsafe.Pointer(&page[0])) != 0 }

// addSums writes the checksum of each page of a file that lacks it, and returns of how
// many. Pages count from 1.
func addSums(path string, lacks func(page []byte, number int64) bool) (added int, err error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	page := make([]byte, PageSize)
	for at := int64(0); ; at += PageSize {
		if _, err := f.ReadAt(page, at); err != nil {
			if !errors.Is(err, io.EOF) {
				return added, err
			}
			break
		}
		number := at/PageSize + 1
		if !lacks(page, number) {
			continue
		}
		binary.LittleEndian.PutUint64(page[PageSize-Reserved:], sum(page, number))
		if _, err := f.WriteAt(page[PageSize-Reserved:], at+PageSize-Reserved); err != nil {
			return added, err
		}
		added++
	}
	if added == 0 {
		return 0, nil
	}
	return added, f.Sync()
}
