package render

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"strings"
	"testing"
)

func decoded(t *testing.T, picture []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatalf("a picture of %d bytes: %v", len(picture), err)
	}
	return img
}

// A picture shows what a visitor sees first, although the page was scrolled to find what it
// loads later, and only pages of which one is wanted have one.
func TestPicture(t *testing.T) {
	b, _ := newBrowser(t, &site{}, slow)
	const body = `<body style="margin: 0"><div style="height: 1500px; background: #c00"></div><div style="height: 3000px; background: #00c"></div>`
	var seen *Page
	page, err := b.RenderWithPicture(t.Context(), "https://app.example/", pageOf(body), func(p *Page) bool { seen = p; return true })
	if err != nil {
		t.Fatal(err)
	}
	if seen == nil || !strings.Contains(seen.HTML, "1500px") {
		t.Errorf("whether a picture is wanted is asked with %+v", seen)
	}
	img := decoded(t, page.Picture)
	if size := img.Bounds().Size(); size != image.Pt(800, 500) || len(page.Picture) > MaxPicture {
		t.Errorf("the picture has %v and %d bytes", size, len(page.Picture))
	}
	for _, at := range []image.Point{{5, 5}, {600, 490}} {
		if r, _, b, _ := img.At(at.X, at.Y).RGBA(); r>>8 < 150 || b>>8 > 60 {
			t.Errorf("at %v it does not show the beginning of the page", at)
		}
	}
	for _, isWanted := range []func(*Page) bool{nil, func(*Page) bool { return false }} {
		if page, err := b.RenderWithPicture(t.Context(), "https://app.example/", pageOf(body), isWanted); err != nil || page.Picture != nil {
			t.Errorf("a picture that nobody wants: %d bytes, %v", len(page.Picture), err)
		}
	}
}

// Pictures of pages with much detail are kept small.
func TestShrink(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 800, 500))
	dice := rand.New(rand.NewPCG(1, 2))
	for y := range 500 {
		for x := range 800 {
			noise.Set(x, y, color.RGBA{uint8(dice.Uint32()), uint8(dice.Uint32() >> 2), uint8(dice.Uint32() >> 4), 255})
		}
	}
	var large bytes.Buffer
	if err := jpeg.Encode(&large, noise, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	got, err := shrink(large.Bytes())
	if err != nil || len(got) > MaxPicture {
		t.Fatalf("of %d bytes: %d, %v", large.Len(), len(got), err)
	}
	if size := decoded(t, got).Bounds().Size(); size != image.Pt(800, 500) {
		t.Errorf("it has %v", size)
	}
	if again, err := shrink(got); err != nil || !bytes.Equal(again, got) {
		t.Errorf("a small picture was changed: %v", err)
	}
	if _, err := shrink(make([]byte, MaxPicture+1)); err == nil {
		t.Error("what is no picture was taken for one")
	}
}
