package sqlite

import (
	"bytes"
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

// blobs returns where the blobs of a history are in its file.
func blobs(t *testing.T, data []byte) (places [][2]int) {
	path := filepath.Join(t.TempDir(), "history.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db := openTest(t, path)
	rows, err := db.file.Read.Query(`SELECT targets FROM page_version UNION ALL SELECT linkset FROM page_version
		UNION ALL SELECT data FROM evidence UNION ALL SELECT data FROM scan_anchors`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var blob []byte
		if err := rows.Scan(&blob); err != nil {
			t.Fatal(err)
		}
		if at := indexOnce(data, blob); len(blob) >= 8 && at >= 0 {
			places = append(places, [2]int{at, at + len(blob)})
		}
	}
	return places
}

// indexOnce returns where part is in data, -1 where it is not once.
func indexOnce(data, part []byte) int {
	at := bytes.Index(data, part)
	if at != bytes.LastIndex(data, part) {
		return -1
	}
	return at
}

// A bit of a blob that changed on the disk is an ErrCorrupt and never another answer.
func TestFlippedBitInABlob(t *testing.T) {
	data, scans := damagedHistory(t)
	want := answers(t.Context(), t, data, scans)
	places := blobs(t, data)
	if len(places) < 20 {
		t.Fatalf("%d blobs were found in the file", len(places))
	}
	r := rand.New(rand.NewPCG(1, 7))
	noticed := 0
	const flips = 25
	for range flips * *rounds {
		place := places[r.IntN(len(places))]
		at, bit := place[0]+r.IntN(place[1]-place[0]), r.IntN(8)
		damaged := slices.Clone(data)
		damaged[at] ^= 1 << bit
		what := fmt.Sprintf("bit %d of byte %d", bit, at)
		got := answers(t.Context(), t, damaged, scans)
		if wrong := compareAnswers(t, what, want, got); len(wrong) > 0 {
			t.Errorf("%s: other answers to %q", what, wrong)
		}
		for _, answer := range got {
			if _, failed := answer.(error); failed {
				noticed++
				break
			}
		}
	}
	t.Logf("%d of %d flipped bits in blobs were noticed by reading", noticed, flips**rounds)
}

// Any bit that changed on the disk makes nothing panic, hang or fail without a
// sentence. What the values of rows say has no checksum of its own: how much of that
// is noticed is told in docs/database.md.
func TestFlippedBit(t *testing.T) {
	data, scans := damagedHistory(t)
	want := answers(t.Context(), t, data, scans)
	r := rand.New(rand.NewPCG(2, 7))
	flips := 40 * *rounds
	same, told, other, unnoticed := 0, 0, 0, 0
	for range flips {
		at, bit := r.IntN(len(data)), r.IntN(8)
		if r.IntN(4) == 0 {
			at = r.IntN(len(data)/pageBytes)*pageBytes + r.IntN(16) // headers of pages
		}
		damaged := slices.Clone(data)
		damaged[at] ^= 1 << bit
		got := answers(t.Context(), t, damaged, scans)
		wrong := compareAnswers(t, fmt.Sprintf("bit %d of byte %d", bit, at), want, got)
		failed := false
		for _, answer := range got {
			_, isError := answer.(error)
			failed = failed || isError
		}
		switch {
		case failed:
			told++
		case len(wrong) > 0:
			other++
			if isSound(t, damaged) {
				unnoticed++
			}
		default:
			same++
		}
	}
	t.Logf("%d flipped bits: %d without effect, %d noticed by reading, %d other answers, of which Check notices all but %d", flips, same, told, other, unnoticed)
}

// pageBytes is the size of a page of the file.
const pageBytes = 4096

// isSound reports whether Check finds nothing wrong with a history.
func isSound(t *testing.T, data []byte) bool {
	path := filepath.Join(t.TempDir(), "history.db")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := Open(t.Context(), path, Options{ReadOnly: true})
	if err != nil {
		return false
	}
	defer db.Close()
	check, err := db.Check(t.Context(), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	return check.IsSound()
}
