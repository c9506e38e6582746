package scanfile

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"

	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/query"
)

// File is an open file with one scan. Its structure is sound; what its values
// are worth is found out by Import.
type File struct {
	// Site and Scan have no IDs.
	Site storage.Site
	Scan storage.Scan

	madeWith string
	pool     *sql.DB
}

// Open opens a file that may come from anybody; see dbfile.OpenForeign for the errors. The
// caller must Close it.
func Open(ctx context.Context, name string) (*File, error) {
	pool, err := dbfile.OpenForeign(ctx, name, format, statements())
	if err != nil {
		return nil, err
	}
	f := &File{pool: pool}
	if err := f.readScan(ctx); err != nil {
		return nil, dbfile.Wrap("open file", errors.Join(dbfile.Cancelled(ctx, err), pool.Close()))
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.pool.Close() }

// Longest texts, in bytes.
const (
	longestName     = 1 << 10
	longestText     = 1 << 20
	longestNote     = 20 << 10
	longestURL      = 16 << 20
	longestSettings = 1 << 20
)

// invalid is an error for a value that no scan has.
func invalid(what string, value any) error {
	return fmt.Errorf("%w: %s %.100v", storage.ErrCorrupt, what, value)
}

// inRange reports whether a number is from least to most.
func inRange(what string, n, least, most int64) error {
	if n < least || n > most {
		return invalid(what, n)
	}
	return nil
}

func short(what, text string, most int) error {
	if len(text) > most {
		return invalid("too long: "+what, text)
	}
	return nil
}

// latest is the latest time that a file may have, in ms: the end of the year 9999.
var latest = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).UnixMilli()

// readScan reads the site and the scan.
func (f *File) readScan(ctx context.Context) error {
	tx, err := f.pool.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, name := range []string{"site", "scan"} {
		var n int
		if err := tx.QueryRow(`SELECT count(*) FROM (SELECT 1 FROM ` + name + ` LIMIT 2)`).Scan(&n); err != nil {
			return err
		}
		if n != 1 {
			return invalid("rows of "+name, n)
		}
	}
	site, s := &f.Site, &f.Scan
	if err := tx.QueryRow(`SELECT name, client, start, settings FROM site`).Scan(&site.Name, &site.Client, &site.Start, &site.Settings); err != nil {
		return err
	}
	var state, began, ended, worked int64
	var counts [13]int64
	into := []any{&s.Start, &state, &began, &ended, &worked, &s.Version, &s.Settings, &s.Diagnosis, &s.Sample}
	for i := range counts {
		into = append(into, &counts[i])
	}
	into = append(into, &s.Name, &s.Note, &f.madeWith)
	if err := tx.QueryRow(`SELECT ` + scanColumns + ` FROM scan`).Scan(into...); err != nil {
		return err
	}
	for i, n := range counts {
		if err := inRange(fmt.Sprint("count ", i), n, 0, math.MaxInt32); err != nil {
			return err
		}
	}
	s.State, s.Began, s.Ended, s.Worked = storage.State(state), query.Time(began), query.Time(ended), time.Duration(worked)
	c := &s.Counts
	for i, to := range []*int{
		&c.Found, &c.Waiting, &c.Pages, &c.Links, &c.Broken, &c.Warning, &c.Cant, &c.Works, &c.Skipped, &c.Internal, &c.PlacesChecked, &c.PlaceProblems, &c.Omitted,
	} {
		*to = int(counts[i])
	}
	return errors.Join(
		inRange("state", state, int64(storage.Interrupted), int64(storage.Complete)), inRange("began", began, 1, latest), inRange("ended", ended, 0, latest),
		inRange("worked", worked, 0, math.MaxInt64),
		short("name", site.Name, longestName), short("client", site.Client, longestName), short("start", site.Start, longestText),
		short("settings", site.Settings, longestSettings), short("settings", s.Settings, longestSettings), short("start", s.Start, longestText),
		short("version", s.Version, longestName), short("diagnosis", s.Diagnosis, longestName), short("sample", s.Sample, longestText),
		short("name of the scan", s.Name, longestName), short("note", s.Note, longestNote), short("made with", f.madeWith, longestText),
	)
}
