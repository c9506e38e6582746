package storage

import (
	"context"
	"database/sql"
	"fmt"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// Verify recounts everything that is stored of a scan and checks that every
// reference leads somewhere. It is for tests and for support; the error says
// what the first mistake is, and is ErrCorrupt.
func (db *DB) Verify(ctx context.Context, scan int64) error {
	return db.reading(ctx, "verify", func(tx *sql.Tx) error {
		s, p, err := scanByID(tx, scan)
		if err != nil {
			return err
		}
		v, err := readView(ctx, tx, s, p)
		if err != nil {
			return err
		}
		got := Counts{Omitted: s.Counts.Omitted} // of which nothing else is stored
		if err := v.recount(ctx, tx, &got); err != nil {
			return err
		}
		if got != s.Counts {
			return fmt.Errorf("%w: counts are %+v, recounted %+v", ErrCorrupt, s.Counts, got)
		}
		if sum := got.Broken + got.Warning + got.Cant + got.Works + got.Skipped + got.Waiting; sum != got.Found {
			return fmt.Errorf("%w: %d addresses found, %d accounted for", ErrCorrupt, got.Found, sum)
		}
		if err := verifyHashes(tx); err != nil {
			return err
		}
		return v.verifySources(ctx, tx)
	})
}

// verifyHashes checks that the older address texts can be found by their hash.
// One that can't would be stored again.
func verifyHashes(tx *sql.Tx) error {
	var texts, found, hashes int
	err := tx.QueryRow(`SELECT (SELECT count(*) FROM url WHERE id <= s.value),
		(SELECT count(DISTINCT u.id) FROM url_hash h CROSS JOIN url u ON u.id = h.url WHERE u.id <= s.value),
		(SELECT count(*) FROM url_hash) FROM setting s WHERE s.name = 'hashed'`).Scan(&texts, &found, &hashes)
	if err == nil && (texts != found || texts != hashes) {
		err = fmt.Errorf("%w: %d address texts, %d of them found by %d hashes", ErrCorrupt, texts, found, hashes)
	}
	return err
}

// recount counts addresses and links, following every reference.
func (v *view) recount(ctx context.Context, tx *sql.Tx, c *Counts) error {
	if err := v.eachAddress(ctx, tx, false, func(uint32, string) bool { return true }); err != nil {
		return err
	}
	seen := make(map[uint32]bool, v.len())
	var evidence, facts []uint32
	err := eachBlock(tx, v.scan.ID, func(number int, recs []record) error {
		for i := range recs {
			r := &recs[i]
			id := result.ID(number*blockSize + i + 1)
			switch {
			case r.url == 0:
				return fmt.Errorf("%w: address %d is missing", ErrCorrupt, id)
			case seen[r.url]:
				return fmt.Errorf("%w: address %d stands twice", ErrCorrupt, id)
			case r.base != 0 && !v.has(result.ID(r.base)):
				return fmt.Errorf("%w: address %d is a fragment of none", ErrCorrupt, id)
			}
			seen[r.url] = true
			switch a := v.answers[v.answer.of(id)]; {
			case r.answer == 0: // it waits
			case a.verdict == outcome.Unchecked || a.outcome == "":
				return fmt.Errorf("%w: address %d is checked and has no verdict", ErrCorrupt, id)
			case a.verdict == outcome.Skipped && a.reason == "":
				return fmt.Errorf("%w: address %d is skipped for no reason", ErrCorrupt, id)
			}
			if r.evidence != 0 {
				evidence = append(evidence, r.evidence)
			}
			facts = append(facts, r.fact)
			c.Found++
			c.add(v.verdict(id), 1)
			if r.internal() {
				c.Internal++
			}
			if r.flags&flagDocument != 0 {
				c.Pages++
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, e := range distinct(evidence) {
		if _, err := readEvidence(tx, e); err != nil {
			return err
		}
	}
	if there, err := readFacts(tx, facts); err != nil {
		return err
	} else if want := len(distinct(facts)); len(there) != want {
		return fmt.Errorf("%w: %d facts of %d", ErrCorrupt, len(there), want)
	}
	return v.recountLinks(ctx, tx, c)
}

func (v *view) recountLinks(ctx context.Context, tx *sql.Tx, c *Counts) error {
	index := v.index()
	shapes, err := v.linkShapes(tx)
	if err != nil {
		return err
	}
	return v.eachPage(ctx, tx, pageWalk{pages: v.inOrder()}, func(page result.ID, links []link) error {
		c.Links += len(links)
		for i := range links {
			if index.id(links[i].page) == 0 {
				return fmt.Errorf("%w: link %d of page %d leads nowhere", ErrCorrupt, i, page)
			}
			if _, ok := shapes[links[i].shape]; !ok {
				return missing("shape", links[i].shape, sql.ErrNoRows)
			}
		}
		return nil
	})
}

// verifySources counts the pages that link to each address once more, where
// the numbers are stored.
func (v *view) verifySources(ctx context.Context, tx *sql.Tx) error {
	stored := v.sources
	if stored == nil {
		return nil
	}
	v.sources = nil
	counted, err := v.countSources(ctx, tx)
	if err != nil {
		return err
	}
	for i := range uint32(counted.len()) {
		if counted.at(i) != stored.at(i) {
			return fmt.Errorf("%w: address %d has %d sources, counted %d", ErrCorrupt, i+1, stored.at(i), counted.at(i))
		}
	}
	return nil
}
