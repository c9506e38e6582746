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
)

func TestJSONLines(t *testing.T) {
	var buf bytes.Buffer
	if err := JSONLines(t.Context(), &buf, bakery()); err != nil {
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
	src := bakery()
	row := src.Data.(*fakeData).rows[1]
	row.Sources = 250
	data := &fakeData{rows: []storage.Row{row}}
	for i := range 250 {
		data.links = append(data.links, storage.LinkRow{
			Source: storage.Source{Page: storage.URLID(1000 + i), PageURL: fmt.Sprintf("https://bakery.example/%d", i), Text: fmt.Sprint(i), Element: "a[href]"},
			Target: row.ID, URL: row.URL,
		})
	}
	src.Data = data
	var buf bytes.Buffer
	if err := JSONLines(t.Context(), &buf, src); err != nil {
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
	if err := JSONLines(t.Context(), brokenWriter{}, bakery()); err == nil {
		t.Error("no error")
	}
}
