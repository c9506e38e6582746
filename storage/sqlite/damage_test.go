package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/pagesum"
)

// damagedHistory makes a file with three scans of a site, of which the last waits to
// go on, and returns it with its scans.
func damagedHistory(t *testing.T) (data []byte, scans []storage.ScanID) {
	db := newDB(t)
	site := newSite(t, db)
	for seed := range uint64(3) {
		w := scanOf(t, db, site)
		g := newGenerator(seed / 2)
		for range 6 {
			if err := w.Commit(t.Context(), g.batch()); err != nil {
				t.Fatal(err)
			}
		}
		if seed < 2 {
			count(t, w)
			finish(t, w, storage.Complete)
		}
		w.Close()
		scans = append(scans, w.ID())
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(db.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	return data, scans
}

// answers returns what a history says to all questions, by question. An error of a
// question is its answer.
func answers(ctx context.Context, t *testing.T, data []byte, scans []storage.ScanID) map[string]any {
	path := filepath.Join(t.TempDir(), "history.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	all := make(map[string]any)
	db, err := Open(ctx, path, Options{Clock: clock})
	if err != nil {
		all["open"] = err
		return all
	}
	defer db.Close()
	say := func(question string, answer any, err error) {
		if err != nil {
			all[question] = err
			return
		}
		text, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		all[question] = string(text)
	}
	sites, err := db.Sites(ctx)
	say("sites", sites, err)
	list, err := db.Scans(ctx, 1)
	say("scans", list, err)
	for _, scan := range scans {
		ask := func(question string, answer any, err error) {
			say(fmt.Sprintf("%s of %d", question, scan), answer, err)
		}
		counts, err := db.Counts(ctx, scan)
		ask("counts", counts, err)
		ledger, err := db.Ledger(ctx, scan)
		ask("ledger", ledger, err)
		statuses, err := db.StatusCounts(ctx, scan)
		ask("statuses", statuses, err)
		orphans, err := db.Orphans(ctx, scan)
		ask("orphans", orphans, err)
		var rows []storage.Row
		for row, rowErr := range db.EachRow(ctx, scan, storage.Filter{}, storage.Order{By: storage.ByFound}) {
			if err = rowErr; err != nil {
				break
			}
			rows = append(rows, row)
		}
		ask("rows", rows, err)
		var links []storage.LinkRow
		err = nil
		for link, linkErr := range db.EachLink(ctx, scan, storage.Filter{}) {
			if err = linkErr; err != nil {
				break
			}
			links = append(links, link)
		}
		ask("links", links, err)
		for _, row := range rows[:min(len(rows), 8)] {
			detail, err := db.Detail(ctx, scan, row.ID)
			ask(fmt.Sprint("detail ", row.ID), detail, err)
		}
	}
	changes, err := db.Compare(ctx, storage.Pair{From: scans[0], To: scans[1]})
	say("changes", changes, err)
	w, err := db.ResumeScan(ctx, scans[2])
	if err != nil {
		say("resume", nil, err)
		return all
	}
	defer w.Close()
	var anchors []any
	err = w.Anchors(ctx, func(p result.Page) bool {
		anchors = append(anchors, p)
		return true
	})
	say("anchors", anchors, err)
	return all
}

// compareAnswers compares the answers of a damaged history with those before. It
// returns the questions that have another answer, which nobody notices.
func compareAnswers(t *testing.T, what string, want, got map[string]any) (wrong []string) {
	if err, failed := got["open"].(error); failed {
		got = make(map[string]any)
		for question := range want {
			got[question] = err
		}
	}
	for question, answer := range got {
		if err, failed := answer.(error); failed {
			if !isKnown(err) {
				t.Errorf("%s: %s: %v, want ErrCorrupt", what, question, err)
			}
		} else if want[question] != answer {
			wrong = append(wrong, question)
		}
	}
	slices.Sort(wrong)
	return wrong
}

// isKnown reports whether a person is told what is wrong.
func isKnown(err error) bool {
	var old *storage.OldFormatError
	return slices.ContainsFunc([]error{
		storage.ErrCorrupt, storage.ErrNotDatabase, storage.ErrNewer, storage.ErrNotFound, storage.ErrComplete, storage.ErrBusy,
	}, func(known error) bool { return errors.Is(err, known) }) || errors.As(err, &old)
}

// damageTest asks all questions of damaged copies of a history.
type damageTest struct {
	data          []byte // undamaged
	scans         []storage.ScanID
	want          map[string]any
	same, noticed int
}

func newDamageTest(t *testing.T) *damageTest {
	data, scans := damagedHistory(t)
	return &damageTest{data: data, scans: scans, want: answers(t.Context(), t, data, scans)}
}

// check fails where a damaged history has another answer than before, or one that
// people are not told. It reports whether the damage was noticed.
func (d *damageTest) check(t *testing.T, what string, damaged []byte) (noticed bool) {
	t.Helper()
	got := answers(t.Context(), t, damaged, d.scans)
	if wrong := compareAnswers(t, what, d.want, got); len(wrong) > 0 {
		t.Errorf("%s: other answers to %q", what, wrong)
	}
	for _, answer := range got {
		if _, failed := answer.(error); failed {
			d.noticed++
			return true
		}
	}
	d.same++
	return false
}

// flip returns a copy of the history with one bit changed.
func (d *damageTest) flip(at, bit int) []byte {
	damaged := slices.Clone(d.data)
	damaged[at] ^= 1 << bit
	return damaged
}

// A bit that changed on the disk, wherever it is, is ErrCorrupt or changes no answer.
func TestFlippedBit(t *testing.T) {
	d := newDamageTest(t)
	r := rand.New(rand.NewPCG(2, 7))
	for range 300 * *rounds {
		at, bit := r.IntN(len(d.data)), r.IntN(8)
		if r.IntN(4) == 0 {
			at = r.IntN(len(d.data)/pagesum.PageSize)*pagesum.PageSize + r.IntN(16) // headers of pages
		}
		d.check(t, fmt.Sprintf("bit %d of byte %d", bit, at), d.flip(at, bit))
	}
	t.Logf("%d flipped bits without effect, %d noticed", d.same, d.noticed)
}

// Every bit of the header that says what kind of file it is.
func TestFlippedBitOfTheHeader(t *testing.T) {
	d := newDamageTest(t)
	for _, field := range []struct {
		name     string
		at, size int
	}{ // https://www.sqlite.org/fileformat2.html#the_database_header
		{"page size", 16, 2},
		{"write and read version", 18, 2},
		{"reserved bytes", 20, 1},
		{"pages", 28, 4},
		{"schema format", 44, 4},
		{"user version", 60, 4},
		{"application ID", 68, 4},
	} {
		for bit := range field.size * 8 {
			what := fmt.Sprintf("bit %d of %s", bit, field.name)
			if !d.check(t, what, d.flip(field.at+bit/8, bit%8)) {
				t.Errorf("%s: nobody noticed", what)
			}
		}
	}
}

// Pages that are lost, or in another's place.
func TestDamagedPages(t *testing.T) {
	d := newDamageTest(t)
	const size = pagesum.PageSize
	pages := len(d.data) / size
	page := func(data []byte, n int) []byte { return data[n*size : (n+1)*size] }
	r := rand.New(rand.NewPCG(3, 7))
	for range 20 * *rounds {
		a, b := r.IntN(pages), r.IntN(pages)
		damaged := slices.Clone(d.data)
		copy(page(damaged, a), page(d.data, b))
		copy(page(damaged, b), page(d.data, a))
		d.check(t, fmt.Sprintf("pages %d and %d swapped", a+1, b+1), damaged)

		damaged = slices.Clone(d.data)
		clear(page(damaged, a))
		d.check(t, fmt.Sprintf("page %d zeroed", a+1), damaged)

		damaged = slices.Clone(d.data)
		sector := r.IntN(8) * 512
		clear(page(damaged, b)[sector : sector+512])
		d.check(t, fmt.Sprintf("sector at byte %d of page %d zeroed", sector, b+1), damaged)

		d.check(t, fmt.Sprintf("all after page %d cut off", a+1), d.data[:(a+1)*size])
		end := 1 + r.IntN(len(d.data)-1)
		d.check(t, fmt.Sprintf("all after byte %d cut off", end), d.data[:end])
	}
	t.Logf("%d without effect, %d noticed", d.same, d.noticed)
}
