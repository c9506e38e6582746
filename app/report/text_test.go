package report

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

func textOf(t *testing.T, o TextOptions, src Source) string {
	t.Helper()
	var buf bytes.Buffer
	if err := Text(o)(t.Context(), &buf, src); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestText(t *testing.T) {
	for _, tt := range []struct {
		name string
		o    TextOptions
		scan *sqlitetest.Scan
	}{
		{"plain80", TextOptions{}, bakeryScan()},
		{"narrow40", TextOptions{Width: 20}, bakeryScan()}, // never narrower than 40
		{"color", TextOptions{Color: true}, bakeryScan()},
		{"first1", TextOptions{List: 1}, wholeScan()},
		{"problems", TextOptions{Problems: true}, wholeScan()},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := textOf(t, tt.o, sourceOf(t, tt.scan))
			file := filepath.Join("testdata", "text-"+tt.name+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}
		})
	}
}

// Nothing links to the start page of some sites.
func TestTextOfAFixThatNoPageNames(t *testing.T) {
	src := bakery(t)
	src.Fixes[0].Pages = 0
	got := textOf(t, TextOptions{List: 1}, src)
	if strings.Contains(got, "on 0 pages") || !strings.Contains(got, VerdictWord(src.Fixes[0].Verdict)+": ") {
		t.Errorf("the fix reads:\n%s", got)
	}
}

func TestTextFitsTerminal(t *testing.T) {
	for line := range strings.Lines(textOf(t, TextOptions{Width: 80, Problems: true}, bakery(t))) {
		if n := len([]rune(strings.TrimSuffix(line, "\n"))); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// Nothing that a page says may steer the terminal.
func TestTextNoEscapesFromOutside(t *testing.T) {
	scan := bakeryScan()
	const evil = "https://bakery.example/\x1b]0;owned\x07\u202e"
	scan.Found[0].Links[0].To = evil
	scan.Found = append(scan.Found, sqlitetest.Address{Row: storage.Row{URL: evil, Internal: true, Outcome: "404"}})
	src := sourceOf(t, scan)
	src.Site.Name = "Bakery\x1b[2J\r"
	src.Fixes[0].Do, src.Fixes[1].Why = "Link to /\x1b]0;owned\x07", "\x1b[2J"
	if got := textOf(t, TextOptions{Problems: true}, src); strings.ContainsAny(got, "\x1b\x07\r\u202e") {
		t.Errorf("control characters in %q", got)
	}
}

func TestWrap(t *testing.T) {
	got := Wrap("one two  three\nverylongwordindeed four", "  ", 11)
	if want := "  one two\n  three\n  verylongwordindeed\n  four"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What a scan did not look at is said first, with the same words in the
// terminal and on the Cover.
func TestGapIsSaidFirst(t *testing.T) {
	src := bakery(t)
	src.Scan.State, src.Scan.Diagnosis, src.Scan.Sample = storage.Complete, string(result.RedirectsElsewhere), "https://b.example/"
	src.Fixes = nil
	const headline, sentence = "This site was not scanned", "The start address leads to another site, which was not scanned: https://b.example/"
	got := textOf(t, TextOptions{Width: 200}, src)
	if !strings.HasPrefix(got, "\nbakery.example: "+lowered(headline)+"\n"+sentence+"\n") || strings.Contains(got, "othing to fix") {
		t.Errorf("the terminal says:\n%s", got)
	}
	var cells []string
	for _, row := range rowsOf(t, written(t, src, 100), sheetCover) {
		cells = append(cells, row...)
	}
	text := strings.Join(cells, "\n")
	at, found := strings.Index(text, headline), strings.Index(text, "What was found")
	if at < 0 || found < at || !strings.Contains(text[at:found], sentence) {
		t.Errorf("the Cover says:\n%s", text)
	}
	if strings.Contains(text, "Nothing: no problem was found.") {
		t.Error("the Cover says that there is no problem")
	}
}
