//go:build !headless

package desktop

import (
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"
	"github.com/google/go-cmp/cmp"

	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	reportspeech "sitewell/app/speech"
	"sitewell/scanner/coverage"
	"sitewell/scanner/outcome"
	"sitewell/scanner/reason"
	"sitewell/scanner/result"
	"sitewell/storage"
	uiexport "sitewell/ui/export"
	"sitewell/ui/words"
)

// Explanations are written in the language that the window speaks, which is
// English where it has no translation for the reader's own.
func TestWindowLanguage(t *testing.T) {
	for _, tt := range []struct {
		locale, languages string // LANG and LANGUAGE
		chosen            string // in the settings
		want, search      string
	}{
		{locale: "de_DE.UTF-8", want: "de", search: "Suchen"},
		{locale: "de_AT.UTF-8", want: "de", search: "Suchen"},
		{locale: "en_GB.UTF-8", want: "en", search: "Search"},
		{locale: "fr_FR.UTF-8", want: "fr", search: "Rechercher"},
		{locale: "es_ES.UTF-8", want: "en", search: "Search"},
		{locale: "en_US.UTF-8", chosen: "fr", want: "fr", search: "Rechercher"},
		{locale: "C", chosen: "de", want: "de", search: "Suchen"},
		{locale: "nl_NL.UTF-8", languages: "nl:de:en", want: "de", search: "Suchen"},
		{locale: "C", want: "en", search: "Search"},
	} {
		t.Run(tt.locale+" "+tt.languages, func(t *testing.T) {
			t.Setenv("LC_ALL", "")
			t.Setenv("LC_MESSAGES", "")
			t.Setenv("LANG", tt.locale)
			t.Setenv("LANGUAGE", tt.languages)
			got, err := UseLanguage(tt.chosen)
			if err != nil {
				t.Fatal(err)
			}
			// Fyne complains on standard error of each text that it has to look for
			// elsewhere; afterwards it must not have to.
			if said := stderrOf(t, func() { lang.L("Search"); lang.N("{{.Count}} rows", 2, map[string]any{"Count": 2}) }); said != "" {
				t.Errorf("said on standard error:\n%s", said)
			}
			if got.Language != tt.want || lang.L("Search") != tt.search {
				t.Errorf("language %q and text %q, want %q and %q", got.Language, lang.L("Search"), tt.want, tt.search)
			}
		})
	}
}

// stderrOf returns what is written to standard error while f runs.
func stderrOf(t *testing.T, f func()) string {
	t.Helper()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stderr
	os.Stderr = write
	log.SetOutput(write)
	f()
	os.Stderr = before
	log.SetOutput(before)
	write.Close()
	said, err := io.ReadAll(read)
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// A spreadsheet from a German window has the window's words; one from an
// English window is the same as from the command line.
func TestSpreadsheetSpeaksTheLanguage(t *testing.T) {
	t.Setenv("LC_ALL", "de_DE.UTF-8")
	r, err := UseLanguage("")
	if err != nil {
		t.Fatal(err)
	}
	ledger := storage.Ledger{Found: 1204, Checked: 1200, Skipped: []storage.Skipped{{Outcome: outcome.RobotsBlocked, Count: 4}}}
	got := []string{
		r.Speech.Say("Website check of {{.Site}}", map[string]any{"Site": "bakery.example"}),
		r.Speech.Plural(1204, "{{.Count}} thing to fix", "{{.Count}} things to fix"),
		r.Speech.Verdict(outcome.CantVerify), r.Speech.Severity(outcome.Minor), r.Speech.Kind(result.KindStyle),
		r.Speech.Place(result.PlaceFooter), r.Speech.Side(true), r.Speech.Ledger(ledger),
		r.Speech.Say(coverage.Part.Headline().Text, nil),
	}
	want := []string{
		"Prüfung der Website bakery.example", "1.204 Punkte zu beheben", "Nicht prüfbar", "Gering", "Stylesheet",
		"Fußbereich", "Eigene Website",
		"1.204 Adressen gefunden = 1.200 geprüft + 4 ausgelassen (4 durch robots.txt verboten) + 0 wartend",
		"Website nur teilweise geprüft",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	if r, err = UseLanguage(""); err != nil || r.Speech.Verdict(outcome.Broken) != report.English().Verdict(outcome.Broken) || r.Speech.Number(1204) != report.English().Number(1204) {
		t.Errorf("an English window's spreadsheet has words of its own, error %v", err)
	}
}

// A window's language reaches what explains outcomes.
func TestOpenHistorySpeaksTheLanguage(t *testing.T) {
	p := &session.Session{}
	c, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: t.TempDir() + "/history.db", Reader: session.Reader{Language: "de"}})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, c.Core)
	e, err := c.Explainer.ExplainKey("404")
	if err != nil {
		t.Fatal(err)
	}
	if e.Lang != "de" {
		t.Errorf("explains in %q", e.Lang)
	}
}

// The window's exporter writes the format that was chosen.
func TestWindowExportsEveryFormat(t *testing.T) {
	p := &session.Session{}
	h, err := p.OpenHistory(t.Context(), session.HistoryOptions{DB: t.TempDir() + "/history.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer closeCore(t, h.Core)
	r, err := h.Runner.ScanDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	<-r.Done()
	for as, begins := range map[uiexport.Format]string{uiexport.Spreadsheet: "PK", uiexport.Database: "SQLite format 3", uiexport.JSONLines: "{"} {
		path := filepath.Join(t.TempDir(), "report")
		if err := (exporter{h.Files}).Export(t.Context(), r.ScanID(), as, path, nil); err != nil {
			t.Fatalf("%s: %v", as, err)
		}
		if text, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(text), begins) {
			t.Errorf("%s: the file begins with %.20q, %v; want %q", as, text, err, begins)
		}
	}
}

func closeCore(t *testing.T, c *core.Core) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

// A report in German has the same words where the window speaks English, or where there
// is no window.
func TestSpeechOfReportsIsTheWindows(t *testing.T) {
	t.Setenv("LC_ALL", "de_DE.UTF-8")
	if _, err := UseLanguage(""); err != nil {
		t.Fatal(err)
	}
	window := speech()
	spoken, err := reportspeech.Of("de")
	if err != nil {
		t.Fatal(err)
	}
	same := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q in a report, %q in the window", what, got, want)
		}
	}
	for v := outcome.Unchecked; v <= outcome.Skipped; v++ {
		same("verdict", spoken.Verdict(v), window.Verdict(v))
	}
	for s := outcome.NoSeverity; s <= outcome.Critical; s++ {
		same("severity", spoken.Severity(s), window.Severity(s))
	}
	for _, k := range words.Kinds() {
		same("kind", spoken.Kind(k), window.Kind(k))
	}
	for p := result.PlaceUnknown; p <= result.PlaceHTTP; p++ {
		same("place", spoken.Place(p), window.Place(p))
	}
	for _, internal := range []bool{true, false} {
		same("side", spoken.Side(internal), window.Side(internal))
	}
	for _, d := range []time.Duration{0, time.Microsecond, 120 * time.Millisecond, 2500 * time.Millisecond, 42 * time.Second, 192 * time.Second, 125 * time.Minute} {
		same("duration", spoken.Duration(d), window.Duration(d))
	}
	ledger := storage.Ledger{Found: 1204, Checked: 1000, Waiting: 2, Omitted: 1, PlacesChecked: 9, PlaceProblems: 1}
	for _, info := range outcome.All() {
		same("reason", spoken.Reason(reason.OfOutcome(info.Key)), window.Reason(reason.OfOutcome(info.Key)))
		for _, internal := range []bool{true, false} {
			for n := 1; n <= 2; n++ {
				ledger.Skipped = append(ledger.Skipped, storage.Skipped{Outcome: info.Key, Internal: internal, Count: n})
			}
		}
	}
	same("ledger", spoken.Ledger(ledger), window.Ledger(ledger))
	at := time.Date(2026, 11, 3, 14, 5, 0, 0, time.UTC)
	same("moment", spoken.Moment(at), window.Moment(at))
}
