package pagesum

import (
	"bytes"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// XXH64 as the library of its author (libxxhash 0.8.1) computes it.
func TestSum(t *testing.T) {
	page := make([]byte, PageSize)
	for i := range page {
		page[i] = byte(i*7 + i/256)
	}
	for number, want := range map[int64]uint64{1: 0xdc56dafba804cada, 2: 0x2ea07795c737694, 0xffffffff: 0x6390eeda2f7d81f8} {
		if got := sum(page, number); got != want {
			t.Errorf("page %d has %#x, want %#x", number, got, want)
		}
	}
	if got, want := sum(make([]byte, PageSize), 1), uint64(0x7261e693872617be); got != want {
		t.Errorf("a page of zeros has %#x, want %#x", got, want)
	}
}

// open opens a database, with checksums or as another program would. The pool has one
// connection and is closed with the test.
func open(t *testing.T, path string, params string) *sql.DB {
	t.Helper()
	if err := Register(); err != nil {
		t.Fatal(err)
	}
	name := (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: params}).String()
	db := sql.OpenDB(connector{name, &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.SetFileControlInt("main", sqlite3.SQLITE_FCNTL_RESERVE_BYTES, Reserved)
	}}})
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	return db
}

const ours, foreign = "vfs=" + Name, ""

func exec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// fill makes a database of some pages, with a -wal file or without, and closes it.
func fill(t *testing.T, path string, wal bool) {
	t.Helper()
	db := open(t, path, ours)
	exec(t, db, `PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL`)
	if wal {
		exec(t, db, `PRAGMA journal_mode = WAL`)
	}
	exec(t, db, `CREATE TABLE t (n INTEGER PRIMARY KEY, data BLOB);
		WITH RECURSIVE i (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < 60) INSERT INTO t SELECT n, randomblob(1000 * (n % 7)) FROM i;
		DELETE FROM t WHERE n % 5 = 0`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// badPages returns the numbers of the pages whose checksum is wrong.
func badPages(t *testing.T, path string) (bad []int64) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) == 0 || len(data)%PageSize != 0 {
		t.Fatalf("the file has %d bytes", len(data))
	}
	for n := int64(1); len(data) > 0; n, data = n+1, data[PageSize:] {
		var want []byte
		for i, s := 0, sum(data[:PageSize], n); i < Reserved; i++ {
			want = append(want, byte(s>>(8*i)))
		}
		if !bytes.Equal(data[PageSize-Reserved:PageSize], want) {
			bad = append(bad, n)
		}
	}
	return bad
}

// read returns what integrity_check says, or the error.
func read(t *testing.T, path, params string) (said string) {
	t.Helper()
	db := open(t, path, params)
	defer db.Close()
	if err := db.QueryRow(`PRAGMA integrity_check(1)`).Scan(&said); err != nil {
		return err.Error()
	}
	return said
}

func TestEveryPageHasAChecksum(t *testing.T) {
	for _, wal := range []bool{false, true} {
		t.Run(fmt.Sprintf("wal %v", wal), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "some.db")
			fill(t, path, wal)
			if bad := badPages(t, path); bad != nil {
				t.Errorf("pages %v have none", bad)
			}
			for _, params := range []string{ours, ours + "&immutable=1", foreign} {
				if got := read(t, path, params); got != "ok" {
					t.Errorf("opened with %q: %s", params, got)
				}
			}
			db := open(t, path, ours)
			exec(t, db, `VACUUM`)
			into := filepath.Join(t.TempDir(), "copy.db")
			exec(t, db, fmt.Sprintf(`VACUUM INTO '%s'`, into))
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			for _, path := range []string{path, into} {
				if bad := badPages(t, path); bad != nil {
					t.Errorf("after VACUUM, pages %v of %s have none", bad, filepath.Base(path))
				}
			}
		})
	}
}

// A page that lies without a checksum is damage, also where its content is right.
func TestPageThatAnotherProgramWrote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	fill(t, path, true)
	db := open(t, path, foreign)
	exec(t, db, `UPDATE t SET data = 'other' WHERE n = 1`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path, ours); got == "ok" {
		t.Error("nobody noticed")
	}
	if got := read(t, path, foreign); got != "ok" {
		t.Errorf("another program: %s", got)
	}
}

// Nothing is written over content of SQLite where no bytes are reserved.
func TestFileWithoutRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "some.db")
	if err := Register(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+"?"+ours)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE t (n)`); err == nil {
		t.Error("a database without room for checksums was made")
	}
}

// Another program that moves the -wal file of a killed one into the database leaves
// pages without a checksum. They get it, and what is damaged stays so.
func TestAddMissing(t *testing.T) {
	dir := t.TempDir()
	made, path := filepath.Join(dir, "made.db"), filepath.Join(dir, "some.db")
	fill(t, made, true)
	db := open(t, made, ours)
	exec(t, db, `PRAGMA wal_autocheckpoint = 0; UPDATE t SET data = randomblob(5000) WHERE n % 3 = 0`)
	for _, end := range []string{"", "-wal"} { // as after a kill
		data, err := os.ReadFile(made + end)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+end, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	other := open(t, path, foreign)
	exec(t, other, `SELECT count(*) FROM t`)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	bad := badPages(t, path)
	if len(bad) == 0 {
		t.Fatal("the other program moved nothing")
	}
	if got := read(t, path, ours); got == "ok" {
		t.Error("pages without a checksum are read")
	}
	if got := read(t, path, "vfs="+Lenient); got != "ok" {
		t.Errorf("leniently: %s", got)
	}
	if added, err := AddMissing(path); err != nil || added != len(bad) {
		t.Errorf("added %d, %v, want %d", added, err, len(bad))
	}
	if got := read(t, path, ours); got != "ok" || badPages(t, path) != nil {
		t.Errorf("afterwards: %s", got)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[3*PageSize+100] ^= 1
	clear(data[4*PageSize : 5*PageSize])
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if added, err := AddMissing(path); err != nil || added != 0 {
		t.Errorf("of damaged pages, %d became sound, %v", added, err)
	}
	if got := read(t, path, "vfs="+Lenient); got == "ok" {
		t.Error("damage is read leniently")
	}
}
