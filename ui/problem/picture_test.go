package problem_test

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/gallery"
	"sitewell/ui/problem"
	"sitewell/ui/uitest"
)

// photos are the pictures of one problem.
type photos struct {
	mu         sync.Mutex
	pages      []problem.Picture
	hasBrowser bool
	err        error         // of TakePicture
	hold       chan struct{} // closed when a picture is taken; nil: at once
	deleted    []storage.URLID
	ended      bool // taking a picture was cancelled
	saved      []string
}

func (p *photos) Pictures(context.Context, storage.ScanID, storage.URLID) ([]problem.Picture, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.pages), p.hasBrowser, nil
}

func (p *photos) TakePicture(ctx context.Context, _ storage.ScanID, page storage.URLID) error {
	if p.hold != nil {
		select {
		case <-p.hold:
		case <-ctx.Done():
			p.mu.Lock()
			p.ended = true
			p.mu.Unlock()
			return ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.pages {
		if t := &p.pages[i]; t.Address == page && p.err == nil {
			t.Image, t.JPEG, t.Taken, t.ByHand, t.Status = image.NewGray(image.Rect(0, 0, 800, 500)), []byte("jpeg"), time.Date(2026, 11, 30, 9, 5, 0, 0, time.Local), true, 404
		}
	}
	return p.err
}

func (p *photos) DeletePicture(_ context.Context, _ storage.ScanID, page storage.URLID) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = append(p.deleted, page)
	for i := range p.pages {
		if p.pages[i].Address == page {
			p.pages[i] = problem.Picture{Address: page, URL: p.pages[i].URL, IsTarget: p.pages[i].IsTarget, CanBeTaken: true}
		}
	}
	return nil
}

// pictureFixture shows a broken link with its tab of pictures open.
func pictureFixture(t *testing.T, p *photos) *fixture {
	t.Helper()
	f := newFixtureWith(t, func(o *problem.Options) {
		o.Pictures = p
		o.SavePicture = func(page string, jpeg []byte) { p.saved = append(p.saved, page+" "+string(jpeg)) }
	})
	f.show(gallery.NotFound)
	f.until("Picture")
	f.press("Picture")
	f.until("What a visitor gets at this address")
	return f
}

func twoPages() []problem.Picture {
	return []problem.Picture{
		{Address: 7, URL: "https://www.example.com/", Title: "Bakery", CanBeTaken: true},
		{Address: 8, URL: "https://www.example.com/old", IsTarget: true, CanBeTaken: true},
	}
}

// button returns a button of the first page or of the last.
func (f *fixture) button(text string, isLast bool) *control.Button {
	f.t.Helper()
	if isLast {
		return uitest.Last[*control.Button](f.t, f.w.Content(), text)
	}
	return uitest.First[*control.Button](f.t, f.w.Content(), text)
}

func (f *fixture) at(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
}

func (f *fixture) says(part string) bool {
	return slices.ContainsFunc(f.texts(), func(text string) bool { return strings.Contains(text, part) })
}

// Both pages have no picture first. One is taken, without anything that moves, and deleted.
func TestTakeAndDeletePicture(t *testing.T) {
	p := &photos{pages: twoPages(), hasBrowser: true, hold: make(chan struct{})}
	f := pictureFixture(t, p)
	for _, text := range []string{"The page with the link", "Bakery · https://www.example.com/", "https://www.example.com/old"} {
		if !f.says(text) {
			t.Errorf("%q is not said in %q", text, f.texts())
		}
	}
	take := f.button("Take a picture", true)
	before := f.at(take)
	test.Tap(take)
	f.q.Until(t, func() bool { return f.says("is being opened in the browser") })
	if take.Text != "Cancel" || !f.button("Take a picture", false).Disabled() {
		t.Error("while a picture is taken, it can't be cancelled, or another can be taken")
	}
	close(p.hold)
	f.q.Until(t, func() bool {
		return f.says("as a visitor sees the page who is not signed in. The answer was 404 Not Found.")
	})
	if take.Text != "Take it again" || f.at(take) != before {
		t.Errorf("%q moved from %v to %v", take.Text, before, f.at(take))
	}
	test.Tap(f.button("Save picture …", true))
	if want := []string{"https://www.example.com/old jpeg"}; !slices.Equal(p.saved, want) {
		t.Errorf("saved %q, want %q", p.saved, want)
	}
	test.Tap(f.button("Delete picture", true))
	f.q.Until(t, func() bool { return take.Text == "Take a picture" })
	if !slices.Equal(p.deleted, []storage.URLID{8}) || !slices.Contains(f.told, "The picture is deleted.") || f.at(take) != before {
		t.Errorf("deleted %v, told %q, at %v", p.deleted, f.told, f.at(take))
	}
	if !f.button("Delete picture", true).Disabled() || !f.button("Save picture …", true).Disabled() {
		t.Error("what is not there can be saved or deleted")
	}
}

// What takes long can be cancelled, and a failure is told in a sentence.
func TestTakePictureFails(t *testing.T) {
	p := &photos{pages: twoPages(), hasBrowser: true, hold: make(chan struct{})}
	f := pictureFixture(t, p)
	take := f.button("Take a picture", false)
	test.Tap(take)
	test.Tap(take)
	f.q.Until(t, func() bool { return take.Text == "Take a picture" && !take.Disabled() })
	if !p.ended || len(f.told) != 0 {
		t.Errorf("ended: %v, told %q", p.ended, f.told)
	}
	p.hold, p.err = nil, errors.New("no answer")
	test.Tap(take)
	f.q.Until(t, func() bool { return len(f.told) > 0 })
	if f.told[0] != "Sentence for no answer" || take.Text != "Take a picture" {
		t.Errorf("told %q, the button says %q", f.told, take.Text)
	}
}

// A picture of the scan says what it lacks, and has a menu. Without a browser the tab says
// what a picture needs.
func TestPictureOfTheScan(t *testing.T) {
	pages := twoPages()
	pages[0].Image, pages[0].JPEG, pages[0].Status = image.NewGray(image.Rect(0, 0, 800, 500)), []byte("jpeg"), 200
	p := &photos{pages: pages}
	f := pictureFixture(t, p)
	if !f.says("during the scan. Images and fonts are not loaded then.") || !f.says("Sitewell needs a browser on this computer to take one") {
		t.Errorf("said: %q", f.texts())
	}
	if !f.button("Take a picture", true).Disabled() || !f.button("Take it again", false).Disabled() {
		t.Error("a picture can be taken without a browser")
	}
	var shown fyne.SecondaryTappable
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if a, ok := o.(interface{ AltText() string }); ok && o.Visible() {
			shown, _ = o.(fyne.SecondaryTappable)
			if got := a.AltText(); got != "Picture of Bakery · https://www.example.com/" {
				t.Errorf("the picture is called %q", got)
			}
			return false
		}
		return true
	})
	if shown == nil {
		t.Fatal("there is no picture")
	}
	for _, item := range []string{"Save picture …", "Copy the page's address", "Delete picture"} {
		shown.TappedSecondary(&fyne.PointEvent{})
		test.Tap(uitest.Last[fyne.Tappable](t, f.w.Canvas().Overlays().Top(), item))
	}
	f.q.Until(t, func() bool { p.mu.Lock(); defer p.mu.Unlock(); return len(p.deleted) == 1 })
	if len(p.saved) != 1 || !slices.Equal(f.copied, []string{"https://www.example.com/"}) {
		t.Errorf("saved %q, copied %q", p.saved, f.copied)
	}
}

// Without pictures there is no tab, and one page alone has no empty room of another.
func TestNoPictures(t *testing.T) {
	f := newFixture(t)
	f.show(gallery.NotFound)
	f.until("What we saw")
	if f.shows("Picture") {
		t.Error("there is a tab of pictures")
	}
	f = pictureFixture(t, &photos{pages: twoPages()[1:]})
	if f.says("The page with the link") || len(f.told) > 0 {
		t.Errorf("said: %q, told %q", f.texts(), f.told)
	}
}

// All tabs fit into the narrowest panel, if need be without their numbers.
func TestTabsFit(t *testing.T) {
	f := pictureFixture(t, &photos{pages: twoPages()})
	const width = 460
	f.w.Resize(fyne.NewSize(width, 700))
	uitest.Walk(f.w.Content(), func(o fyne.CanvasObject) bool {
		if _, isTab := o.(fyne.Tappable); isTab && slices.Equal(uitest.Texts(o), []string{"Picture"}) {
			if right := f.at(o).X + o.Size().Width; right > width {
				t.Errorf("the last tab ends at %v of %v", right, width)
			}
		}
		return true
	})
}
