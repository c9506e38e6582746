package storage

import (
	"context"
	"database/sql"
)

// marks is a set of numbers.
type marks struct{ bits []uint64 }

func (m *marks) set(id uint32) {
	i := int(id / 64)
	if i >= len(m.bits) {
		m.bits = append(m.bits, make([]uint64, i+1-len(m.bits))...)
	}
	m.bits[i] |= 1 << (id % 64)
}

func (m *marks) has(id uint32) bool {
	i := int(id / 64)
	return i < len(m.bits) && m.bits[i]&(1<<(id%64)) != 0
}

// markedTable is a table with what scans use of it.
type markedTable struct {
	name   string
	used   marks
	last   uint32                              // the highest number when the marks were set
	unhash func(tx *sql.Tx, list string) error // takes away the hashes of rows, given as JSON
}

// marking finds out what scans use.
type marking struct {
	doc, fact, evidence, list, answer, url markedTable
}

func newMarking(s seed) *marking {
	return &marking{
		doc: markedTable{name: "doc"}, fact: markedTable{name: "fact"}, answer: markedTable{name: "answer"},
		evidence: markedTable{name: "evidence", unhash: unhashAll("evidence_hash", "evidence")},
		list:     markedTable{name: "list", unhash: unhashAll("list_hash", "list")},
		url:      markedTable{name: "url", unhash: s.unhashURLs},
	}
}

// tables lists what is swept.
func (m *marking) tables() []*markedTable {
	return []*markedTable{&m.doc, &m.fact, &m.evidence, &m.list, &m.answer, &m.url}
}

// mark goes from the blocks of all scans to everything that they name.
func (m *marking) mark(ctx context.Context, tx *sql.Tx) error {
	for _, t := range m.tables() {
		if err := tx.QueryRow(`SELECT coalesce(max(id), 0) FROM ` + t.name).Scan(&t.last); err != nil {
			return err
		}
	}
	for _, f := range []func(context.Context, *sql.Tx) error{m.markBlocks, m.markFacts, m.markEvidence, m.markDocs, m.markLists, m.markParents} {
		if err := f(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (m *marking) markBlocks(ctx context.Context, tx *sql.Tx) error {
	var scans []int64
	err := eachQuery(tx, `SELECT id FROM scan`, func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		scans = append(scans, id)
		return err
	})
	if err != nil {
		return err
	}
	for _, scan := range scans {
		err := eachBlock(tx, scan, func(_ int, recs []record) error {
			for i := range recs {
				r := &recs[i]
				m.url.used.set(r.url)
				m.answer.used.set(r.answer)
				m.fact.used.set(r.fact)
				m.evidence.used.set(r.evidence)
				m.doc.used.set(r.doc)
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *marking) markFacts(_ context.Context, tx *sql.Tx) error {
	return eachQuery(tx, `SELECT id, final, evidence FROM fact`, func(rows *sql.Rows) error {
		var id, final, evidence uint32
		err := rows.Scan(&id, &final, &evidence)
		if m.fact.used.has(id) {
			m.url.used.set(final)
			m.evidence.used.set(evidence)
		}
		return err
	})
}

// markEvidence marks what evidence is packed against; that is never packed
// against anything itself.
func (m *marking) markEvidence(_ context.Context, tx *sql.Tx) error {
	return eachQuery(tx, `SELECT id, base FROM evidence WHERE base <> 0`, func(rows *sql.Rows) error {
		var id, base uint32
		err := rows.Scan(&id, &base)
		if m.evidence.used.has(id) {
			m.evidence.used.set(base)
		}
		return err
	})
}

func (m *marking) markDocs(ctx context.Context, tx *sql.Tx) error {
	var h docHead
	return eachQuery(tx, `SELECT id, head FROM doc`, func(rows *sql.Rows) error {
		var id uint32
		var head sql.RawBytes
		if err := rows.Scan(&id, &head); err != nil || !m.doc.used.has(id) {
			return err
		}
		if err := h.decode(head); err != nil {
			return err
		}
		for _, it := range h.items {
			m.list.used.set(it.list)
		}
		m.markTargets(h.own)
		return ctx.Err()
	})
}

func (m *marking) markLists(_ context.Context, tx *sql.Tx) error {
	return eachQuery(tx, `SELECT id, head FROM list`, func(rows *sql.Rows) error {
		var id uint32
		var head sql.RawBytes
		if err := rows.Scan(&id, &head); err != nil || !m.list.used.has(id) {
			return err
		}
		l, err := decodeList(id, head)
		if err == nil {
			m.markTargets(l.targets)
		}
		return err
	})
}

func (m *marking) markTargets(targets []target) {
	for _, t := range targets {
		m.url.used.set(t.page)
		m.url.used.set(t.frag)
	}
}

// markParents marks the rows that hold the beginning of used texts. A parent
// is older than its children, so one pass from the end reaches all.
func (m *marking) markParents(ctx context.Context, tx *sql.Tx) error {
	return eachQuery(tx, `SELECT id, parent FROM url WHERE parent <> 0 ORDER BY id DESC`, func(rows *sql.Rows) error {
		var id, parent uint32
		err := rows.Scan(&id, &parent)
		if m.url.used.has(id) {
			m.url.used.set(parent)
		}
		return err
	})
}
