package storage

import (
	"database/sql"
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"sitewell/scanner/result"
)

// The two designs below were measured against the one that stands in this
// package (BenchmarkScan…); docs/storage.md has the numbers.

// linksOf gives all pages of a synth with their links.
func linksOf(s synth) []result.Page {
	run := &synthRun{synth: s, rand: rand.New(rand.NewPCG(1, 5)), began: clock(), ids: make(map[string]result.ID)}
	for n := range s.pages {
		run.read(result.Address{ID: result.ID(n + 1)}, n)
	}
	return run.b.Pages
}

// design opens an empty file with a schema, runs f in one transaction, and
// reports bytes and processor time for each link.
func design(b *testing.B, s synth, schema string, f func(tx *sql.Tx, pages []result.Page) error) {
	b.Helper()
	pages := linksOf(s)
	links := 0
	for _, p := range pages {
		links += len(p.Links)
	}
	for b.Loop() {
		path := filepath.Join(b.TempDir(), "design.db")
		db, err := sql.Open("sqlite3", path+"?_stmt_cache_size=16")
		if err != nil {
			b.Fatal(err)
		}
		db.SetMaxOpenConns(1)
		if _, err := db.Exec(schema); err != nil {
			b.Fatal(err)
		}
		began := processorTime()
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		if err := f(tx, pages); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		spent := processorTime() - began
		db.Close()
		info, err := os.Stat(path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(info.Size())/float64(links), "bytes/link")
		b.ReportMetric(float64(spent.Nanoseconds())/float64(links), "cpu-ns/link")
		b.ReportMetric(0, "ns/op")
	}
}

// BenchmarkDesignRows stores a row a link.
func BenchmarkDesignRows(b *testing.B) {
	design(b, pythonDoc(), `CREATE TABLE link (page INTEGER, n INTEGER, target INTEGER, shape INTEGER, line INTEGER, fragment TEXT, text TEXT,
		PRIMARY KEY (page, n)) WITHOUT ROWID; CREATE INDEX link_target ON link (target)`,
		func(tx *sql.Tx, pages []result.Page) error {
			for _, p := range pages {
				for n, l := range p.Links {
					if _, err := tx.Exec(`INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)`,
						p.Address, n, l.Target, l.Place, l.Line, l.Fragment, l.Text); err != nil {
						return err
					}
				}
			}
			return nil
		})
}

// BenchmarkDesignInterned stores each different link once and a page as the
// list of their numbers.
func BenchmarkDesignInterned(b *testing.B) {
	design(b, pythonDoc(), `CREATE TABLE link (id INTEGER PRIMARY KEY, target INTEGER, shape INTEGER, fragment TEXT, text TEXT);
		CREATE INDEX link_target ON link (target); CREATE TABLE page (id INTEGER PRIMARY KEY, links BLOB, lines BLOB)`,
		func(tx *sql.Tx, pages []result.Page) error {
			ids := make(map[result.Link]int64)
			for _, p := range pages {
				var links, lines []byte
				var last, line int64
				for _, l := range p.Links {
					lines = binary.AppendVarint(lines, int64(l.Line)-line)
					line, l.Line = int64(l.Line), 0
					id, ok := ids[l]
					if !ok {
						var err error
						if id, err = insert(tx, `INSERT INTO link (target, shape, fragment, text) VALUES (?, ?, ?, ?)`,
							l.Target, l.Place, l.Fragment, l.Text); err != nil {
							return err
						}
						ids[l] = id
					}
					links = binary.AppendVarint(links, id-last)
					last = id
				}
				if _, err := tx.Exec(`INSERT INTO page VALUES (?, ?, ?)`, p.Address, links, lines); err != nil {
					return err
				}
			}
			return nil
		})
}
