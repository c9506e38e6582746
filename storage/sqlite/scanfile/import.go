package scanfile

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
	"sitewell/storage/sqlite/record"
	"sitewell/storage/sqlite/urlid"
)

// importer inserts the rows of a file into a history.
type importer struct {
	ctx      context.Context
	file     *sql.Tx
	tx       *sql.Tx
	to       Target
	total    int
	progress func(done, total int)

	urls     urlid.Map[uint32] // numbers of the history by those of the file
	versions map[int64]int64
	unpacked int64 // bytes
	budget   int64
	links    record.LinkStore
	evidence record.EvidenceStore
	packer   linkset.Packer // for evidence
}

// Target is where the contents of a file are inserted.
type Target struct {
	Site storage.SiteID
	Scan storage.ScanID // without findings
	// CheckMark checks and changes what storage does not look into: the texts of marks.
	CheckMark func(*storage.Mark) error
	// CheckRedirect does that for the addresses of decisions about redirects.
	CheckRedirect func(*storage.Redirect) error
}

// Import inserts what was found by the scan of a file as that of a scan of the history
// that is there already, and the marks that its site does not have. Addresses get the numbers that they have there.
// The caller counts and compares what is stored in the same transaction, and throws it
// away where that, or Import, fails: ErrCorrupt where a value is none that a scan has.
func (f *File) Import(ctx context.Context, tx *sql.Tx, to Target, progress func(done, total int)) error {
	file, err := f.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer file.Rollback()
	var pages, size int64
	if err := file.QueryRow(`SELECT page_count, page_size FROM pragma_page_count, pragma_page_size`).Scan(&pages, &size); err != nil {
		return err
	}
	i := importer{
		ctx: ctx, file: file, tx: tx, to: to, total: f.Scan.Counts.Rows(), progress: progress,
		versions: make(map[int64]int64), budget: mostUnpacked*pages*size + leastBudget,
		packer: linkset.Packer{Dictionary: []byte(findings.EvidenceDict)},
	}
	importMadeWith := func() error { return i.importMadeWith(f.madeWith) }
	for _, step := range []func() error{importMadeWith, i.importURLs, i.importPlaces, i.importVersions, i.importFindings, i.importEarlier, i.importMarks, i.importRedirects} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// What is packed may become so many times as large as the file, and that much more.
const (
	mostUnpacked = 100
	leastBudget  = 64 << 20
)

// atOnce is how many addresses are looked up together.
const atOnce = 1024

// importURLs finds for addresses the numbers that they have in the history.
func (i *importer) importURLs() error {
	var ids []int64
	var texts []string
	flush := func() error {
		numbers, err := urlid.Of(i.tx, texts)
		if err != nil {
			return err
		}
		for n, id := range ids {
			i.urls.Set(uint32(id), numbers[n])
		}
		ids, texts = ids[:0], texts[:0]
		return i.ctx.Err()
	}
	err := query.Each(i.file, `SELECT id, text FROM url WHERE page IS NULL ORDER BY id`, func(rows *sql.Rows) error {
		var id int64
		var text string
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		if err := errors.Join(inRange("address", id, 1, math.MaxUint32), short("address", text, longestURL)); err != nil {
			return err
		}
		ids, texts = append(ids, id), append(texts, text)
		if len(ids) < atOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// importPlaces does that for places within pages.
func (i *importer) importPlaces() error {
	type place struct {
		id   int64
		text string
		page uint32
	}
	var some []place
	flush := func() error {
		texts := make([]string, len(some))
		pages := make(map[string]uint32, len(some))
		for n, p := range some {
			texts[n], pages[p.text] = p.text, p.page
		}
		numbers, err := urlid.OfPlaces(i.tx, texts, pages)
		if err != nil {
			return err
		}
		for n, p := range some {
			i.urls.Set(uint32(p.id), numbers[n])
		}
		some = some[:0]
		return i.ctx.Err()
	}
	err := query.Each(i.file, `SELECT u.id, u.text, p.id, p.text FROM url u LEFT JOIN url p ON p.id = u.page AND p.page IS NULL WHERE u.page IS NOT NULL ORDER BY u.id`, func(rows *sql.Rows) error {
		var p place
		var pageID sql.NullInt64
		var page sql.NullString
		if err := rows.Scan(&p.id, &p.text, &pageID, &page); err != nil {
			return err
		}
		if err := errors.Join(inRange("place", p.id, 1, math.MaxUint32), short("place", p.text, longestURL)); err != nil {
			return err
		}
		if !page.Valid || !strings.HasPrefix(p.text, page.String+"#") {
			return invalid("place without its page:", p.text)
		}
		p.page = i.urls.Get(uint32(pageID.Int64))
		some = append(some, p)
		if len(some) < atOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

// url returns the number of an address of the file, or an error where it has none.
func (i *importer) url(id int64) (uint32, error) {
	if id < 1 || id > math.MaxUint32 || i.urls.Get(uint32(id)) == 0 {
		return 0, invalid("address that is not there:", id)
	}
	return i.urls.Get(uint32(id)), nil
}

// unpack returns what was packed, as long as there is room for it.
func (i *importer) unpack(p *linkset.Packer, packed []byte) ([]byte, error) {
	raw, err := p.Unpack(packed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
	}
	if i.unpacked += int64(len(raw)); i.unpacked > i.budget {
		return nil, invalid("packed too well:", i.unpacked)
	}
	return raw, i.ctx.Err()
}

// importVersions stores the links of pages, to the numbers of the history.
func (i *importer) importVersions() error {
	var packer linkset.Packer
	var links []linkset.Link
	return query.Each(i.file, `SELECT id, linkset FROM page_version`, func(rows *sql.Rows) error {
		var id int64
		var packed []byte
		if err := rows.Scan(&id, &packed); err != nil {
			return err
		}
		raw, err := i.unpack(&packer, packed)
		if err != nil {
			return err
		}
		if links, err = linkset.Decode(links[:0], raw, nil); err != nil {
			return fmt.Errorf("%w: %w", storage.ErrCorrupt, err)
		}
		for n := range links {
			l := &links[n]
			if l.Target, err = i.url(int64(l.Target)); err != nil {
				return err
			}
			if err := checkShape(&l.Shape); err != nil {
				return err
			}
		}
		if len(links) == 0 {
			return invalid("page without links:", id)
		}
		i.versions[id], err = i.links.Store(i.tx, links)
		return err
	})
}

func checkShape(s *linkset.Shape) error {
	if s.Outcome != "" {
		if err := checkOutcome(s.Outcome); err != nil {
			return err
		}
	}
	return errors.Join(short("element", s.Element, longestName), checkKind(s.Kind), inRange("place", int64(s.Place), 0, int64(result.PlaceHTTP)))
}

func checkOutcome(k outcome.Key) error {
	if _, known := outcome.Lookup(k); !known {
		return fmt.Errorf("%w: outcome %.100q", storage.ErrNewer, string(k))
	}
	return nil
}

func checkKind(k result.Kind) error {
	switch k {
	case result.KindPage, result.KindImage, result.KindStyle, result.KindScript, result.KindModule, result.KindFont, result.KindMedia, result.KindFrame,
		result.KindDownload, result.KindFeed, result.KindForm, result.KindRequest, result.KindMeta, result.KindSitemap, result.KindOther, result.KindCanonical,
		result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev:
		return nil
	}
	return fmt.Errorf("%w: kind %.100q", storage.ErrNewer, string(k))
}

func checkCauses(causes string) error {
	for cause := range strings.SplitSeq(causes, ",") {
		switch outcome.Weight(cause) {
		case "", outcome.StartPage, outcome.InMenu, outcome.OnManyPages, outcome.PartOfPage, outcome.FarFromStart, outcome.MayBeTransient, outcome.ByVerdict, outcome.BySettings:
		default:
			return fmt.Errorf("%w: cause %.100q", storage.ErrNewer, cause)
		}
	}
	return nil
}

// storeEvidence stores evidence of the file, that of a problem for it alone.
func (i *importer) storeEvidence(id int64, verdict outcome.Verdict) (int64, error) {
	var packed []byte
	if err := i.file.QueryRow(`SELECT data FROM evidence WHERE id = ?`, id).Scan(&packed); err != nil {
		return 0, query.Missing("evidence", id, err)
	}
	text, err := i.unpack(&i.packer, packed)
	if err != nil {
		return 0, err
	}
	var k findings.StoredEvidence
	if err := json.Unmarshal(text, &k); err != nil {
		return 0, fmt.Errorf("%w: evidence %d: %w", storage.ErrCorrupt, id, err)
	}
	for _, n := range k.Notes {
		if err := checkOutcome(n.Outcome); err != nil {
			return 0, err
		}
	}
	return i.evidence.Store(i.tx, &result.Check{Evidence: k.Evidence, Notes: k.Notes, Verdict: verdict})
}

// finding is a row of the file.
type finding struct {
	url, verdict, severity, status, internal, document, depth, size, took, content int64
	checkedAt, version, evidence, final                                            sql.NullInt64
	kind, outcome, contentType, reason, causes, title                              string
	facts                                                                          sql.NullString
}

func (f *finding) scan(rows *sql.Rows) error {
	return rows.Scan(&f.url, &f.verdict, &f.severity, &f.status, &f.internal, &f.document, &f.depth, &f.kind, &f.outcome, &f.size, &f.took, &f.checkedAt,
		&f.content, &f.version, &f.evidence, &f.final, &f.contentType, &f.reason, &f.causes, &f.title, &f.facts)
}

// check returns an error for values that no scan has.
func (f *finding) check() error {
	verdict := outcome.Verdict(f.verdict)
	if err := inRange("verdict", f.verdict, 0, int64(outcome.Skipped)); err != nil {
		return err
	}
	if (verdict == outcome.Unchecked) != (f.outcome == "") || verdict == outcome.Skipped && f.reason == "" {
		return invalid("outcome", f.outcome)
	}
	if f.outcome != "" {
		if err := checkOutcome(outcome.Key(f.outcome)); err != nil {
			return err
		}
	}
	return errors.Join(
		inRange("severity", f.severity, 0, int64(outcome.Critical)), inRange("status", f.status, 0, 999), inRange("internal", f.internal, 0, 1),
		inRange("document", f.document, 0, 1), inRange("depth", f.depth, 0, math.MaxInt32), inRange("size", f.size, -1, math.MaxInt64),
		inRange("took", f.took, 0, int64(1000*time.Hour/time.Millisecond)), inRange("checked", f.checkedAt.Int64, 0, latest),
		checkKind(result.Kind(f.kind)), checkCauses(f.causes),
		short("content type", f.contentType, longestText), short("reason", f.reason, longestText), short("title", f.title, longestText),
	)
}

// importFindings stores what was found.
func (i *importer) importFindings() error {
	insert := query.Insert{Tx: i.tx, Into: `finding (first_scan, ` + findingColumns + `)`, Columns: 1 + columnCount(findingColumns)}
	done := 0
	err := query.Each(i.file, `SELECT `+findingColumns+` FROM finding ORDER BY url`, func(rows *sql.Rows) error {
		var f finding
		if err := f.scan(rows); err != nil {
			return err
		}
		if err := f.check(); err != nil {
			return err
		}
		url, err := i.url(f.url)
		if err != nil {
			return err
		}
		facts, err := cleanFacts(f.facts)
		if err != nil {
			return err
		}
		var final, version, evidence any
		if f.final.Valid {
			n, err := i.url(f.final.Int64)
			if err != nil {
				return err
			}
			final = int64(n)
		}
		if f.version.Valid {
			n, known := i.versions[f.version.Int64]
			if !known {
				return invalid("links that are not there:", f.version.Int64)
			}
			version = n
		}
		if f.evidence.Valid {
			n, err := i.storeEvidence(f.evidence.Int64, outcome.Verdict(f.verdict))
			if err != nil {
				return err
			}
			evidence = query.Null(n)
		}
		if done++; done%1000 == 0 {
			i.progress(done, max(done, i.total))
		}
		return errors.Join(insert.Row(i.to.Scan, int64(url), f.verdict, f.severity, f.status, f.internal, f.document, f.depth, f.kind, f.outcome, f.size, f.took,
			nullable(f.checkedAt), f.content, version, evidence, final, f.contentType, f.reason, f.causes, f.title, facts), i.ctx.Err())
	})
	if err != nil {
		return err
	}
	return insert.Flush()
}

func nullable(n sql.NullInt64) any {
	if !n.Valid {
		return nil
	}
	return n.Int64
}
