package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"sitewell/app/crashtest"
)

// flips damages a copy of a history and asks about it. Every answer must be the
// right one, or say that the history is damaged.
func flips(ctx context.Context, r *round) error {
	path, err := r.small.copyTo(r.dir)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data = r.damage(data)
	for _, name := range []string{path, filepath.Join(r.dir, "damaged.db")} { // one stays as it is
		if err := os.WriteFile(name, data, 0o600); err != nil {
			return err
		}
	}
	for range 3 {
		q := one(r, r.small.questions...)
		got, different, err := r.asks(ctx, q, "")
		if err != nil {
			return err
		}
		if different != nil && !got.saysDamaged(q) {
			return fmt.Errorf("%s: damage was not noticed: %w", q.name, different)
		}
	}
	return r.scanDamaged(ctx, path)
}

// damage returns a damaged copy of a history.
func (r *round) damage(data []byte) []byte {
	data = append([]byte(nil), data...)
	switch r.rand.IntN(8) {
	case 0:
		size := one(r, 1, 16, 512, 4096, 16384)
		at := r.rand.IntN(len(data)) / size * size
		clear(data[at:min(at+size, len(data))])
		r.say("%d bytes at %d are zero", size, at)
	case 1:
		keep := r.rand.IntN(len(data))
		if r.rand.IntN(2) == 0 {
			keep = keep / 4096 * 4096
		}
		data = data[:keep]
		r.say("the file ends after %d bytes", keep)
	case 2:
		at := r.rand.IntN(100)
		data[at] ^= 1 << r.rand.IntN(8)
		r.say("a bit of byte %d of the header is flipped", at)
	default:
		for range 1 + r.rand.IntN(8) {
			at, bit := r.rand.IntN(len(data)), r.rand.IntN(8)
			data[at] ^= 1 << bit
			r.say("bit %d of byte %d is flipped", bit, at)
		}
	}
	return data
}

// damaged are the sentences about a history that is damaged. A damaged header may
// look like that of something else.
var damaged = regexp.MustCompile(`is damaged|no history of Sitewell|newer version of Sitewell|test version of Sitewell`)

// saysDamaged reports whether an answer is that the history is damaged.
func (a answer) saysDamaged(q question) bool {
	least := 2
	if q.name == "check" {
		least = 1 // and the sentence is its output
	}
	return a.code >= least && damaged.MatchString(a.errors+a.output) && (a.file == "" || q.name == "check")
}

// scanDamaged goes on with a scan in a damaged history, or begins another one. It must find
// what it finds elsewhere, or say that the history is damaged.
func (r *round) scanDamaged(ctx context.Context, path string) error {
	args := scanArgs(r.small.address)
	if r.rand.IntN(2) == 0 {
		args = []string{"resume", "--db", database}
	}
	e, err := r.runs(ctx, crashtest.Order{Args: args})
	if err != nil {
		return err
	}
	if e.Code > 1 {
		if !damaged.MatchString(e.Errors) {
			return fmt.Errorf("%s: damage was not noticed: exit code %d", args[0], e.Code)
		}
		return nil
	}
	got, err := crashtest.Contents(ctx, path)
	if err == nil {
		err = crashtest.Compare(r.small.want, got)
	}
	if err != nil && !errors.Is(err, crashtest.ErrDamaged) {
		return fmt.Errorf("%s: damage was not noticed: %w", args[0], err)
	}
	return nil
}
