package field

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/uitest"
)

// Keys that type nothing go to the screen around the field. The field handles all
// others, because typing would break otherwise.
func TestKeys(t *testing.T) {
	uitest.New(t)
	var asked []fyne.KeyName
	submitted := ""
	e := New("hint")
	e.Keys = func(k *fyne.KeyEvent) bool { asked = append(asked, k.Name); return true }
	e.OnSubmitted = func(s string) { submitted = s }
	e.SetText("ab")
	for _, k := range []fyne.KeyName{
		fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyEscape, fyne.KeyF5, fyne.KeyReturn,
	} {
		e.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if diff := cmp.Diff([]fyne.KeyName{fyne.KeyEscape, fyne.KeyF5}, asked); diff != "" {
		t.Errorf("asked about (-want +got):\n%s", diff)
	}
	if e.Text != "a" || submitted != "a" {
		t.Errorf("text %q, submitted %q; want both %q", e.Text, submitted, "a")
	}
}

// A click gives a field the focus, and moves the cursor where that is cheap: in
// texts that the window's own font can draw.
func TestClick(t *testing.T) {
	uitest.New(t)
	for text, want := range map[string]int{
		"example.com/" + strings.Repeat("a", 100): 0,
		"bäckerei.example/日":                      0,
		strings.Repeat("日", foreignMost):          3,
	} {
		e := New("hint")
		w := uitest.Window(t, container.NewWithoutLayout(e), 400, 200)
		e.Resize(fyne.NewSize(240, 40))
		e.SetText(text)
		e.CursorColumn = 3
		at := fyne.NewPos(1, 20)
		e.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary})
		if w.Canvas().Focused() != e {
			t.Errorf("%.30s…: the field has no focus", text)
		}
		if e.CursorColumn != want {
			t.Errorf("%.30s…: the cursor is at %d, want %d", text, e.CursorColumn, want)
		}
	}
}

// A text of any length neither asks for more room nor leaves the frame: in
// every kind of field, typed, pasted, or set.
func TestLongTextKeepsSize(t *testing.T) {
	uitest.New(t)
	password := New("Password")
	password.Password = true
	searching := New("Search")
	searching.Icon = theme.SearchIcon()
	long := strings.Repeat("https://example.com/", 250)
	for name, e := range map[string]interface {
		fyne.Focusable
		fyne.Shortcutable
		fyne.Widget
		SetText(string)
	}{
		"field": New("A hint that is rather long, longer than the field"), "password": password, "search": searching, "lines": NewLines("hint", 3),
	} {
		w := uitest.Window(t, container.NewWithoutLayout(e), 400, 200)
		e.Resize(fyne.NewSize(240, 40))
		before := e.MinSize()
		if before.Width > 100 {
			t.Errorf("%s asks for a width of %v while it is empty", name, before.Width)
		}
		check := func(how string) {
			t.Helper()
			if got := e.MinSize(); got != before {
				t.Errorf("%s, %s: its smallest size is %v, want %v", name, how, got, before)
			}
			if !scrolls(e) {
				t.Errorf("%s, %s: the text is not in a scroller", name, how)
			}
		}
		w.Canvas().Focus(e)
		test.Type(e, "https://example.com/a/page")
		check("typed")
		clip := test.NewClipboard()
		for _, text := range []string{long, "one\ntwo\r\nthree", strings.Repeat("line\n", 1000)} {
			clip.SetContent(text)
			e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
			check(fmt.Sprintf("%d characters pasted", len(text)))
			e.SetText(text)
			check(fmt.Sprintf("%d characters set", len(text)))
		}
	}
}

// scrolls reports whether the words of e are in a scroller, that fills it.
func scrolls(e fyne.CanvasObject) bool {
	found := false
	uitest.Walk(e, func(o fyne.CanvasObject) bool {
		_, ok := o.(fyne.Scrollable)
		found = found || ok && o.Size().Width <= e.Size().Width
		return true
	})
	return found
}

func TestPastedLineBreaks(t *testing.T) {
	uitest.New(t)
	for pasted, want := range map[string]string{
		"https://example.com/\n":      "https://example.com/",
		"\r\n  two words\t\r\nthree ": "  two words three ",
		"\n\n":                        "",
		"pass  word":                  "pass  word",
		"a\x00b\x1bc\x7fd\xffe":       "abcde", // what cannot be seen is not stored
		"\u05e9\u05dc\u05d5\u05dd 🥐":  "\u05e9\u05dc\u05d5\u05dd 🥐",
	} {
		e, clip := New(""), test.NewClipboard()
		clip.SetContent(pasted)
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clip})
		if e.Text != want {
			t.Errorf("%q pasted: got %q, want %q", pasted, e.Text, want)
		}
	}
}

// A search takes the beginning of what is pasted, and as much as there is room
// for; an address is never cut.
func TestPastedSearchIsBounded(t *testing.T) {
	uitest.New(t)
	clip := test.NewClipboard()
	clip.SetContent(strings.Repeat("日", 3000))
	paste := &fyne.ShortcutPaste{Clipboard: clip}
	search, address := NewSearch("Search"), New("Address")
	for _, e := range []*Entry{search, address} {
		e.SetText("ab")
		e.CursorColumn = 2
		e.TypedShortcut(paste)
	}
	if want := "ab" + strings.Repeat("日", 198); search.Text != want {
		t.Errorf("search: %d characters, want 200 with those that were there first", len([]rune(search.Text)))
	}
	if n := len([]rune(address.Text)); n != 202 { // more would hold the window for seconds
		t.Errorf("address: %d characters, want 202", n)
	}
	address.TypedShortcut(paste)
	if n := len([]rune(address.Text)); n != 202 {
		t.Errorf("address, pasted again: %d characters, want 202", n)
	}
	address.SetText("")
	clip.SetContent(strings.Repeat("w", 1500))
	address.TypedShortcut(paste)
	if n := len(address.Text); n != 1500 {
		t.Errorf("address: %d Latin letters, want 1,500", n)
	}
	for range 3 { // pasted again and again it stays within what can be drawn
		address.TypedShortcut(paste)
	}
	if n := len(address.Text); n != 2000 {
		t.Errorf("address: %d Latin letters, want 2,000", n)
	}
	address.SetText("")
	address.Password = true // a token may be long
	clip.SetContent(strings.Repeat("w", 7000))
	address.TypedShortcut(paste)
	if n := len(address.Text); n != 7000 {
		t.Errorf("token: %d characters, want 7,000", n)
	}
	clip.SetContent(strings.Repeat("日", 3000))
	search.TypedShortcut(paste)
	if n := len([]rune(search.Text)); n != 200 {
		t.Errorf("pasted again: %d characters, want 200", n)
	}
	search.TypedShortcut(&fyne.ShortcutSelectAll{})
	search.TypedShortcut(paste)
	if want := strings.Repeat("日", 200); search.Text != want {
		t.Errorf("pasted over all: %d characters, want 200 new ones", len([]rune(search.Text)))
	}
}

// An entry of several lines takes the beginning of what is pasted, without what cannot be
// seen, and keeps its size.
func TestPastedLinesAreBounded(t *testing.T) {
	uitest.New(t)
	clip := test.NewClipboard()
	paste := &fyne.ShortcutPaste{Clipboard: clip}
	for _, tt := range []struct {
		name, pasted, want string
	}{
		{"letters", strings.Repeat("w", 10_000), strings.Repeat("w", linesMost)},
		{"emoji", strings.Repeat("🥐", 10_000), strings.Repeat("🥐", foreignMost)},
		{"right to left", strings.Repeat("\u05e9", 10_000), strings.Repeat("\u05e9", foreignMost)},
		{"NUL", "one\x00\r\ntwo\x00", "one\ntwo"},
	} {
		l := NewLines("Note", 3)
		before := l.MinSize()
		clip.SetContent(tt.pasted)
		l.TypedShortcut(paste)
		if l.Text != tt.want || l.MinSize() != before {
			t.Errorf("%s: %d characters, want %d; size %v, before %v", tt.name, len([]rune(l.Text)), len([]rune(tt.want)), l.MinSize(), before)
		}
		long := ""
		l.Long = func(text string) { long = text }
		l.SetText("")
		l.TypedShortcut(paste)
		if isLong := tt.name != "NUL"; (long != "") != isLong || isLong && l.Text != "" {
			t.Errorf("%s: Long gets %d characters, the entry has %d", tt.name, len([]rune(long)), len([]rune(l.Text)))
		}
	}
}

// An entry that Fyne itself makes grows with its text, so no other package
// makes one. Package outline only recognises them.
func TestNobodyElseMakesEntries(t *testing.T) {
	made := map[string]bool{
		"NewEntry": true, "NewMultiLineEntry": true, "NewPasswordEntry": true, "NewEntryWithData": true,
		"NewSelectEntry": true, "NewEntryDialog": true, "ShowEntryDialog": true, "Entry": true, "SelectEntry": true,
	}
	files := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || slices.Contains([]string{"field", "outline"}, filepath.Base(filepath.Dir(path))) {
			return err
		}
		files++
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok || !made[s.Sel.Name] {
				return true
			}
			if p, ok := s.X.(*ast.Ident); ok && (p.Name == "widget" || p.Name == "dialog") {
				t.Errorf("%v: %s.%s; use this package", set.Position(n.Pos()), p.Name, s.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("looked at %d files: %v", files, err)
	}
}
