package scanfile

import (
	"database/sql"
	"errors"

	"sitewell/storage"
	"sitewell/storage/sqlite/query"
)

// importRedirects stores the decisions about redirects that the site of the history does
// not have: what was decided here counts.
func (i *importer) importRedirects() error {
	insert, err := i.tx.Prepare(`INSERT INTO redirect (site, ` + redirectColumns + `) VALUES (?, ?, ?, ?, ?) ON CONFLICT (site, address) DO NOTHING`)
	if err != nil {
		return err
	}
	defer insert.Close()
	size := 0
	return query.Each(i.file, `SELECT `+redirectColumns+` FROM redirect ORDER BY address`, func(rows *sql.Rows) error {
		var r storage.Redirect
		var made int64
		if err := rows.Scan(&r.Address, &r.Decision, &r.Target, &made); err != nil {
			return err
		}
		if r.Decision != storage.RedirectAccepted && r.Decision != storage.RedirectSkipped {
			return invalid("decision", string(r.Decision))
		}
		if size += storage.BytesPerMark + len(r.Address) + len(r.Target); size > storage.MostMarkBytes {
			return invalid("too many redirects:", size)
		}
		if err := errors.Join(inRange("made", made, 1, latest), short("address", r.Address, longestURL), short("target", r.Target, longestURL)); err != nil {
			return err
		}
		if err := i.to.CheckRedirect(&r); err != nil {
			return err
		}
		_, err := insert.Exec(i.to.Site, r.Address, string(r.Decision), r.Target, made)
		return errors.Join(err, i.ctx.Err())
	})
}
