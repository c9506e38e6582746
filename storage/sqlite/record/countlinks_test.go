package record

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/dbfile"
	"sitewell/storage/sqlite/query"
)

// Links to a few problems at a time are counted as those to all at once are.
func TestCountLinksInParts(t *testing.T) {
	ctx := t.Context()
	file, err := dbfile.Open(ctx, filepath.Join(t.TempDir(), "history.db"), dbfile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := scanWithProblems(ctx, t, file)
	defer w.Close()
	count := func(most int) (rows []string) {
		t.Helper()
		err := file.Writing(ctx, "count", func(tx *sql.Tx) error {
			if _, err := tx.Exec(`UPDATE finding SET pages = -1, navigation = 0, link_text = ''`); err != nil {
				return err
			}
			if err := countLinks(ctx, tx, w.id, most); err != nil {
				return err
			}
			return query.Each(tx, `SELECT u.text || ' ' || f.pages || ' ' || f.navigation || ' ' || f.link_text FROM finding f JOIN url u ON u.id = f.url ORDER BY f.url`,
				func(r *sql.Rows) error {
					var row string
					err := r.Scan(&row)
					rows = append(rows, row)
					return err
				})
		})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	want := count(1000)
	if first := "https://www.example.com/1 2 0 to 1 from 1\nto 1 from 7"; want[0] != first {
		t.Errorf("first row is %q, want %q", want[0], first)
	}
	for _, most := range []int{1, 2, 3, 7} {
		if d := cmp.Diff(want, count(most)); d != "" {
			t.Errorf("%d at once (-want +got):\n%s", most, d)
		}
	}
}

// scanWithProblems stores seven pages, of which each links to itself, to the next
// one and to a place on each that is missing. Every second is broken.
func scanWithProblems(ctx context.Context, t *testing.T, file *dbfile.File) *Writer {
	t.Helper()
	if err := file.Writing(ctx, "site", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO site (id, name, client, start, created, settings) VALUES (1, '', '', '', 0, '')`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	w, err := Begin(ctx, file, slog.New(slog.DiscardHandler), time.Now, storage.Scan{Site: 1})
	if err != nil {
		t.Fatal(err)
	}
	const pages = 7
	b := &result.Batch{}
	for i := result.ID(1); i <= pages; i++ {
		b.Found = append(b.Found, result.Address{ID: i, URL: fmt.Sprintf("https://www.example.com/%d", i), Kind: result.KindPage})
		check := result.Check{Address: i, Verdict: outcome.Works}
		if i%2 == 1 {
			check.Verdict = outcome.Broken
		}
		b.Checks = append(b.Checks, check)
		page := result.Page{Address: i, Document: true}
		for _, target := range []result.ID{i, i%pages + 1} {
			text := fmt.Sprintf("to %d from %d", target, i)
			page.Links = append(page.Links,
				result.Link{Target: target, Element: "a[href]", Kind: result.KindPage, Text: text},
				result.Link{Target: target, Element: "a[href]", Kind: result.KindPage, Text: text, Fragment: "top"})
		}
		b.Pages = append(b.Pages, page)
		b.Places = append(b.Places, result.PlaceCheck{Target: i, Fragment: "top", Verdict: outcome.Broken})
	}
	if err := w.Commit(ctx, b); err != nil {
		t.Fatal(err)
	}
	return w
}
