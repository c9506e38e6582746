package crashtest

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"sitewell/storage/sqlite/dbfile"
)

// firstSchema is that of the first version of Sitewell.
const firstSchema = 1

// MakeOld makes a history at path as the first version of Sitewell left it, with what
// is in another one, which nobody has open, as far as that version knew it.
func MakeOld(ctx context.Context, path, from string) error {
	return dbfile.MakeOld(ctx, path, firstSchema, func(conn *sql.Conn) error {
		if _, err := conn.ExecContext(ctx, `ATTACH ? AS source`, from); err != nil {
			return err
		}
		tables, err := texts(ctx, conn, `SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY name`)
		if err != nil {
			return err
		}
		for _, table := range tables { // with sqlite_sequence, which has the numbers that were given
			columns, err := texts(ctx, conn, `SELECT name FROM pragma_table_info(?)`, table)
			if err != nil {
				return err
			}
			list := strings.Join(columns, ", ")
			for _, do := range []string{`DELETE FROM main.%[1]s`, `INSERT INTO main.%[1]s (%[2]s) SELECT %[2]s FROM source.%[1]s`} {
				if _, err := conn.ExecContext(ctx, fmt.Sprintf(do, table, list)); err != nil {
					return fmt.Errorf("%s: %w", table, err)
				}
			}
		}
		_, err = conn.ExecContext(ctx, `DETACH source`)
		return err
	})
}

// texts returns the rows of a query for texts.
func texts(ctx context.Context, conn *sql.Conn, query string, args ...any) (all []string, err error) {
	rows, err := conn.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}
