package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// TestFullDisk: a batch that found no room can be stored again once there is
// some, and nothing is lost.
func TestFullDisk(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(4)
	limit := func(pages int) {
		t.Helper()
		if _, err := db.file.Write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
	}
	full := 0
	for range 40 {
		var used int
		if err := db.file.Write.QueryRow(`PRAGMA page_count`).Scan(&used); err != nil {
			t.Fatal(err)
		}
		limit(used)
		b := g.batch()
		err := w.Commit(t.Context(), b)
		if errors.Is(err, storage.ErrFull) {
			full++
			if err := db.Verify(t.Context(), w.ID()); err != nil {
				t.Fatal(err)
			}
			limit(1 << 30)
			err = w.Commit(t.Context(), b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if full == 0 {
		t.Error("the disk was never full")
	}
	limit(1 << 30)
	if err := w.Finish(t.Context(), storage.Complete, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	checkModel(t, db, w.ID(), g.model)
}

// TestBusy: while another program holds the database, writing fails and
// reading goes on; afterwards the same batch is stored.
func TestBusy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sitewell.db")
	db, err := Open(t.Context(), path, Options{BusyTimeout: 50 * time.Millisecond, Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	w := newScan(t, db)
	g := newGenerator(4)
	if err := w.Commit(t.Context(), g.batch()); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec(`BEGIN EXCLUSIVE`); err != nil {
		t.Fatal(err)
	}
	b := g.batch()
	if err := w.Commit(t.Context(), b); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("commit: %v, want ErrBusy", err)
	}
	if err := db.Verify(t.Context(), w.ID()); err != nil {
		t.Errorf("reading meanwhile: %v", err)
	}
	if _, err := other.Exec(`ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	count(t, w)
	checkModel(t, db, w.ID(), g.model)
}

func TestSecondWriterTakesOver(t *testing.T) {
	db := newDB(t)
	first := newScan(t, db)
	g := newGenerator(4)
	if err := first.Commit(t.Context(), g.batch()); err != nil {
		t.Fatal(err)
	}
	second, err := db.ResumeScan(t.Context(), first.ID())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	b := g.batch()
	if err := first.Commit(t.Context(), b); !errors.Is(err, storage.ErrConflict) {
		t.Errorf("first writer: %v, want ErrConflict", err)
	}
	if err := second.Commit(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(t.Context(), b); err != nil { // once more changes nothing
		t.Fatal(err)
	}
	count(t, second)
	checkModel(t, db, first.ID(), g.model)
	if err := db.DeleteScan(t.Context(), first.ID()); err != nil {
		t.Fatal(err)
	}
	if err := second.Commit(t.Context(), b); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("writing to a deleted scan: %v, want ErrNotFound", err)
	}
}

func TestCommitRefusesWhatDoesNotFit(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	page := result.Address{ID: 1, URL: "https://www.example.com/", Kind: result.KindPage}
	for name, b := range map[string]*result.Batch{
		"gap":              {Found: []result.Address{{ID: 2, URL: "https://www.example.com/b"}}},
		"unknown check":    {Checks: []result.Check{{Address: 1, Verdict: 1}}},
		"no verdict":       {Found: []result.Address{page}, Checks: []result.Check{{Address: 1}}},
		"unknown target":   {Found: []result.Address{page}, Pages: []result.Page{{Address: 1, Links: []result.Link{{Target: 9}}}}},
		"unknown page":     {Pages: []result.Page{{Address: 1}}},
		"fragment of none": {Found: []result.Address{{ID: 1, URL: "https://www.example.com/#a", Fragment: "a", Base: 7}}},
	} {
		if err := w.Commit(t.Context(), b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := w.Commit(t.Context(), &result.Batch{Found: []result.Address{page}}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
	if got, err := db.Counts(t.Context(), w.ID()); err != nil || got.Found != 1 || got.Waiting != 1 {
		t.Errorf("counts %+v, err %v, want one address that waits", got, err)
	}
}

// TestKill copies database and -wal as they are at random moments, the last
// bytes of the -wal cut off, and opens the copy: what is there is whole.
func TestKill(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(9)
	r := rand.New(rand.NewPCG(9, 9))
	models := []*model{g.model.clone()} // after each batch
	for round := range 25 {
		b := g.batch()
		if err := w.Commit(t.Context(), b); err != nil {
			t.Fatal(err)
		}
		models = append(models, g.model.clone())
		path := filepath.Join(t.TempDir(), "copy.db")
		for _, suffix := range []string{"", "-wal"} {
			data, err := os.ReadFile(db.file.Path + suffix)
			if err != nil {
				t.Fatal(err)
			}
			if suffix != "" && round%2 == 1 { // a power cut
				data = data[:len(data)-r.IntN(min(len(data), 40_000))]
			}
			if err := os.WriteFile(path+suffix, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		killed := openTest(t, path)
		scan, err := killed.ScanByID(t.Context(), w.ID())
		if errors.Is(err, storage.ErrNotFound) && round%2 == 1 {
			continue // cut before the scan began
		} else if err != nil {
			t.Fatal(err)
		}
		if scan.State != storage.Interrupted {
			t.Errorf("state %d, want Interrupted", scan.State)
		}
		if err := killed.Verify(t.Context(), w.ID()); err != nil {
			t.Fatal(err)
		}
		same := false
		for _, m := range models {
			same = same || m.counts() == scan.Counts
		}
		if !same || round%2 == 0 && scan.Counts != g.model.counts() {
			t.Errorf("round %d: counts %+v are those of no batch", round, scan.Counts)
		}
		if err := killed.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadWhileWriting reads all the time while batches are stored: every
// answer is that of one moment.
func TestReadWhileWriting(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(11)
	done := make(chan struct{})
	group, ctx := errgroup.WithContext(t.Context())
	group.Go(func() error {
		defer close(done)
		for range 12 {
			if err := w.Commit(ctx, g.batch()); err != nil {
				return err
			}
		}
		return w.Finish(ctx, storage.Complete, result.Summary{})
	})
	for range 3 {
		group.Go(func() error {
			for {
				select {
				case <-done:
					return nil
				default:
				}
				if err := db.Verify(ctx, w.ID()); err != nil {
					return err
				}
				ids, err := db.RowIDs(ctx, w.ID(), storage.Filter{}, storage.Order{By: storage.BySources})
				if err != nil {
					return err
				}
				if _, err := db.Rows(ctx, w.ID(), ids); err != nil {
					return err
				}
				for _, err := range db.EachLink(ctx, w.ID(), storage.Filter{}) {
					if err != nil {
						return err
					}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	checkModel(t, db, w.ID(), g.model)
}

// Where the end of a scan finds no room, nothing has changed, and it can be
// stored again.
func TestFinishOnAFullDisk(t *testing.T) {
	db := newDB(t)
	w := newScan(t, db)
	g := newGenerator(6)
	for range 200 {
		if err := w.Commit(t.Context(), g.batch()); err != nil {
			t.Fatal(err)
		}
	}
	finish(t, w, storage.Complete)
	again := scanOf(t, db, w.Site())
	other := newGenerator(8)
	for range 200 {
		if err := again.Commit(t.Context(), other.batch()); err != nil {
			t.Fatal(err)
		}
	}
	count(t, again)
	if err := db.file.Vacuum(t.Context()); err != nil { // free pages would be room
		t.Fatal(err)
	}
	var used int
	if err := db.file.Write.QueryRow(`PRAGMA page_count`).Scan(&used); err != nil {
		t.Fatal(err)
	}
	long := result.Summary{Sample: strings.Repeat("x", 64<<10)} // which takes new pages
	for _, pages := range []int{used, 1 << 30} {
		if _, err := db.file.Write.Exec(fmt.Sprintf(`PRAGMA max_page_count = %d`, pages)); err != nil {
			t.Fatal(err)
		}
		err := again.Finish(t.Context(), storage.Complete, long)
		if full := errors.Is(err, storage.ErrFull); full != (pages == used) || err != nil && !full {
			t.Fatalf("with %d pages: %v", pages, err)
		}
		checkRows(t, db, again.ID(), other.model, other.model.rows(urlIDs(t, db)))
		checkRows(t, db, w.ID(), g.model, g.model.rows(urlIDs(t, db)))
	}
}
