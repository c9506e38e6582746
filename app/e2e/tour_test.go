//go:build e2e

package e2e

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sitewell/app/robot"
	"sitewell/assets"
	"sitewell/ui/outline"
)

// tour goes through the screens and dialogs of a window in one look, whatever its
// language, and keeps a picture of each.
type tour struct {
	p     *program
	look  look
	words map[string]string // of the language, by the English ones
	shown map[string]bool   // words that were cut, each of which is told once
}

// translated reads what the program says in a language, by the English texts.
// A text that depends on a number is left out.
func translated(t *testing.T, language string) map[string]string {
	t.Helper()
	raw, err := assets.Translations().ReadFile(assets.TranslationsDir + "/" + language + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	for english, said := range all {
		if text, ok := said.(string); ok {
			words[english] = text
		}
	}
	return words
}

// say is a text of the window in its language.
func (r *tour) say(t *testing.T, english string) string {
	t.Helper()
	if strings.Contains(english, ".svg") {
		return english
	}
	said, ok := r.words[english]
	if !ok {
		t.Fatalf("the window says %q nowhere", english)
	}
	return said
}

// settle waits until the window shows the same twice, or for a while where
// something moves.
func (r *tour) settle(t *testing.T) (shown outline.Window) {
	t.Helper()
	same := 0
	_ = robot.Poll(t.Context(), 5*time.Second, "the window to stand still", func(ctx context.Context) bool { // a scan moves it
		now, err := r.p.Look(ctx, 30*time.Second)
		if err != nil {
			return false
		}
		if same++; !reflect.DeepEqual(now, shown) {
			same = 0
		}
		shown = now
		return same >= 2
	})
	return shown
}

// tap presses what has one of these names, one after the other. A name may go on
// behind the one given, with a shortcut or a number.
func (r *tour) tap(t *testing.T, names ...string) bool {
	t.Helper()
	for _, name := range names {
		if !r.point(t, name, robot.Left) {
			return false
		}
	}
	return true
}

// point presses a button of the mouse on what has a name.
func (r *tour) point(t *testing.T, name, button string) bool {
	t.Helper()
	said := r.say(t, name)
	if slices.ContainsFunc(r.settle(t).Widgets, func(w outline.Widget) bool { return w.Name == said && !w.Disabled && !w.Type }) {
		return r.hit(t, name, button, func(w outline.Widget) bool { return w.Name == said })
	}
	return r.hit(t, name, button, func(w outline.Widget) bool {
		return w.Name == said || strings.HasPrefix(w.Name, said+" ")
	})
}

// hit presses a button of the mouse on the last widget that is meant, as soon as
// there is one: what is on a panel comes after what is behind it.
func (r *tour) hit(t *testing.T, name, button string, is func(outline.Widget) bool) bool {
	t.Helper()
	var found outline.Widget
	err := robot.Poll(t.Context(), 20*time.Second, "“"+name+"”", func(context.Context) bool {
		found = outline.Widget{}
		for _, w := range r.settle(t).Widgets {
			if !w.Disabled && !w.Type && is(w) {
				found = w
			}
		}
		return found.Width > 0
	})
	if err != nil {
		t.Error(err)
		return false
	}
	r.acted(t, func() error { return r.p.Click(t.Context(), found.X, found.Y, button, 1) })
	return true
}

// acted does something, and waits for a while until the window shows it.
func (r *tour) acted(t *testing.T, do func() error) {
	t.Helper()
	before, err := r.p.Look(t.Context(), 30*time.Second)
	if err == nil {
		err = do()
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = robot.Poll(t.Context(), 3*time.Second, "the window to change", func(ctx context.Context) bool { // some presses change nothing
		now, err := r.p.Look(ctx, 30*time.Second)
		return err == nil && !reflect.DeepEqual(now, before)
	})
}

// keys presses keys, one after the other.
func (r *tour) keys(t *testing.T, keys ...string) {
	t.Helper()
	for _, key := range keys {
		r.acted(t, func() error { return r.p.Press(t.Context(), key) })
	}
}

// row presses the mouse on the last row of the last list that has some.
func (r *tour) row(t *testing.T, button string) {
	t.Helper()
	r.hit(t, "a row", button, row)
}

// out closes every dialog and menu.
func (r *tour) out(t *testing.T) {
	t.Helper()
	for range 5 {
		shown := r.settle(t)
		menu := slices.ContainsFunc(shown.Widgets, func(w outline.Widget) bool { return w.Part == "menu" && w.Kind == "widget.menuItem" })
		if shown.Overlays == 0 && !menu {
			return
		}
		r.keys(t, "Escape")
	}
}

// open leads to a screen by its keys.
func (r *tour) open(t *testing.T, keys ...string) {
	t.Helper()
	r.out(t)
	r.keys(t, keys...)
	r.settle(t)
}

// menu chooses from the menu bar.
func (r *tour) menu(t *testing.T, names ...string) {
	t.Helper()
	r.out(t)
	title := r.say(t, names[0])
	if r.hit(t, names[0], robot.Left, func(w outline.Widget) bool { return w.Part == "menu" && w.Name == title }) {
		r.tap(t, names[1:]...)
	}
}

// results leads to the results of a site, which is chosen by its name.
func (r *tour) results(t *testing.T) {
	t.Helper()
	r.open(t, "ctrl+1")
	r.tap(t, "Results")
	r.settle(t)
}

// paste writes a text at once.
func (r *tour) paste(t *testing.T, text string) {
	t.Helper()
	r.acted(t, func() error { return r.p.Paste(t.Context(), text) })
}

// keep keeps a picture, and fails the test where the window complains, or cuts
// words of its own: data may be shortened, and is shown whole elsewhere.
func (r *tour) keep(t *testing.T, name string) {
	t.Helper()
	shown := r.settle(t)
	now, err := r.p.capture(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.p.save(t, r.look.name+"-"+name, now)
	for _, f := range shown.Faults {
		r.tell(t, name, f)
	}
	if shown.MinWidth > shown.Width || shown.MinHeight > shown.Height {
		t.Errorf("%s: the window is %d×%d, and what it contains wants %d×%d", name, shown.Width, shown.Height, shown.MinWidth, shown.MinHeight)
	}
	for _, cut := range shown.Dotted {
		if r.isSaid(cut) {
			continue
		}
		if whole, ok := r.wordsOf(cut); ok {
			r.tell(t, name, "cut: "+cut+" of “"+whole+"”")
		} else {
			t.Logf("%s: shortened: %s", name, cut)
		}
	}
}

func (r *tour) tell(t *testing.T, name, fault string) {
	t.Helper()
	if !r.shown[fault] {
		r.shown[fault] = true
		t.Errorf("%s: %s", name, fault)
	}
}

// isSaid reports whether a text is one of the program's with dots of its own, such as
// the name of an action that asks further questions, maybe with a shortcut behind it.
func (r *tour) isSaid(text string) bool {
	for _, said := range r.words {
		if strings.Contains(said, "…") && strings.HasPrefix(text, said) {
			return true
		}
	}
	return false
}

// wordsOf finds the text of the program's own that lost its end. What is shortened in
// its middle or contains data is told whole elsewhere.
func (r *tour) wordsOf(cut string) (string, bool) {
	begin, end, _ := strings.Cut(cut, "…")
	begin = strings.TrimSpace(begin)
	if len([]rune(begin)) < 3 || end != "" {
		return "", false
	}
	for _, said := range r.words {
		if strings.HasPrefix(said, begin) && len(said) > len(begin) && !strings.Contains(said, "{{") {
			return said, true
		}
	}
	return "", false
}

// scene is something of the window that a picture is kept of.
type scene struct {
	name string
	come func(t *testing.T, r *tour)
}

// look is how the window is shown.
type look struct {
	name, scale, theme string
	language, locale   string
	width, height      int    // of the window, in pixels
	textSize           string // in percent
	still              bool   // motion is reduced
}

// allLooks are those in which the window was promised to be whole.
var allLooks = []look{
	{name: "light", scale: "1", theme: "light", language: "en", locale: english, width: 1180, height: 760},
	{name: "dark", scale: "1", theme: "dark", language: "en", locale: english, width: 1024, height: 615},
	{name: "german", scale: "1", theme: "light", language: "de", locale: "de_DE.UTF-8", width: 1024, height: 615},
	{name: "french", scale: "1", theme: "dark", language: "fr", locale: "fr_FR.UTF-8", width: 1024, height: 615},
	{name: "german-large", scale: "1.5", theme: "dark", language: "de", locale: "de_DE.UTF-8", width: 1770, height: 1140},
	{name: "french-double", scale: "2", theme: "light", language: "fr", locale: "fr_FR.UTF-8", width: 2048, height: 1280},
	{name: "wide", scale: "1", theme: "light", language: "de", locale: "de_DE.UTF-8", width: 1920, height: 1040},
	{name: "small-text", scale: "1", theme: "light", language: "en", locale: english, width: 1180, height: 760, textSize: "80"},
	{name: "large-text", scale: "1", theme: "light", language: "de", locale: "de_DE.UTF-8", width: 1920, height: 1040, textSize: "200", still: true},
}

// pasted is a list of sites as somebody pastes it, with what can go wrong.
const pasted = "example.com, Corner bakery, Baker & Co\nnot an address\nhttp://hofmuehle.example, Hofmühle, Mühlenbetriebe Süd\nexample.com"

// press is a scene that one or several keys lead to from anywhere.
func press(name string, keys ...string) scene {
	return scene{name, func(t *testing.T, r *tour) { r.open(t, keys...) }}
}

// choose is a scene that a choice in the menu bar leads to.
func choose(name string, entries ...string) scene {
	return scene{name, func(t *testing.T, r *tour) { r.menu(t, entries...) }}
}

// further is a scene that comes by pressing what the scene before it shows.
func further(name string, names ...string) scene {
	return scene{name, func(t *testing.T, r *tour) { r.tap(t, names...) }}
}

// ofFirst are the scenes of somebody who has never scanned anything.
var ofFirst = []scene{
	press("start", "ctrl+1"),
	{"start-refused", func(t *testing.T, r *tour) {
		r.open(t, "ctrl+1", "ctrl+n")
		r.paste(t, "no address")
		r.keys(t, "Return")
	}},
	choose("overview-empty", "Go", "Overview"),
}

// ofSites are the scenes of an agency that has scanned some sites.
var ofSites = []scene{
	press("sites", "ctrl+1"),
	{"sites-menu", func(t *testing.T, r *tour) { r.open(t, "ctrl+1"); r.tap(t, "more-vertical.svg") }},
	further("sites-edit", "Edit name and client …"),
	{"sites-schedule", func(t *testing.T, r *tour) {
		r.open(t, "ctrl+1")
		r.tap(t, "more-vertical.svg", "Scan regularly …")
	}},
	{"sites-schedule-weekly", func(t *testing.T, r *tour) { r.tap(t, "Never", "Every week") }},
	{"sites-delete", func(t *testing.T, r *tour) { r.open(t, "ctrl+1"); r.tap(t, "more-vertical.svg", "Delete") }},
	{"sites-grouped", func(t *testing.T, r *tour) { r.open(t, "ctrl+1"); r.tap(t, "Group by client") }},
	{"sites-nothing", func(t *testing.T, r *tour) {
		r.tap(t, "Group by client")
		r.keys(t, "ctrl+f")
		r.paste(t, "zqxj")
	}},
	{"sites-several", func(t *testing.T, r *tour) {
		r.keys(t, "ctrl+f", "ctrl+a", "Delete")
		r.menu(t, "Scan", "Scan several …")
		r.tap(t, "All")
	}},
	{"add-many", func(t *testing.T, r *tour) {
		r.tap(t, "Cancel")
		r.menu(t, "File", "Add many sites …")
	}},
	{"add-many-read", func(t *testing.T, r *tour) { r.settle(t); r.paste(t, pasted) }},
	press("check-a-list", "ctrl+l"),
	{"check-a-list-read", func(t *testing.T, r *tour) {
		r.settle(t)
		r.paste(t, "https://example.com/a\nhttps://example.com/b\nnonsense\nhttps://example.com/a")
	}},
	choose("overview", "Go", "Overview"),
	choose("history-file", "File", "History file …"),
	choose("brands", "File", "Look of reports …"),
	choose("about", "Help", "About Sitewell"),
	choose("menu-file", "File"),
	choose("menu-scan", "Scan"),
	choose("menu-go", "Go"),
	choose("menu-view", "View"),
	choose("menu-help", "Help"),
	press("palette", "ctrl+k"),
	{"palette-found", func(t *testing.T, r *tour) { r.paste(t, "a") }},
	press("shortcuts", "F1"),
	press("codes", "F2"),
	{"codes-404", func(t *testing.T, r *tour) { r.keys(t, "ctrl+f"); r.paste(t, "404"); r.keys(t, "Return") }},
	press("settings-own", "ctrl+comma"),
	{"settings-own-below", func(t *testing.T, r *tour) {
		if all := r.settle(t).Scrolls; len(all) > 0 {
			_ = r.p.Click(t.Context(), all[0].X, all[0].Y, robot.WheelDown, 30) // the picture shows it
		}
	}},
}

// ofScan are the scenes of the results of a scan.
var ofScan = []scene{
	{"results", func(t *testing.T, r *tour) { r.results(t) }},
	{"results-row-menu", func(t *testing.T, r *tour) { r.row(t, robot.Right) }},
	{"results-chosen", func(t *testing.T, r *tour) { r.out(t); r.keys(t, "Down", "ctrl+a") }},
	{"fix", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "Down", "Return") }},
	{"problem", func(t *testing.T, r *tour) { // the list of a fix is behind a tab in a small window
		r.results(t)
		r.tap(t, "Problems")
		r.settle(t)
		r.row(t, robot.Left)
	}},
	{"problem-links", func(t *testing.T, r *tour) { r.tap(t, "Where it is linked") }},
	{"problem-evidence", func(t *testing.T, r *tour) { r.tap(t, "What we saw") }},
	further("problem-ignore", "Ignore …"),
	further("problem-ignore-reason", "With a reason or until a date …"),
	{"problem-message", func(t *testing.T, r *tour) { // in a narrow panel it is in its menu
		r.out(t)
		said := r.say(t, "Message …")
		if !slices.ContainsFunc(r.settle(t).Widgets, func(w outline.Widget) bool { return w.Name == said }) {
			r.tap(t, "more-vertical.svg")
		}
		r.tap(t, "Message …")
	}},
	{"problems", func(t *testing.T, r *tour) { r.results(t); r.tap(t, "Problems") }},
	{"problems-blocked", func(t *testing.T, r *tour) {
		said := r.say(t, "Can't verify") // behind its number in a large window
		r.hit(t, said, robot.Left, func(w outline.Widget) bool {
			return strings.HasPrefix(w.Kind, "badge.") && strings.Contains(w.Name, said)
		})
		r.settle(t)
		r.row(t, robot.Left)
	}},
	{"addresses", func(t *testing.T, r *tour) { r.results(t); r.tap(t, "All addresses") }},
	{"addresses-columns", func(t *testing.T, r *tour) { r.point(t, "Verdict", robot.Right) }},
	{"pages", func(t *testing.T, r *tour) { r.results(t); r.tap(t, "Pages") }},
	{"pages-page", func(t *testing.T, r *tour) { r.row(t, robot.Left) }},
	{"results-nothing", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "ctrl+f"); r.paste(t, "zqxj") }},
	{"save-report", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "ctrl+e") }},
	{"save-report-formats", func(t *testing.T, r *tour) { r.tap(t, "Spreadsheet (Excel)") }},
	{"save-report-csv", func(t *testing.T, r *tour) { r.tap(t, "Table (CSV)") }},
	{"report-saved", func(t *testing.T, r *tour) { r.tap(t, "Save") }},
	{"history", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "ctrl+h") }},
	{"history-menu", func(t *testing.T, r *tour) { r.tap(t, "more-vertical.svg") }},
	further("history-name", "Name and note …"),
	{"compare", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "F6") }},
	further("compare-save", "Save comparison …"),
	{"redirects", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "F7") }},
	{"settings", func(t *testing.T, r *tour) { r.results(t); r.keys(t, "F8") }},
	further("settings-how", "How"),
	further("settings-sign-in", "Sign-in"),
	further("settings-verdicts", "What counts as a problem"),
}
