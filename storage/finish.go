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
	var v *view
	var posted *postings
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
		v, posted, err = w.settle(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	// What follows makes the scan faster to look at and the file smaller; the
	// scan is stored without it. What is kept for another batch takes memory
	// that it needs: should one come, it is read again.
	w.mu.Lock()
	w.forget()
	w.mu.Unlock()
	v = v.derivable()
	v.revision++
	if err := w.db.derive(ctx, v, posted); err != nil {
		w.db.log.Warn("derive", "scan", w.id, "err", err)
	}
	if err := w.db.vacuum(ctx); err != nil {
		w.db.log.Warn("vacuum", "scan", w.id, "err", err)
	}
	return nil
}

// settle works out what only the whole of a scan tells: how many pages link to
// each address, and with that how severe each problem is. It writes both into
// the blocks. It gives the scan as it was before, and who links where, if it
// came by that.
func (w *Writer) settle(ctx context.Context, tx *sql.Tx) (*view, *postings, error) {
	if err := w.flush(tx); err != nil {
		return nil, nil, err
	}
	s, p, err := scanByID(tx, w.id)
	if err != nil {
		return nil, nil, err
	}
	s.Counts = w.counts
	v, err := readView(ctx, tx, s, p)
	if err != nil {
		return nil, nil, err
	}
	reach, err := w.reach(ctx, tx, v)
	if err != nil {
		return nil, nil, err
	}
	answers, err := w.regrade(ctx, tx, v, reach.navigation)
	if err != nil {
		return nil, nil, err
	}
	if p.counted { // a few addresses were checked again, no page was read
		for id, answer := range answers {
			r, err := w.record(tx, id)
			if err != nil {
				return nil, nil, err
			}
			r.answer = answer
		}
		return v, nil, nil
	}
	clear(w.blocks)
	w.changed = true
	if err := w.packBlocks(tx, v, answers); err != nil {
		return nil, nil, err
	}
	_, err = tx.Exec(`UPDATE scan SET counted = 1 WHERE id = ?`, w.id)
	return v, reach.postings, err
}

// reach reads the links of the scan once, for what settling needs of them and,
// where they have changed, for derive.
func (w *Writer) reach(ctx context.Context, tx *sql.Tx, v *view) (*reach, error) {
	r := &reach{view: v}
	if v.sources == nil {
		r = v.newReach()
		r.postings = v.newPostings()
	}
	if w.db.grade != nil {
		problems, err := v.filtered(ctx, tx, allProblems())
		if err != nil {
			return nil, err
		}
		if r.navigation, err = v.newNavigation(tx, problems); err != nil {
			return nil, err
		}
	}
	if r.postings == nil && (r.navigation == nil || len(r.navigation.wanted) == 0) {
		return r, nil
	}
	if err := r.read(ctx, tx); err != nil {
		return nil, err
	}
	if v.sources == nil {
		v.sources = pack(r.sources)
	}
	return r, nil
}

// allProblems leaves what is not Works.
func allProblems() Filter {
	return Filter{Verdicts: []outcome.Verdict{outcome.Broken, outcome.Warning, outcome.CantVerify}}
}

// regrade gives the answers of the problems whose severity is another than the
// check said.
func (w *Writer) regrade(ctx context.Context, tx *sql.Tx, v *view, navigation *navigation) (map[result.ID]uint32, error) {
	if w.db.grade == nil {
		return nil, nil
	}
	problems, err := v.filtered(ctx, tx, allProblems())
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
			severity := w.db.grade(Graded{Row: r, Navigation: navigation.in[r.ID], FailedBefore: failed[r.ID]})
			if severity == r.Severity {
				continue
			}
			a := v.answers[v.answer.of(r.ID)]
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
		wanted[v.url.at(row)] = result.ID(row) + 1
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

// packBlocks packs the blocks of the scan into segments, with the numbers of
// sources and the answers that are other ones now.
func (w *Writer) packBlocks(tx *sql.Tx, v *view, answers map[result.ID]uint32) error {
	recs := make([]record, 0, segmentSize)
	for first := 0; first < v.len(); first += segmentSize {
		number := first / segmentSize
		recs = recs[:0]
		err := eachBlockOf(tx, w.id, blocks{number * segmentBlocks, (number + 1) * segmentBlocks}, allColumnsMask, func(block int, some []record) error {
			if block*blockSize != first+len(recs) {
				return missing("block", uint32((first+len(recs))/blockSize), sql.ErrNoRows)
			}
			for _, r := range some {
				row := uint32(first + len(recs))
				r.sources = v.sources.at(row)
				if a := answers[result.ID(row)+1]; a != 0 {
					r.answer = a
				}
				recs = append(recs, r)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if want := min(segmentSize, v.len()-first); len(recs) != want {
			return missing("block", uint32((first+len(recs))/blockSize), sql.ErrNoRows)
		}
		if err := w.packSegment(tx, number, recs); err != nil {
			return err
		}
	}
	return nil
}

// packSegment puts a segment in the place of its blocks.
func (w *Writer) packSegment(tx *sql.Tx, number int, recs []record) error {
	w.buf = w.records.small(w.buf[:0], recs)
	if _, err := tx.Exec(`INSERT OR REPLACE INTO segment (id, data) VALUES (?, ?)`, rowOf(w.id, number), w.buf); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM block WHERE id >= ? AND id < ?`, rowOf(w.id, number*segmentBlocks), rowOf(w.id, (number+1)*segmentBlocks))
	return err
}
