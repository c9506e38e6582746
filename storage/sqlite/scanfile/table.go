// Package scanfile keeps one scan as one file, which another installation
// imports. The file is an SQLite database of a few tables of the history, reduced
// to that scan and the marks of its site, with page checksums. docs/database.md describes it.
//
// A file may come from anybody: Open reads nothing of it before its header, its
// schema and its structure are as expected, and Import checks every value.
package scanfile

import (
	_ "embed"
	"strings"
)

// format is the version of the tables, in PRAGMA user_version.
const format = 1

//go:embed schema.sql
var schemaText string

// table is a table that the file carries. A new one is named here and in
// schema.sql, and gets its part of Import.
type table struct {
	name    string
	columns string
	// from is what of the history is written to it, with {found} for the condition on
	// finding f that leaves the findings of the scan.
	from string
}

// tables are in the order in which they are written.
var tables = []table{
	{"site", "name, client, start, settings", `SELECT name, client, start, settings FROM site WHERE id = {site}`},
	{"scan", scanColumns, `SELECT ` + scanColumns + ` FROM scan WHERE id = {scan}`},
	{"url", "id, text, page", `SELECT u.id, u.text, u.page FROM url u WHERE u.id IN
		(SELECT f.url FROM finding f WHERE {found} UNION SELECT f.final FROM finding f WHERE {found} AND f.final IS NOT NULL) ORDER BY u.id`},
	{"page_version", "id, linkset", `SELECT p.id, p.linkset FROM page_version p WHERE p.id IN (SELECT f.page_version FROM finding f WHERE {found}) ORDER BY p.id`},
	{"evidence", "id, data", `SELECT e.id, e.data FROM evidence e WHERE e.id IN (SELECT f.evidence FROM finding f WHERE {found}) ORDER BY e.id`},
	{"finding", findingColumns, `SELECT ` + findingColumns + ` FROM finding f WHERE {found} ORDER BY f.url`},
	{"earlier_check", earlierColumns, `SELECT ` + earlierColumns + ` FROM earlier_check WHERE scan = {scan} ORDER BY url, number`},
	{"mark", markColumns, `SELECT ` + markColumns + ` FROM mark WHERE site = {site} ORDER BY made, id`},
	{"redirect", redirectColumns, `SELECT ` + redirectColumns + ` FROM redirect WHERE site = {site} ORDER BY address`},
}

const (
	scanColumns = `start, state, began, ended, worked, version, settings, diagnosis, sample,
	found, waiting, pages, links, broken, warning, cant, works, skipped, internal, places_checked, place_problems, omitted,
	name, note, made_with`
	findingColumns = `url, verdict, severity, status, internal, document, depth, kind, outcome, size, took, checked_at, content,
	page_version, evidence, final, content_type, reason, causes, title, facts`
	earlierColumns  = `url, number, checked_at, verdict, severity, status, outcome, reason`
	markColumns     = `kind, scope, subject, page, class, text, assignee, due, made, since, until, verified`
	redirectColumns = `address, decision, target, made`
)

// columnCount returns how many columns a list names.
func columnCount(columns string) int { return strings.Count(columns, ",") + 1 }

// statements returns the statements of the schema, as SQLite keeps them.
func statements() []string {
	var all []string
	for part := range strings.SplitSeq(schemaText, ";") {
		if at := strings.Index(part, "CREATE TABLE"); at >= 0 {
			all = append(all, part[at:])
		}
	}
	return all
}
