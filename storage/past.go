package storage

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Past is what one scan found of an address.
type Past struct {
	Scan  int64
	State State
	Began time.Time // of the scan
	// ID of the address in that scan, 0 where the scan did not come across it:
	// whether it worked then is not known.
	ID result.ID
	// What a check found; Verdict is Unchecked where the address still waited
	// when the scan ended, and where ID is 0.
	Status  int
	Outcome outcome.Key
	Verdict outcome.Verdict
	// Severity and Causes are as in Row.
	Severity outcome.Severity
	Causes   []outcome.Weight
	At       time.Time
	Final    string
	Title    string
	Content  uint64
}

// Checked reports whether that scan found out how the address answers. What
// was left out on purpose says nothing about it.
func (p Past) Checked() bool { return p.Verdict != outcome.Unchecked && p.Verdict != outcome.Skipped }

// History tells what the scans of a site found of an address of one of them,
// newest first: of that scan itself, whatever its state, and of the finished
// ones nearest to it, at most limit before and limit after. ErrNotFound where
// the scan has no such address.
func (db *DB) History(ctx context.Context, scan int64, id result.ID, limit int) (past []Past, err error) {
	err = db.reading(ctx, "read history", func(tx *sql.Tx) error {
		var codec recordCodec
		url, err := urlOf(tx, &codec, scan, id)
		if err != nil {
			return err
		}
		var scans []Scan
		err = eachQuery(tx, `SELECT `+scanColumns+` FROM scan s WHERE s.id = ?1 OR s.id IN (
			SELECT id FROM (SELECT s.id FROM scan s WHERE s.site = ?2 AND s.id < ?1 AND s.state <> ?4 AND `+live+` ORDER BY s.id DESC LIMIT ?3)
			UNION ALL
			SELECT id FROM (SELECT s.id FROM scan s WHERE s.site = ?2 AND s.id > ?1 AND s.state <> ?4 AND `+live+` ORDER BY s.id LIMIT ?3)
			) ORDER BY s.id DESC`, func(rows *sql.Rows) error {
			s, err := scanRow(rows)
			scans = append(scans, s)
			return err
		}, scan, url.site, limit, Interrupted)
		if err != nil {
			return err
		}
		past, err = pastOf(ctx, tx, &codec, scans, url.text, id)
		return err
	})
	return past, err
}

// Then tells what another scan found of some addresses of a scan, by their IDs
// in the latter. What the other scan did not come across is left out.
func (db *DB) Then(ctx context.Context, scan int64, ids []result.ID, then int64) (past map[result.ID]Past, err error) {
	err = db.reading(ctx, "read earlier scan", func(tx *sql.Tx) error {
		s, _, err := scanByID(tx, then)
		if err != nil {
			return err
		}
		past = make(map[result.ID]Past)
		var codec recordCodec
		for _, id := range ids {
			url, err := urlOf(tx, &codec, scan, id)
			if err != nil {
				return err
			}
			all, err := pastOf(ctx, tx, &codec, []Scan{s}, url.text, id)
			if err != nil {
				return err
			}
			if all[0].ID != 0 {
				past[id] = all[0]
			}
		}
		return nil
	})
	return past, err
}

// siteURL is an address text of a site, by number.
type siteURL struct {
	site int64
	text uint32
}

// urlOf gives the number of the text of an address.
func urlOf(tx *sql.Tx, c *recordCodec, scan int64, id result.ID) (siteURL, error) {
	s, _, err := scanByID(tx, scan)
	if err != nil {
		return siteURL{}, err
	}
	r, err := readRecord(tx, c, scan, id)
	return siteURL{s.Site, r.url}, err
}

// readRecord gives the record of an address, or ErrNotFound.
func readRecord(tx *sql.Tx, c *recordCodec, scan int64, id result.ID) (r record, err error) {
	if id < 1 {
		return r, sql.ErrNoRows
	}
	number, i := blockOf(id)
	b, err := readBlock(tx, c, scan, number)
	if err == nil && b[i].url == 0 {
		err = sql.ErrNoRows
	}
	return b[i], err
}

// pastOf looks an address text up in scans. near is where it stands in one of
// them; it mostly stands near there in the others, too.
func pastOf(ctx context.Context, tx *sql.Tx, c *recordCodec, scans []Scan, url uint32, near result.ID) ([]Past, error) {
	all := make([]Past, len(scans))
	recs := make([]record, len(scans))
	for i, s := range scans {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		all[i] = Past{Scan: s.ID, State: s.State, Began: s.Began}
		id, err := findURL(tx, c, s.ID, url, near)
		if err != nil {
			return nil, err
		}
		if id == 0 {
			continue
		}
		all[i].ID = id
		if recs[i], err = readRecord(tx, c, s.ID, id); err != nil {
			return nil, err
		}
	}
	return all, fillPast(tx, all, recs)
}

// fillPast adds what checks found.
func fillPast(tx *sql.Tx, all []Past, recs []record) error {
	var answers, facts, urls []uint32
	for _, r := range recs {
		answers, facts = append(answers, r.answer), append(facts, r.fact)
		urls = append(urls, r.url)
	}
	answer, err := readAnswers(tx, answers)
	if err != nil {
		return err
	}
	fact, err := readFacts(tx, facts)
	if err != nil {
		return err
	}
	for _, f := range fact {
		urls = append(urls, f.final)
	}
	texts, err := urlTexts(tx, urls)
	if err != nil {
		return err
	}
	for i := range all {
		p, r := &all[i], &recs[i]
		if r.answer == 0 {
			continue
		}
		a, f := answer[r.answer], fact[r.fact]
		p.Status, p.Outcome, p.Verdict = a.status, a.outcome, a.verdict
		p.At = fromMillis(p.Began.UnixMilli() + r.at)
		p.Title, p.Content, p.Final = f.title, uint64(f.content), texts[f.final]
		switch {
		case r.flags&flagFinalSelf != 0:
			p.Final = texts[r.url]
		case r.flags&flagFinalBase != 0:
			p.Final, _, _ = strings.Cut(texts[r.url], "#")
		}
	}
	return nil
}

// findURL gives the ID of an address in a scan, 0 where the scan has none. It
// reads the column of addresses only, beginning where the address is likely to
// stand: scans of one site find it in much the same order.
func findURL(tx *sql.Tx, c *recordCodec, scan int64, url uint32, near result.ID) (result.ID, error) {
	for _, t := range []struct {
		table string
		size  int
	}{{"segment", segmentSize}, {"block", blockSize}} {
		parts, err := partsOf(tx, t.table, scan)
		if err != nil {
			return 0, err
		}
		at := int(near-1) / t.size
		slices.SortFunc(parts, func(a, b int) int { return distance(a, at) - distance(b, at) })
		for _, part := range parts {
			var data []byte
			if err := tx.QueryRow(`SELECT data FROM `+t.table+` WHERE id = ?`, rowOf(scan, part)).Scan(&data); err != nil {
				return 0, missing(t.table, uint32(part), err)
			}
			i, err := c.find(data, t.size, url)
			if err != nil {
				return 0, err
			}
			if i >= 0 {
				return result.ID(part*t.size + i + 1), nil
			}
		}
	}
	return 0, nil
}

// partsOf lists the blocks or segments of a scan.
func partsOf(tx *sql.Tx, table string, scan int64) (parts []int, err error) {
	err = eachQuery(tx, `SELECT id FROM `+table+` WHERE id >= ? AND id < ?`, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		parts = append(parts, partOf(id))
		return err
	}, rowOf(scan, 0), rowOf(scan+1, 0))
	return parts, err
}

func distance(a, b int) int { return max(a-b, b-a) }
