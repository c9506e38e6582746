package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // logos
	"image/png"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
	"golang.org/x/image/draw"
)

// The largest logo, in pixels. A larger one is made smaller, and one with more pixels than
// mostPixels is refused before it is unpacked.
const (
	logoWidth, logoHeight = 720, 240
	mostPixels            = 50_000_000
)

// ErrLogo: an image is not one that can be shown.
var ErrLogo = errors.New("logo is no image in PNG, JPEG or SVG, or too large")

// LogoImage returns the logo as PNG with its size in pixels, for what shows no SVG; nil
// where the brand has none. Errors are ErrLogo.
func (b Brand) LogoImage() (logo []byte, size image.Point, err error) {
	if len(b.Logo) == 0 {
		return nil, image.Point{}, nil
	}
	var img image.Image
	if b.LogoType == "image/svg+xml" {
		img, err = drawSVG(b.Logo)
	} else {
		img, err = unpack(b.Logo)
	}
	if err != nil {
		return nil, image.Point{}, err
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, image.Point{}, fmt.Errorf("%w: %w", ErrLogo, err)
	}
	return out.Bytes(), img.Bounds().Size(), nil
}

// unpack returns an image, not larger than a logo may be.
func unpack(data []byte) (image.Image, error) {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || c.Width < 1 || c.Height < 1 || c.Width > mostPixels/c.Height {
		return nil, ErrLogo
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLogo, err)
	}
	w, h := within(float64(c.Width), float64(c.Height), 1)
	out := image.NewNRGBA(image.Rect(0, 0, w, h)) // eight bits a channel, whatever it had
	draw.CatmullRom.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out, nil
}

// drawSVG draws a vector image as large as a logo may be.
func drawSVG(data []byte) (img image.Image, err error) {
	defer func() {
		if r := recover(); r != nil { // the library trusts its input
			img, err = nil, fmt.Errorf("%w: %v", ErrLogo, r)
		}
	}()
	if usesDefinitions(data) {
		return nil, ErrLogo
	}
	icon, err := oksvg.ReadIconStream(bytes.NewReader(data))
	if err != nil || !(icon.ViewBox.W > 0) || !(icon.ViewBox.H > 0) {
		return nil, ErrLogo
	}
	w, h := within(icon.ViewBox.W, icon.ViewBox.H, logoWidth)
	icon.SetTarget(0, 0, float64(w), float64(h))
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	icon.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, out, out.Bounds())), 1)
	return out, nil
}

// usesDefinitions reports whether a definition uses another one, or itself, which the
// library would follow until the memory ends. core.CheckLogo takes none of these either.
func usesDefinitions(data []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(data))
	for depth := 0; ; {
		token, err := d.Token()
		if err != nil {
			return false // the library says so
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "use" && depth > 0 {
				return true
			}
			if token.Name.Local == "defs" {
				depth++
			}
		case xml.EndElement:
			if token.Name.Local == "defs" {
				depth--
			}
		}
	}
}

// within returns a size that a logo may have with the shape of another one, at most
// larger times as large.
func within(w, h, larger float64) (width, height int) {
	scale := min(larger, logoWidth/w, logoHeight/h)
	return max(int(w*scale+0.5), 1), max(int(h*scale+0.5), 1)
}
