package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// annotated makes two scans of a site of which there is something to carry: names, marks,
// what pages say, what the site is made with, and a problem that was checked again.
func annotated(t *testing.T, db *DB) (siteID storage.SiteID, first, second storage.ScanID) {
	t.Helper()
	siteID = newSite(t, db)
	page := func(version string) madePageOf {
		return madePageOf{title: "T" + version, facts: result.PageFacts{Heading: `<"H" & ` + version, Canonical: "=", Description: "Größe", Robots: "noindex", Text: 7}, links: []string{"gone", "a"}}
	}
	first = madeScan(t, db, siteID, site, storage.Complete, map[string]madePageOf{"": page("1"), "a": page("1")}, madeLimits{})
	second = madeScan(t, db, siteID, site, storage.Complete, map[string]madePageOf{"": page("2"), "a": page("1")}, madeLimits{})
	for scan, version := range map[storage.ScanID]string{first: "6.4", second: "6.5"} {
		err := db.file.Writing(t.Context(), "test", func(tx *sql.Tx) error {
			_, err := tx.Exec(`UPDATE scan SET made_with = ?, began = began + ? WHERE id = ?`, `{"WordPress":"`+version+`"}`, int64(scan)*3600_000, scan)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(db.NameScan(t.Context(), first, "Before", ""), db.NameScan(t.Context(), second, "Launch", "New\nmenu")); err != nil {
		t.Fatal(err)
	}
	for i, status := range []int{500, 404} {
		c := result.Check{Status: status, Outcome: outcome.FromStatus(status), Verdict: outcome.Broken, At: clock().Add(time.Duration(50+i) * time.Hour), Final: site + "gone"}
		if err := db.Recheck(t.Context(), second, storage.Rechecked{Address: urlIDs(t, db)[site+"gone"], Check: c}); err != nil {
			t.Fatal(err)
		}
	}
	change(t, db, siteID, someMarks()...)
	redirect := storage.Redirect{Address: site + "gone", Decision: storage.RedirectAccepted, Target: site + "a", Made: clock()}
	if _, err := db.DecideRedirects(t.Context(), siteID, []storage.Redirect{redirect}); err != nil {
		t.Fatal(err)
	}
	return siteID, first, second
}

func someMarks() []storage.Mark {
	day := func(n int) time.Time { return time.Date(2026, 5, n, 12, 0, 0, 0, time.UTC) }
	return []storage.Mark{
		{Kind: storage.Ignored, Scope: storage.OnAddress, Subject: site + "gone", Class: outcome.ClientError, Text: "known", Made: day(1), From: day(1), Until: day(20)},
		{Kind: storage.Assigned, Scope: storage.OnAddress, Subject: site + "gone", Assignee: "Anna", Due: "2026-05-20", Made: day(2)},
		{Kind: storage.Done, Scope: storage.OnLink, Subject: site + "gone", Page: site, Made: day(3), Verified: day(4)},
		{Kind: storage.Noted, Scope: storage.OnFix, Subject: "fix", Text: "Ask Bob\nfirst", Made: day(4)},
		{Kind: storage.WorksInBrowser, Scope: storage.OnHost, Subject: "other.example", Made: day(5)},
		{Kind: storage.Ignored, Scope: storage.OnPattern, Subject: site + "old/*", Made: day(6)},
	}
}

func change(t *testing.T, db *DB, site storage.SiteID, marks ...storage.Mark) {
	t.Helper()
	if _, err := db.ChangeMarks(t.Context(), storage.MarkChange{Site: site, Save: marks}); err != nil {
		t.Fatal(err)
	}
}

func marksOf(t *testing.T, db *DB, site storage.SiteID) []storage.Mark {
	t.Helper()
	marks, err := db.Marks(t.Context(), site)
	if err != nil {
		t.Fatal(err)
	}
	for i := range marks {
		marks[i].ID, marks[i].Site = 0, 0
	}
	return marks
}

// carried imports a scan of one history into another.
func carried(t *testing.T, from, to *DB, scan storage.ScanID) storage.Scan {
	t.Helper()
	id, err := imports(t.Context(), to, exported(t, from, scan))
	if err != nil {
		t.Fatal(err)
	}
	if err := to.Verify(t.Context(), id); err != nil {
		t.Error(err)
	}
	s, err := to.ScanByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// compared is what two scans have in common and what not.
func compared(t *testing.T, db *DB, from, to storage.ScanID) []string {
	t.Helper()
	p := storage.Pair{From: from, To: to}
	lines, counts := pagesOf(t, db, p)
	c, err := db.Compare(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return append(lines, fmt.Sprintf("%+v", counts), fmt.Sprintf("%+v", c.MadeWith))
}

// A scan keeps its name, its note, what its pages say, what was known before problems were
// checked again, and the marks of its site, in an empty history and in one that has
// the site with its first scan.
func TestImportCarriesWhatPeopleSaid(t *testing.T) {
	from := newDB(t)
	theirs, first, second := annotated(t, from)
	for _, order := range [][]storage.ScanID{{first, second}, {second, first}} {
		to := newDB(t)
		here := make(map[storage.ScanID]storage.Scan)
		for _, id := range order {
			here[id] = carried(t, from, to, id)
		}
		for _, id := range order {
			if diff := cmp.Diff(foundBy(t, from, id), foundBy(t, to, here[id].ID), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("scan %d (-want +got):\n%s", id, diff)
			}
		}
		if diff := cmp.Diff(marksOf(t, from, theirs), marksOf(t, to, here[second].Site)); diff != "" {
			t.Errorf("marks (-want +got):\n%s", diff)
		}
		theirRedirects, err := from.Redirects(t.Context(), theirs)
		ours, errHere := to.Redirects(t.Context(), here[second].Site)
		if diff := cmp.Diff(theirRedirects, ours); diff != "" || len(ours) != 1 || err != nil || errHere != nil {
			t.Errorf("redirects, %v, %v (-want +got):\n%s", err, errHere, diff)
		}
		want := compared(t, from, first, second)
		if diff := cmp.Diff(want, compared(t, to, here[first].ID, here[second].ID)); diff != "" {
			t.Errorf("comparison (-want +got):\n%s", diff)
		}
		if text := strings.Join(want, "\n"); !strings.Contains(text, "h1") || !strings.Contains(text, "6.5") {
			t.Errorf("the comparison shows nothing: %s", text)
		}
	}
}

// What is said in a history counts: an imported mark does not take the place of one that is
// there, and a name that another scan has stays with that one.
func TestImportLeavesWhatPeopleSaidHere(t *testing.T) {
	from := newDB(t)
	_, first, second := annotated(t, from)
	to := newDB(t)
	siteID := newSite(t, to)
	ours := scanAt(t, to, siteID, 1, clock())
	if err := to.NameScan(t.Context(), ours, "LAUNCH", "ours"); err != nil {
		t.Fatal(err)
	}
	mine := someMarks()[1]
	mine.Assignee, mine.Due = "Zoe", ""
	change(t, to, siteID, mine)
	want := someMarks()
	want[1] = mine
	if s := carried(t, from, to, second); s.Name != "" || s.Note != "New\nmenu" || s.Site != siteID {
		t.Errorf("second scan: %+v", s)
	}
	if s := carried(t, from, to, first); s.Name != "Before" {
		t.Errorf("first scan: %+v", s)
	}
	if diff := cmp.Diff(want, marksOf(t, to, siteID)); diff != "" {
		t.Errorf("marks (-want +got):\n%s", diff)
	}
	if s, err := to.ScanByID(t.Context(), ours); err != nil || s.Name != "LAUNCH" || s.Note != "ours" {
		t.Errorf("the scan that was there: %+v, %v", s, err)
	}
}

// A mark that the caller does not take is an error, and nothing is imported.
func TestImportChecksMarks(t *testing.T) {
	from, db := newDB(t), newDB(t)
	_, _, second := annotated(t, from)
	f, err := OpenScanFile(t.Context(), exported(t, from, second))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	before, refused := rowCounts(t, db), errors.New("refused")
	if _, err := db.Import(t.Context(), f, ImportChecks{Mark: func(*storage.Mark) error { return refused }}, func(int, int) {}); !errors.Is(err, refused) {
		t.Errorf("%v, want %v", err, refused)
	}
	if diff := cmp.Diff(before, rowCounts(t, db)); diff != "" {
		t.Errorf("the history is changed:\n%s", diff)
	}
}

// Forged names, facts, marks and earlier checks are refused, and change nothing.
func TestHostileSayingsAreRefused(t *testing.T) {
	from := newDB(t)
	_, _, second := annotated(t, from)
	good := exported(t, from, second)
	wrongType := func(table, statement string) []string {
		const schema = `UPDATE sqlite_schema SET sql = replace(sql, '%s', '%s') WHERE name = '%s'`
		return []string{
			`PRAGMA writable_schema = ON`, fmt.Sprintf(schema, ") STRICT", ")", table), `PRAGMA writable_schema = RESET`, statement,
			`PRAGMA writable_schema = ON`, fmt.Sprintf(schema, ")", ") STRICT", table), `PRAGMA writable_schema = RESET`,
		}
	}
	long := `hex(zeroblob(100000))`
	forged := map[string][]string{
		"long name of the scan":  {`UPDATE scan SET name = ` + long},
		"long note":              {`UPDATE scan SET note = ` + long},
		"type of the name":       wrongType("scan", `UPDATE scan SET name = x'00'`),
		"type of the note":       wrongType("scan", `UPDATE scan SET note = x'00'`),
		"type of made with":      wrongType("scan", `UPDATE scan SET made_with = x'00'`),
		"made with":              {`UPDATE scan SET made_with = 'WordPress'`},
		"made with: list":        {`UPDATE scan SET made_with = '["WordPress"]'`},
		"made with: null":        {`UPDATE scan SET made_with = 'null'`},
		"made with: number":      {`UPDATE scan SET made_with = '{"WordPress":6}'`},
		"made with: long":        {`UPDATE scan SET made_with = '{"WordPress":"' || ` + long + ` || '"}'`},
		"made with: very long":   {`UPDATE scan SET made_with = '{"a":"' || hex(zeroblob(1000000)) || '"}'`},
		"made with: many":        {`UPDATE scan SET made_with = (WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 20000) SELECT json_group_object(x, 'v') FROM n)`},
		"type of facts":          wrongType("finding", `UPDATE finding SET facts = x'5b5d'`),
		"facts":                  {`UPDATE finding SET facts = 'heading'`},
		"facts: nothing":         {`UPDATE finding SET facts = ''`},
		"facts: object":          {`UPDATE finding SET facts = '{}'`},
		"facts: null":            {`UPDATE finding SET facts = 'null'`},
		"facts: few":             {`UPDATE finding SET facts = '["H"]'`},
		"facts: types":           {`UPDATE finding SET facts = '[1,2,3,4,5,6]'`},
		"facts: hash":            {`UPDATE finding SET facts = '["","","","",-1,0]'`},
		"facts: links":           {`UPDATE finding SET facts = '["","","","",1,-1]'`},
		"facts: deep":            {`UPDATE finding SET facts = replace(hex(zeroblob(15000)), '00', '[')`},
		"facts: long":            {`UPDATE finding SET facts = '["' || ` + long + ` || '","","","",1,1]'`},
		"kind of a mark":         {`UPDATE mark SET kind = 'hidden'`},
		"scope":                  {`UPDATE mark SET scope = 'everything'`},
		"class":                  {`UPDATE mark SET class = '9xx'`},
		"no subject":             {`UPDATE mark SET subject = ''`},
		"link without a page":    {`UPDATE mark SET page = ''`},
		"page without a link":    {`UPDATE mark SET page = 'https://www.example.com/'`},
		"long text":              {`UPDATE mark SET text = ` + long},
		"long assignee":          {`UPDATE mark SET assignee = ` + long},
		"long subject":           {`UPDATE mark SET subject = hex(zeroblob(9000000)) WHERE kind = 'note'`},
		"day":                    {`UPDATE mark SET due = 'tomorrow'`},
		"no such day":            {`UPDATE mark SET due = '2026-02-30'`},
		"made never":             {`UPDATE mark SET made = 0`},
		"made late":              {`UPDATE mark SET made = 9223372036854775807`},
		"since":                  {`UPDATE mark SET since = -1`},
		"until":                  {`UPDATE mark SET until = 9223372036854775807`},
		"verified":               {`UPDATE mark SET verified = 0`},
		"type of made":           wrongType("mark", `UPDATE mark SET made = 'now'`),
		"type of a text":         wrongType("mark", `UPDATE mark SET text = x'00'`),
		"null kind":              wrongType("mark", `UPDATE mark SET kind = x'00'`),
		"redirect: decision":     {`UPDATE redirect SET decision = 'perhaps'`},
		"redirect: made":         {`UPDATE redirect SET made = 0`},
		"redirect: address":      {`UPDATE redirect SET address = hex(zeroblob(9000000))`},
		"redirect: type":         wrongType("redirect", `UPDATE redirect SET target = x'00'`),
		"earlier address":        {`UPDATE earlier_check SET url = 4000000000`},
		"earlier first":          {`UPDATE earlier_check SET number = number + 1`},
		"earlier twice":          {`INSERT INTO earlier_check SELECT * FROM earlier_check`},
		"earlier of no finding":  {`INSERT INTO url (id, text) VALUES (900, 'https://www.example.com/nowhere')`, `UPDATE earlier_check SET url = 900`},
		"earlier gap":            {`DELETE FROM earlier_check WHERE number = 1`},
		"earlier verdict":        {`UPDATE earlier_check SET verdict = 0`},
		"earlier verdict, more":  {`UPDATE earlier_check SET verdict = 9`},
		"earlier severity":       {`UPDATE earlier_check SET severity = 99`},
		"earlier status":         {`UPDATE earlier_check SET status = -1`},
		"earlier outcome":        {`UPDATE earlier_check SET outcome = '<b>'`},
		"earlier without any":    {`UPDATE earlier_check SET outcome = ''`},
		"earlier reason":         {`UPDATE earlier_check SET reason = hex(zeroblob(1000000))`},
		"earlier time":           {`UPDATE earlier_check SET checked_at = 9223372036854775807`},
		"type of earlier":        wrongType("earlier_check", `UPDATE earlier_check SET number = 'one'`),
		"many marks with texts":  {`INSERT INTO mark SELECT m.kind, m.scope, hex(zeroblob(6000000)) || n.url, m.page, m.class, m.text, m.assignee, m.due, m.made, m.since, m.until, m.verified FROM mark m, finding n WHERE m.kind <> 'done' LIMIT 8`},
		"missing table of marks": {`DROP TABLE mark`},
	}
	db := newDB(t)
	kept, _ := filled(t, db, newSite(t, db), 2, 3)
	was, rows := foundBy(t, db, kept), rowCounts(t, db)
	for what, statements := range forged {
		id, err := imports(t.Context(), db, forge(t, good, statements...))
		if !errors.Is(err, storage.ErrCorrupt) && !errors.Is(err, storage.ErrNewer) && !errors.Is(err, storage.ErrTooManyMarks) {
			t.Errorf("%s: scan %d, %v, want ErrCorrupt or ErrNewer", what, id, err)
		}
		if diff := cmp.Diff(rows, rowCounts(t, db)); diff != "" {
			t.Fatalf("%s: the history is changed:\n%s", what, diff)
		}
	}
	if diff := cmp.Diff(was, foundBy(t, db, kept)); diff != "" {
		t.Errorf("the scan that was there (-want +got):\n%s", diff)
	}
	// Types alone: the same statements without a change leave the file as it was.
	if _, err := imports(t.Context(), db, forge(t, good, wrongType("mark", `UPDATE mark SET text = text`)...)); err != nil {
		t.Errorf("the file itself: %v", err)
	}
}
