package storage

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Finish ends the scan, or this session of it: it stores the state, what the
// summary tells, how many pages link to each address, and how severe each
// problem is for that. Once the scan is
// Complete, what only a resumed run needs is thrown away. The Writer can go
// on to be used, which makes the scan Interrupted again.
func (w *Writer) Finish(ctx context.Context, state State, s result.Summary) error {
	ended := s.Ended
	if ended.IsZero() {
		ended = w.db.now()
	}
	var worked time.Duration
	if !s.Started.IsZero() {
		worked = max(ended.Sub(s.Started), 0)
	}
	err := w.store(ctx, "finish scan", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE scan SET state = ?, ended = ?, worked = worked + ?, diagnosis = ?, sample = ? WHERE id = ?`,
			state, toMillis(ended), worked, s.Diagnosis, s.Sample, w.id)
		if err != nil {
			return err
		}
		if state == Complete {
			if _, err := tx.Exec(`DELETE FROM anchor WHERE id >= ? AND id < ?`, rowOf(w.id, 0), rowOf(w.id+1, 0)); err != nil {
				return err
			}
		}
		return w.settle(ctx, tx)
	})
	if err != nil {
		return err
	}
	// What follows makes the scan faster to look at and the file smaller; the
	// scan is stored without it.
	if err := w.db.derive(ctx, w.id); err != nil {
		w.db.log.Warn("derive", "scan", w.id, "err", err)
	}
	if err := w.db.vacuum(ctx); err != nil {
		w.db.log.Warn("vacuum", "scan", w.id, "err", err)
	}
	return nil
}

// settle works out what only the whole of a scan tells: how many pages link to
// each address, and with that how severe each problem is. It writes both into
// the blocks.
func (w *Writer) settle(ctx context.Context, tx *sql.Tx) error {
	if err := w.flush(tx); err != nil {
		return err
	}
	s, p, err := scanByID(tx, w.id)
	if err != nil {
		return err
	}
	s.Counts = w.counts
	v, err := readView(ctx, tx, s, p)
	if err != nil {
		return err
	}
	sources, err := v.countSources(ctx, tx)
	if err != nil {
		return err
	}
	answers, err := w.regrade(ctx, tx, v)
	if err != nil {
		return err
	}
	if p.counted { // a few addresses were checked again, no page was read
		for id, answer := range answers {
			r, err := w.record(tx, id)
			if err != nil {
				return err
			}
			r.answer = answer
		}
		return nil
	}
	clear(w.blocks)
	w.changed = true
	if err := w.packBlocks(tx, sources, answers); err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
	return err
}

// regrade gives the answers of the problems whose severity is another than the
// check said.
func (w *Writer) regrade(ctx context.Context, tx *sql.Tx, v *view) (map[result.ID]uint32, error) {
	if w.db.grade == nil {
		return nil, nil
	}
	problems, err := v.filtered(ctx, tx, Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}})
	if err != nil {
		return nil, err
	}
	navigation, err := v.inNavigation(ctx, tx, problems)
	if err != nil {
		return nil, err
	}
	failed, err := w.failedBefore(ctx, tx, v, problems)
	if err != nil {
		return nil, err
	}
	answers := make(map[result.ID]uint32)
	for part := range slices.Chunk(problems, lookupSize) {
		ids := make([]result.ID, len(part))
		for i, row := range part {
			ids[i] = result.ID(row) + 1
		}
		rows, err := v.rows(ctx, tx, ids)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			severity := w.db.grade(Graded{Row: r, Navigation: navigation[r.ID], FailedBefore: failed[r.ID]})
			if severity == r.Severity {
				continue
			}
			a := v.answers[v.answer[r.ID-1]]
			a.severity = severity
			if answers[r.ID], err = w.in.answer(tx, a); err != nil {
				return nil, err
			}
		}
	}
	return answers, nil
}

// failedBefore tells which of some rows were problems in the last complete
// scan of the site before this one.
func (w *Writer) failedBefore(ctx context.Context, tx *sql.Tx, v *view, rows []uint32) (map[result.ID]bool, error) {
	var before int64
	err := tx.QueryRow(`SELECT s.id FROM scan s WHERE s.site = ? AND s.id < ? AND s.state = ? AND `+live+` ORDER BY s.id DESC LIMIT 1`,
		v.scan.Site, w.id, Complete).Scan(&before)
	if errors.Is(err, sql.ErrNoRows) || len(rows) == 0 {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	wanted := make(map[uint32]result.ID, len(rows)) // by number of the text
	for _, row := range rows {
		wanted[v.url[row]] = result.ID(row) + 1
	}
	answered := make(map[result.ID]uint32)
	var answers []uint32
	err = eachBlock(tx, before, func(_ int, recs []record) error {
		for i := range recs {
			if id := wanted[recs[i].url]; id != 0 && recs[i].answer != 0 {
				answered[id] = recs[i].answer
				answers = append(answers, recs[i].answer)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(answers)
	known, err := readAnswers(tx, slices.Compact(answers))
	if err != nil {
		return nil, err
	}
	failed := make(map[result.ID]bool)
	for id, answer := range answered {
		if known[answer].verdict.IsProblem() {
			failed[id] = true
		}
	}
	return failed, nil
}

// inNavigation tells which of some rows have a link in a header or in
// navigation.
func (v *view) inNavigation(ctx context.Context, tx *sql.Tx, rows []uint32) (map[result.ID]bool, error) {
	shapes, err := v.linkShapes(tx)
	if err != nil {
		return nil, err
	}
	wanted := make(map[uint32]result.ID, len(rows)) // by number of the text
	for _, row := range rows {
		wanted[v.url[row]] = result.ID(row) + 1
	}
	in := make(map[result.ID]bool)
	err = v.eachLinkOf(ctx, tx, func(t target) bool { return wanted[t.page] != 0 || t.frag != 0 && wanted[t.frag] != 0 }, func(l *link) {
		if p := shapes[l.shape].place; p != result.PlaceHeader && p != result.PlaceNavigation {
			return
		}
		for _, url := range []uint32{l.page, l.frag} {
			if id := wanted[url]; id != 0 {
				in[id] = true
			}
		}
	})
	return in, err
}

// packBlocks packs the blocks of the scan into segments, with the numbers of
// sources and the answers that are other ones now.
func (w *Writer) packBlocks(tx *sql.Tx, sources []uint32, answers map[result.ID]uint32) error {
	var segments [][]byte
	recs := make([]record, 0, segmentSize)
	pack := func() {
		if len(recs) > 0 {
			segments = append(segments, w.records.small(nil, recs))
			recs = recs[:0]
		}
	}
	n := 0
	err := eachBlock(tx, w.id, func(number int, some []record) error {
		if number*blockSize != n || n+len(some) > len(sources) {
			return missing("block", uint32(n/blockSize), sql.ErrNoRows)
		}
		for _, r := range some {
			r.sources = sources[n]
			n++
			if a := answers[result.ID(n)]; a != 0 {
				r.answer = a
			}
			recs = append(recs, r)
		}
		if len(recs) == segmentSize {
			pack()
		}
		return nil
	})
	if err != nil {
		return err
	}
	pack()
	for _, table := range []string{"block", "segment"} {
		if _, err := tx.Exec(`DELETE FROM `+table+` WHERE id >= ? AND id < ?`, rowOf(w.id, 0), rowOf(w.id+1, 0)); err != nil {
			return err
		}
	}
	for number, data := range segments {
		if _, err := tx.Exec(`INSERT INTO segment (id, data) VALUES (?, ?)`, rowOf(w.id, number), data); err != nil {
			return err
		}
	}
	return nil
}
