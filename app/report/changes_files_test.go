package report

import (
	"bytes"
	"context"
	"encoding/csv"
	"iter"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// hostile are changes whose texts try to get out of their cells.
type hostile struct{}

func (hostile) EachChange(context.Context, storage.Pair, storage.ChangeFilter, storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return func(yield func(storage.ChangeRow, error) bool) {
		for i, address := range []string{
			"=HYPERLINK(\"https://evil.example\")", "+1", "-1", "@sum", " =1", "\t=1", "https://bakery.example/a,\"b\"\r\nc", "javascript:alert(1)", "</table><script>alert(1)</script>", "",
		} {
			row := storage.ChangeRow{
				URL: address, Change: storage.New, Pages: i,
				Now: storage.Observation{ID: 1, Verdict: outcome.Broken, Outcome: "404", Status: 404, Severity: outcome.Serious},
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}

func hostileChanges() Changes {
	src := Changes{Data: hostile{}, Words: titles{}, Site: storage.Site{Name: "<b>Bakery</b>"}, Why: func(*storage.ChangeRow) string { return "=why" }}
	src.Comparison.Counts.New = 10
	src.Comparison.To.State, src.Comparison.To.Name = storage.Complete, "</h1>launch"
	src.Differences = []Difference{{"Headers", "<none>", "X: 1"}}
	return src
}

// CSV is as RFC 4180 has it, and no cell is a formula.
func TestChangesCSV(t *testing.T) {
	var b bytes.Buffer
	if err := ChangesCSV(t.Context(), &b, hostileChanges()); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if !strings.HasPrefix(text, "\ufeffChange,Severity,Address,Why,Before,Now,Whose,Pages\r\n") || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("got %q", text)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || len(rows) != 11 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		for _, cell := range row {
			if first := strings.TrimSpace(cell); first != "" && strings.ContainsRune("=+-@", rune(first[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	if got := rows[7][2]; got != "https://bakery.example/a,\"b\"\nc" { // the reader takes \r\n for \n
		t.Errorf("address: %q", got)
	}
}

// The web page is well formed whatever is in it, loads nothing and runs nothing.
func TestChangesHTML(t *testing.T) {
	var b bytes.Buffer
	if err := ChangesHTML(t.Context(), &b, hostileChanges()); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{"<html lang=\"en\">", "default-src &#39;none&#39;; style-src &#39;sha256-", "&lt;/h1&gt;launch", "<h2>New (10)</h2>"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	rows := 0
	for z := html.NewTokenizer(strings.NewReader(text)); z.Next() != html.ErrorToken; {
		token := z.Token()
		switch token.Data {
		case "script", "img", "link", "iframe", "object", "b":
			if token.Type == html.StartTagToken {
				t.Errorf("there is a %v", token)
			}
		case "tr":
			if token.Type == html.StartTagToken {
				rows++
			}
		}
		for _, a := range token.Attr {
			if a.Key == "href" && !strings.HasPrefix(a.Val, "https://") {
				t.Errorf("leads to %q", a.Val)
			}
		}
	}
	if rows != 11 {
		t.Errorf("%d rows, want 11 with the head", rows)
	}
}
