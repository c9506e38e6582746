package report

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

func TestJSONLines(t *testing.T) {
	var buf bytes.Buffer
	if err := JSONLines(t.Context(), &buf, bakery(t)); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "bakery.jsonl")
	if *update {
		if err := os.WriteFile(file, buf.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), buf.String()); diff != "" {
		t.Errorf("JSON Lines (-want +got):\n%s", diff)
	}
}

// An address lists its first 100 links, and the number of all its pages.
func TestJSONLinesManyLinks(t *testing.T) {
	scan := bakeryScan()
	cakes := scan.Found[1]
	scan.Found = []sqlitetest.Address{cakes}
	for i := range 250 {
		scan.Found = append(scan.Found, sqlitetest.Address{
			Row: storage.Row{URL: fmt.Sprintf("https://bakery.example/%d", i), Internal: true, Outcome: "200"}, Read: true,
			Links: []sqlitetest.Link{{To: cakes.URL, Text: fmt.Sprint(i)}},
		})
	}
	var buf bytes.Buffer
	if err := JSONLines(t.Context(), &buf, sourceOf(t, scan)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(buf.String(), `"page":`); got != 100 {
		t.Errorf("%d links listed, want 100", got)
	}
	if !strings.Contains(buf.String(), `"sources":250,`) {
		t.Errorf("sources is not 250: %.200s", buf.String())
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("pipe is closed") }

func TestJSONLinesTellsOfBrokenWriter(t *testing.T) {
	if err := JSONLines(t.Context(), brokenWriter{}, bakery(t)); err == nil {
		t.Error("no error")
	}
}
