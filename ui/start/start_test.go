package start

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/assets"
	"sitewell/storage"
	"sitewell/ui/uitest"
)

// fake starts scans by a map from what was typed to a scan.
type fake struct {
	scans map[string]storage.ScanID
	asked []string
	hold  chan struct{} // closed: answer at once
	wrong error         // of what it has no scan of; nil stands for errNoAddress
}

var errNoAddress, errWord, errLong = errors.New("no address"), errors.New("a word"), errors.New("a whole page")

func (f *fake) ScanAddress(ctx context.Context, typed string) (storage.ScanID, error) {
	f.asked = append(f.asked, typed)
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
	if n, ok := f.scans[typed]; ok {
		return n, nil
	}
	if f.wrong != nil {
		return 0, f.wrong
	}
	return 0, errNoAddress
}

func (f *fake) ScanDemo(ctx context.Context) (storage.ScanID, error) {
	return f.ScanAddress(ctx, "demo")
}

// opened is a start screen in a window with everything around it.
type opened struct {
	queue   *uitest.Queue
	form    *Form
	window  fyne.Window
	started []storage.ScanID
}

func open(t *testing.T, scanner Scanner, width, height float32) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{queue: uitest.NewQueue(t)}
	o.form = NewForm(Options{
		Run: o.queue.Runner(), Scanner: scanner,
		Started: func(scan storage.ScanID) { o.started = append(o.started, scan) },
		Meant: func(err error) string {
			return map[error]string{errWord: "bakery.com", errLong: strings.Repeat("a\u0301", 2500) + ".com"}[err]
		},
		Sentence: func(error) string { return "“foo bar” is not an address. For example: example.com" },
	})
	s := New(o.form, fyne.NewStaticResource("icon.svg", assets.Icon()))
	o.window = uitest.Window(t, s.Content(), width, height)
	s.Focus(o.window.Canvas())
	return o
}

func TestEnterStartsTheScan(t *testing.T) {
	scanner := &fake{scans: map[string]storage.ScanID{"example.com": 7}}
	o := open(t, scanner, 1000, 700)
	test.Type(o.window.Canvas().Focused(), " example.com ")
	o.form.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.queue.Until(t, func() bool { return len(o.started) > 0 })
	if diff := cmp.Diff([]storage.ScanID{7}, o.started); diff != "" {
		t.Errorf("started (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"example.com"}, scanner.asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	if o.form.entry.Text != "" {
		t.Errorf("the field still says %q", o.form.entry.Text)
	}
}

// A name with letters beyond ASCII can be typed, and pasted in the form of browsers; it
// is shown in letters.
func TestUmlautDomain(t *testing.T) {
	for _, typed := range []string{"bücher.example", "xn--bcher-kva.example"} {
		scanner := &fake{}
		o := open(t, scanner, 1000, 700)
		fyne.CurrentApp().Clipboard().SetContent(" " + typed + "\n")
		o.form.entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
		o.form.Submit()
		o.queue.Until(t, func() bool { return o.form.problem.Visible() })
		if o.form.entry.Text != "bücher.example" {
			t.Errorf("%q is shown as %q", typed, o.form.entry.Text)
		}
		if !slices.Equal(scanner.asked, []string{typed}) {
			t.Errorf("asked for %q", scanner.asked)
		}
	}
}

func TestWrongAddressIsExplained(t *testing.T) {
	o := open(t, &fake{}, 1000, 700)
	o.form.SetText("foo bar")
	uitest.Tap(t, o.window.Content(), "Scan")
	o.queue.Until(t, func() bool { return o.form.problem.Visible() })
	uitest.Picture(t, o.window, "start-wrong")
	const want = "“foo bar” is not an address. For example: example.com"
	if texts := uitest.Texts(o.window.Content()); !slices.Contains(texts, want) {
		t.Errorf("texts are %q, want %q among them", texts, want)
	}
	if o.form.entry.Text != "foo bar" {
		t.Errorf("what was typed is lost: %q", o.form.entry.Text)
	}
	o.form.SetText("foo")
	if o.form.problem.Visible() {
		t.Error("the explanation stays while the address is corrected")
	}
}

// A word that lacks its ending is offered with it, as a button.
func TestWhatWasMeantIsAButton(t *testing.T) {
	scanner := &fake{scans: map[string]storage.ScanID{"bakery.com": 7}, wrong: errWord}
	o := open(t, scanner, 1000, 700)
	height := o.form.content.MinSize().Height
	o.form.SetText("bakery")
	uitest.Tap(t, o.window.Content(), "Scan")
	o.queue.Until(t, func() bool { return o.form.problem.Visible() })
	uitest.Picture(t, o.window, "start-meant")
	if got := o.form.content.MinSize().Height; got != height {
		t.Errorf("the explanation moves what is below it by %v", got-height)
	}
	uitest.Tap(t, o.window.Content(), "Scan bakery.com")
	o.queue.Until(t, func() bool { return len(o.started) > 0 })
	if diff := cmp.Diff([]string{"bakery", "bakery.com"}, scanner.asked); diff != "" {
		t.Errorf("asked for (-want +got):\n%s", diff)
	}
	o.form.explain(errNoAddress)
	if o.form.meant.Visible() {
		t.Error("the button stays with another explanation")
	}
}

// A button is as wide as its text, and the window as wide as that: a long address is cut.
func TestLongAddressMeant(t *testing.T) {
	o := open(t, &fake{}, 1000, 700)
	o.form.explain(errLong)
	if !o.form.meant.Visible() {
		t.Fatal("what was meant is not offered")
	}
	if width := o.form.content.MinSize().Width; width > 480 {
		t.Errorf("the form wants %v units", width)
	}
}

func TestEscapeStopsLooking(t *testing.T) {
	scanner := &fake{hold: make(chan struct{})}
	o := open(t, scanner, 1000, 700)
	o.form.SetText("slow.example")
	o.form.Submit()
	if !o.form.scan.Disabled() {
		t.Error("the button can be pressed twice")
	}
	o.form.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if o.form.scan.Disabled() || o.form.busy.Visible() {
		t.Error("the form still waits after Escape")
	}
	o.queue.Runner().Close() // waits for the question that was dropped
	if len(o.started) != 0 || o.form.problem.Visible() {
		t.Errorf("a dropped question was answered: started %v", o.started)
	}
}

func TestDemo(t *testing.T) {
	o := open(t, &fake{scans: map[string]storage.ScanID{"demo": 3}}, 1000, 700)
	uitest.Tap(t, o.window.Content(), "Try it on a demo site")
	o.queue.Until(t, func() bool { return len(o.started) > 0 })
	if diff := cmp.Diff([]storage.ScanID{3}, o.started); diff != "" {
		t.Errorf("started (-want +got):\n%s", diff)
	}
}

func TestPictures(t *testing.T) {
	for name, size := range map[string]fyne.Size{"start": {Width: 1096, Height: 700}, "start-small": {Width: 440, Height: 300}} {
		o := open(t, &fake{}, size.Width, size.Height)
		uitest.Picture(t, o.window, name)
		if got := o.window.Canvas().Size(); got != size {
			t.Errorf("%s: the screen needs %v, want it to fit into %v", name, got, size)
		}
	}
}
