package addresslist

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"sitewell/ui/ask"
	"sitewell/ui/uitest"
)

// desk is a window with the dialog.
type desk struct {
	Options
	queue   *uitest.Queue
	window  fyne.Window
	scanned []string
}

func (d *desk) Read(_ context.Context, text string) (List, error) {
	if strings.Contains(text, "nothing") {
		return List{Unused: 1, Notes: []string{"Line 1, no address in it: nothing"}}, errors.New("no address in the list")
	}
	return List{Addresses: strings.Fields(text), Unused: 2, Notes: []string{"Line 3, not a web address: x", "Line 4, not a web address: y"}}, nil
}

func (d *desk) ReadFile(_ context.Context, path string) (List, error) {
	return List{Addresses: []string{"https://file.example/"}, Name: strings.TrimSuffix(path, ".csv")}, nil
}

func (d *desk) IsSites(context.Context, string) bool { return false }

func (d *desk) IsSaved(context.Context, string) bool { return false }

func newDesk(t *testing.T) *desk {
	t.Helper()
	uitest.New(t)
	d := &desk{queue: uitest.NewQueue(t), window: uitest.Window(t, container.NewWithoutLayout(), 1000, 700)}
	d.Options = Options{
		Run: d.queue.Runner(), Dialogs: ask.NewHost(d.window.Canvas()), Store: d, Sentence: func(err error) string { return err.Error() },
		Now:      func() time.Time { return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC) },
		PickFile: func(chosen func(string)) { chosen("links.csv") },
		Scan:     func(name string, addresses []string) { d.scanned = append([]string{name}, addresses...) },
	}
	return d
}

func (d *desk) says(t *testing.T, text string) {
	t.Helper()
	d.queue.Until(t, func() bool { return slices.Contains(uitest.Texts(d.window.Canvas().Overlays().Top()), text) })
}

// What is pasted is counted at once, with what is not used, and scanned under a name.
func TestPastedListIsScanned(t *testing.T) {
	d := newDesk(t)
	f := d.open()
	d.says(t, "No addresses yet")
	f.dialog.Submit()
	if d.scanned != nil {
		t.Errorf("scanned %v", d.scanned)
	}
	f.text.SetText("nothing")
	d.says(t, "no address in the list")
	d.says(t, "Line 1, no address in it: nothing")
	f.text.SetText("https://a.example/ https://b.example/")
	d.says(t, "2 addresses, 2 lines not used")
	f.name.SetText(" Newsletter ")
	uitest.Tap(t, d.window.Canvas().Overlays().Top(), "Scan")
	if want := []string{"Newsletter", "https://a.example/", "https://b.example/"}; !slices.Equal(d.scanned, want) {
		t.Errorf("scanned %v, want %v", d.scanned, want)
	}
}

// A file takes the place of the text, and names the list.
func TestFileIsScanned(t *testing.T) {
	d := newDesk(t)
	f := d.open()
	f.text.SetText("https://a.example/")
	d.says(t, "1 address, 2 lines not used")
	uitest.Tap(t, d.window.Canvas().Overlays().Top(), "Open a file …")
	d.says(t, "1 address")
	if f.text.Text != "" || f.source.Text != "links.csv" {
		t.Errorf("text %q, source %q", f.text.Text, f.source.Text)
	}
	f.dialog.Submit()
	if want := []string{"links", "https://file.example/"}; !slices.Equal(d.scanned, want) {
		t.Errorf("scanned %v, want %v", d.scanned, want)
	}
}

// A long text that is pasted is not drawn, which would hold the window.
func TestLongTextIsNotDrawn(t *testing.T) {
	d := newDesk(t)
	f := d.open()
	long := strings.Repeat("https://a.example/ ", 1000)
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent(long)
	f.text.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
	d.says(t, "1,000 addresses, 2 lines not used")
	if f.text.Text != "" || f.source.Text != "Pasted text" {
		t.Errorf("%d bytes of text, source %q", len(f.text.Text), f.source.Text)
	}
}
