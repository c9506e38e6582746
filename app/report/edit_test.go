package report

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"sitewell/storage"
)

// Where it is known where pages are edited, the workbook has the addresses of that.
func TestExcelLinksEditors(t *testing.T) {
	src := bakery(t)
	for _, known := range []bool{false, true} {
		src.EditAddresses = func(_ context.Context, pages map[storage.URLID]string) (map[storage.URLID]string, error) {
			edit := make(map[storage.URLID]string)
			for id := range pages {
				if known {
					edit[id] = fmt.Sprintf("https://bakery.example/wp-admin/post.php?post=%d&action=edit", id)
				}
			}
			return edit, nil
		}
		var book bytes.Buffer
		if err := Excel(t.Context(), &book, src); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(sheetPages)
		if err != nil || len(rows) < 2 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		head, first := rows[0], rows[1]
		if has := head[len(head)-1] == "Edit this page"; has != known {
			t.Errorf("known: %v, headings: %q", known, head)
		}
		if has := strings.Contains(first[len(first)-1], "/wp-admin/post.php?post="); has != known {
			t.Errorf("known: %v, first page: %q", known, first)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
}
