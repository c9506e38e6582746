package article_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"sitewell/assets/knowledge"
	"sitewell/ui/article"
	"sitewell/ui/uitest"
)

// TestSectionsAreApart: every heading has as much room above it, whether a list or
// a paragraph ends there, and more than the lines of a text have between them.
func TestSectionsAreApart(t *testing.T) {
	uitest.New(t)
	x := knowledge.Explanation{Sections: []knowledge.Section{
		{Heading: "Steps", Markdown: "1. Open it.\n2. Close it."},
		{Heading: "Afterwards", Markdown: "Look at it."},
		{Heading: "In the end", Markdown: "Nothing."},
	}}
	w := uitest.Window(t, article.Text(x), 400, 600)
	gap := func(above, below string) float32 {
		upper, lower := find(t, w, above), find(t, w, below)
		return top(lower) - top(upper) - upper.MinSize().Height
	}
	afterList, afterParagraph := gap("Close it.", "Afterwards"), gap("Look at it.", "In the end")
	if afterList < 8 || afterParagraph < 8 {
		t.Errorf("headings are %v units below a list and %v below a paragraph, want at least 8", afterList, afterParagraph)
	}
	if afterList != afterParagraph {
		t.Errorf("headings are %v units below a list, but %v below a paragraph", afterList, afterParagraph)
	}
}

func find(t *testing.T, w fyne.Window, text string) (found *canvas.Text) {
	t.Helper()
	uitest.Walk(w.Content(), func(o fyne.CanvasObject) bool {
		if line, ok := o.(*canvas.Text); ok && line.Text == text {
			found = line
		}
		return true
	})
	if found == nil {
		t.Fatalf("no line says %q", text)
	}
	return found
}

func top(o fyne.CanvasObject) float32 {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).Y
}

// TestBracketsStayWithCode: no line can end with what opens before code, or begin with
// what closes after it.
func TestBracketsStayWithCode(t *testing.T) {
	uitest.New(t)
	x := knowledge.Explanation{Sections: []knowledge.Section{{
		Heading: "Steps", Markdown: "1. Open the file (`.htaccess`), then “`php.ini`”.\n2. Press F5 – `reload` it.",
	}}}
	w := uitest.Window(t, article.Text(x), 2000, 600)
	for _, want := range []string{"(.htaccess)", "“php.ini”", "reload"} {
		find(t, w, want)
	}
	for _, want := range []string{"Open the file ", ", then ", " it."} {
		find(t, w, want)
	}
}
