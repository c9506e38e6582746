package scanfile

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
	"sitewell/storage/sqlite/query"
)

// mark is a row of the file.
type mark struct {
	storage.Mark
	made                   int64
	since, until, verified sql.NullInt64
}

func (m *mark) scan(rows *sql.Rows) error {
	return rows.Scan(&m.Kind, &m.Scope, &m.Subject, &m.Page, &m.Class, &m.Text, &m.Assignee, &m.Due, &m.made, &m.since, &m.until, &m.verified)
}

// check returns an error for values that no mark has.
func (m *mark) check() error {
	if !slices.Contains(storage.MarkKinds(), m.Kind) || !slices.Contains(storage.MarkScopes(), m.Scope) {
		return fmt.Errorf("%w: mark %.100q of %.100q", storage.ErrNewer, string(m.Kind), string(m.Scope))
	}
	if m.Due != "" {
		if _, err := time.Parse(time.DateOnly, m.Due); err != nil {
			return invalid("day", m.Due)
		}
	}
	if (m.Scope == storage.OnLink) != (m.Page != "") || m.Subject == "" {
		return invalid("mark without its subject:", m.Scope)
	}
	if err := errors.Join(inRange("made", m.made, 1, latest), checkClass(m.Class)); err != nil {
		return err
	}
	for _, at := range []sql.NullInt64{m.since, m.until, m.verified} {
		if at.Valid {
			if err := inRange("time of a mark", at.Int64, 1, latest); err != nil {
				return err
			}
		}
	}
	return errors.Join(
		short("subject", m.Subject, longestURL), short("page", m.Page, longestURL),
		short("text", m.Text, longestNote), short("assignee", m.Assignee, longestNote),
	)
}

func checkClass(c outcome.Class) error {
	switch c {
	case "", outcome.Informational, outcome.Success, outcome.Redirection, outcome.ClientError, outcome.ServerError, outcome.OtherStatus, outcome.Address,
		outcome.NameLookup, outcome.Connection, outcome.TLS, outcome.Exchange, outcome.Redirects, outcome.Access, outcome.Content, outcome.ScanRule:
		return nil
	}
	return fmt.Errorf("%w: class %.100q", storage.ErrNewer, string(c))
}

// importMarks stores the marks of the file that the site of the history does not have:
// what was said here counts.
func (i *importer) importMarks() error {
	insert, err := i.tx.Prepare(`INSERT INTO mark (site, ` + markColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (site, kind, scope, subject, page, class) DO NOTHING`)
	if err != nil {
		return err
	}
	defer insert.Close()
	size, added := 0, int64(0)
	err = query.Each(i.file, `SELECT `+markColumns+` FROM mark ORDER BY rowid`, func(rows *sql.Rows) error {
		var m mark
		if err := m.scan(rows); err != nil {
			return err
		}
		if err := m.check(); err != nil {
			return err
		}
		if size += storage.BytesPerMark + len(m.Subject) + len(m.Page) + len(m.Text) + len(m.Assignee); size > storage.MostMarkBytes {
			return fmt.Errorf("%w: %d bytes in the file", storage.ErrTooManyMarks, size)
		}
		m.Made, m.From, m.Until, m.Verified = query.Time(m.made), query.Time(m.since.Int64), query.Time(m.until.Int64), query.Time(m.verified.Int64)
		if err := i.to.CheckMark(&m.Mark); err != nil {
			return err
		}
		res, err := insert.Exec(i.to.Site, m.Kind, m.Scope, m.Subject, m.Page, m.Class, m.Text, m.Assignee, m.Due,
			m.made, nullable(m.since), nullable(m.until), nullable(m.verified))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		added += n
		return errors.Join(err, i.ctx.Err())
	})
	if err != nil || added == 0 {
		return err
	}
	if _, err := i.tx.Exec(`UPDATE site SET marks = marks + 1 WHERE id = ?`, i.to.Site); err != nil {
		return err
	}
	return findings.CheckMarkRoom(i.tx, i.to.Site)
}
