package badge

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"sitewell/scanner/outcome"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

func setup(t *testing.T) {
	t.Helper()
	t.Setenv("LC_ALL", "en_US.UTF-8")
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
}

// texts returns what a widget shows in words, in the order drawn.
func texts(w fyne.Widget) []string {
	var out []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			out = append(out, t.Text)
		}
	}
	return out
}

// pictures counts the icons that a widget shows.
func pictures(w fyne.Widget) int {
	n := 0
	for _, o := range test.WidgetRenderer(w).Objects() {
		if i, ok := o.(*canvas.Image); ok && i.Resource != nil {
			n++
		}
	}
	return n
}

// No verdict is told by colour alone: each shows its word and an icon.
func TestVerdictHasWordAndIcon(t *testing.T) {
	setup(t)
	b := NewVerdict(outcome.Works)
	for _, v := range outcome.Verdicts() {
		b.Set(v)
		if got := texts(b); len(got) != 1 || got[0] != words.Verdict(v) {
			t.Errorf("%v: got %q", v, got)
		}
		if pictures(b) != 1 {
			t.Errorf("%v has no icon", v)
		}
	}
	b.Clear()
	if n := len(test.WidgetRenderer(b).Objects()); n != 0 {
		t.Errorf("cleared badge draws %d objects", n)
	}
}

// A recycled cell gets its badge back after it was cleared.
func TestVerdictSetAfterClear(t *testing.T) {
	setup(t)
	b := NewVerdict(outcome.Broken)
	b.Clear()
	b.Set(outcome.Broken)
	if got := texts(b); len(got) != 1 {
		t.Errorf("got %q, want the word again", got)
	}
}

func TestSeverity(t *testing.T) {
	setup(t)
	m := NewSeverity(outcome.Serious)
	lit := func() (n int) {
		for _, o := range test.WidgetRenderer(m).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok && r.FillColor != theme.Color(theme.ColorBorder) {
				n++
			}
		}
		return n
	}
	for want := 1; want <= 4; want++ {
		m.Set(outcome.Severity(want))
		if got := lit(); got != want {
			t.Errorf("%v: %d bars are lit, want %d", outcome.Severity(want), got, want)
		}
		if got := texts(m); len(got) != 1 {
			t.Errorf("%v: got %q, want one word", outcome.Severity(want), got)
		}
	}
	m.Set(outcome.NoSeverity)
	if got := texts(m); len(got) != 0 {
		t.Errorf("no severity shows %q", got)
	}
}

func TestChipToggles(t *testing.T) {
	setup(t)
	var told []bool
	c := NewVerdictChip(outcome.Broken, func(on bool) { told = append(told, on) })
	c.SetCount(1204)
	if got := texts(c); len(got) != 2 || got[1] != "1,204" {
		t.Errorf("got %q, want the word and 1,204", got)
	}
	test.Tap(c)
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(told) != 3 || !told[0] || told[1] || !told[2] || !c.On() {
		t.Errorf("told %v, on %v", told, c.On())
	}
	c.Set(false)
	if len(told) != 3 || c.On() {
		t.Errorf("Set told the person's function: %v", told)
	}
}

func TestTilePresses(t *testing.T) {
	setup(t)
	n := 0
	tile := NewTile("", outcome.Broken, func() { n++ })
	tile.Set(7, "things to fix")
	if got := texts(tile); len(got) != 2 || got[0] != "7" || got[1] != "things to fix" {
		t.Errorf("got %q", got)
	}
	test.Tap(tile)
	tile.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	if n != 2 {
		t.Errorf("pressed %d times, want 2", n)
	}
	NewTile("", outcome.Unchecked, nil).Tapped(nil) // nothing to press
}

// Widgets follow a change of theme.
func TestFollowsTheme(t *testing.T) {
	setup(t)
	b := NewVerdict(outcome.Broken)
	w := test.NewTempWindow(t, b)
	ground := test.WidgetRenderer(b).Objects()[0].(*canvas.Rectangle)
	before := ground.FillColor
	test.ApplyTheme(t, theme.New(theme.Dark))
	w.Canvas().Refresh(b)
	b.Refresh()
	if ground.FillColor == before {
		t.Error("the ground kept the colour of the light theme")
	}
}
