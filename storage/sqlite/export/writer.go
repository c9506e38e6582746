package export

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/mattn/go-sqlite3"

	"sitewell/storage"
)

// writer inserts rows into a database that nobody else has open. It uses the
// driver itself: millions of rows by way of database/sql take twice as long.
type writer struct {
	conn    *sqlite3.SQLiteConn
	inserts map[string]*sqlite3.SQLiteStmt // by table
	values  []driver.NamedValue
	fixes   map[storage.URLID]int // the number of the fix that a problem is in
	done    int                   // rows
}

func open(path string) (*writer, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("create database: %w", err)
	}
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/…
	}
	// nolock: who fills a file may have a lock of its own on it.
	name := (&url.URL{Scheme: "file", Path: path, RawQuery: "nolock=1&_mutex=no"}).String()
	conn, err := (&sqlite3.SQLiteDriver{}).Open(name)
	if err != nil {
		return nil, wrap("create database", err)
	}
	return &writer{conn: conn.(*sqlite3.SQLiteConn), inserts: make(map[string]*sqlite3.SQLiteStmt)}, nil
}

func (w *writer) close() error {
	var errs []error
	for _, s := range w.inserts {
		errs = append(errs, s.Close())
	}
	return wrap("close database", errors.Join(append(errs, w.conn.Close())...))
}

// exec runs statements until ctx ends.
func (w *writer) exec(ctx context.Context, statements string) error {
	if _, err := w.conn.ExecContext(ctx, statements, nil); err != nil {
		return errors.Join(ctx.Err(), wrap("write database", err))
	}
	return nil
}

// insert inserts a row with a value for each column of the table.
func (w *writer) insert(table string, values ...any) error {
	s := w.inserts[table]
	if s == nil {
		prepared, err := w.conn.Prepare(`INSERT INTO ` + table + ` VALUES (?` + strings.Repeat(", ?", len(values)-1) + `)`)
		if err != nil {
			return wrap("write "+table, err)
		}
		s = prepared.(*sqlite3.SQLiteStmt)
		w.inserts[table] = s
	}
	w.values = w.values[:0]
	for i, v := range values {
		if n, ok := v.(int); ok {
			v = int64(n)
		}
		w.values = append(w.values, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	// A context that can end costs a goroutine for each row; writeRows and
	// writeLinks look at it now and then.
	_, err := s.ExecContext(context.Background(), w.values)
	return wrap("write "+table, err)
}

// orNull returns a text, or NULL for an empty one.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// positive returns a number, or NULL where it is 0, which means none.
func positive(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// moment returns a time as ISO 8601 in UTC, or NULL where there is none.
func moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC().Format("2006-01-02T15:04:05Z")
}

// elementOf returns element and attribute of "a[href]".
func elementOf(s string) (element, attribute string) {
	element, attribute, _ = strings.Cut(s, "[")
	return element, strings.TrimSuffix(attribute, "]")
}

func stateWord(s storage.State) string {
	switch s {
	case storage.Complete:
		return "complete"
	case storage.Stopped:
		return "stopped"
	default:
		return "interrupted"
	}
}
