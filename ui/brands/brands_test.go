package brands

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/uitest"
)

var errBad = errors.New("bad")

// fake keeps brands in memory. A brand whose accent is "red" can't be used, nor can the
// logo "bad".
type fake struct {
	mu  sync.Mutex
	all []storage.Brand
}

func (f *fake) List(context.Context) ([]storage.Brand, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.all), nil
}

func (f *fake) Check(b storage.Brand) (storage.Brand, error) {
	if b.Accent == "red" || string(b.Logo) == "bad" || b.Promise < 0 || b.Name == "" {
		return b, errBad
	}
	if b.Logo != nil {
		b.LogoType = "image/svg+xml"
	}
	return b, nil
}

func (f *fake) ReadLogo(path string) ([]byte, error) {
	return map[string][]byte{"/bad.svg": []byte("bad"), "/logo.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>`)}[path], nil
}

func (f *fake) Save(_ context.Context, b storage.Brand) (storage.Brand, error) {
	b, err := f.Check(b)
	if err != nil {
		return b, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = slices.DeleteFunc(f.all, func(o storage.Brand) bool { return o.ID == b.ID })
	f.all = append(f.all, b)
	return b, nil
}

func (f *fake) Delete(_ context.Context, id storage.BrandID) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = slices.DeleteFunc(f.all, func(o storage.Brand) bool { return o.ID == id })
	return nil
}

type opened struct {
	*fake
	host   *ask.Host
	window fyne.Window
	queue  *uitest.Queue
	path   string // that is picked
}

func open(t *testing.T, all ...storage.Brand) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{fake: &fake{all: all}, queue: uitest.NewQueue(t)}
	o.window = uitest.Window(t, container.NewStack(), 1024, 615)
	o.host = ask.NewHost(o.window.Canvas())
	Show(Options{
		Run: o.queue.Runner(), Changed: func() {}, Dialogs: o.host, Store: o.fake, Pick: func(chosen func(string)) { chosen(o.path) },
		Sentence: func(error) string { return "That can't be used." },
	})
	return o
}

func (o *opened) top() fyne.CanvasObject { return o.window.Canvas().Overlays().Top() }

func (o *opened) until(t *testing.T, text string, there bool) {
	t.Helper()
	o.queue.Until(t, func() bool { return o.top() != nil && slices.Contains(uitest.Texts(o.top()), text) == there })
}

func (o *opened) write(t *testing.T, hint, text string) {
	t.Helper()
	found := false
	uitest.Walk(o.top(), func(w fyne.CanvasObject) bool {
		if e, ok := w.(*field.Entry); ok && e.PlaceHolder == hint {
			e.SetText(text)
			found = true
		}
		return true
	})
	if !found {
		t.Fatalf("no field with the hint %q", hint)
	}
}

// A person sees how the head of a report looks while they type, and what can't be used.
func TestBrandIsMadeAndSeen(t *testing.T) {
	o := open(t)
	o.until(t, "New brand", true)
	o.write(t, "Studio Nord", "Atelier")
	o.until(t, "Atelier", true)
	o.write(t, "#0f766e", "red")
	o.until(t, "That can't be used.", true)
	o.write(t, "#0f766e", "#9d174d")
	o.until(t, "That can't be used.", false)
	o.write(t, "none", "two weeks")
	o.until(t, "That can't be used.", true)
	o.write(t, "none", "14")
	o.until(t, "That can't be used.", false)
	o.path = "/bad.svg"
	uitest.Tap(t, o.top(), "Choose a logo …")
	o.until(t, "That can't be used.", true)
	o.path = "/logo.svg"
	uitest.Tap(t, o.top(), "Choose a logo …")
	o.until(t, "That can't be used.", false)
	uitest.Picture(t, o.window, "brand")
	uitest.First[*control.Check](t, o.top(), "Who fixes what, by when").SetChecked(false)
	uitest.Tap(t, o.top(), "Save")
	o.queue.Until(t, func() bool { return !o.host.Open() })
	got, _ := o.List(t.Context())
	logo, _ := o.ReadLogo("/logo.svg")
	want := []storage.Brand{{Name: "Atelier", Default: true, Accent: "#9d174d", Promise: 14, Without: []string{"work"}, Logo: logo, LogoType: "image/svg+xml"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// A brand is deleted only if a person says so again.
func TestBrandIsDeleted(t *testing.T) {
	o := open(t, storage.Brand{ID: 1, Name: "Korn", Client: "Bäckerei Korn"}, storage.Brand{ID: 2, Name: "Studio Süd"})
	o.until(t, "Bäckerei Korn", true)
	uitest.Tap(t, o.top(), "Delete")
	o.until(t, "Delete the brand Korn?", true)
	uitest.Tap(t, o.top(), "Keep it")
	uitest.Tap(t, o.top(), "Delete")
	o.until(t, "Delete the brand Korn?", true)
	uitest.Tap(t, o.top(), "Delete")
	o.until(t, "Bäckerei Korn", false)
	o.until(t, "Studio Süd", true)
	if got, _ := o.List(t.Context()); len(got) != 1 || got[0].ID != 2 {
		t.Errorf("left: %+v", got)
	}
	uitest.Tap(t, o.top(), "Close")
	if o.host.Open() {
		t.Error("the dialog is still open")
	}
}

// A brand without a name is not saved, and what was typed stays.
func TestNamelessBrand(t *testing.T) {
	o := open(t)
	o.until(t, "New brand", true)
	o.write(t, "address, telephone, website", "Hamburg")
	o.until(t, "Hamburg", true)
	uitest.Tap(t, o.top(), "Save")
	o.until(t, "That can't be used.", true)
	if !o.host.Open() {
		t.Error("the dialog is closed")
	}
}
