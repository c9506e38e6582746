package core

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"sitewell/storage"
)

// What a person typed is stored as one line, and a colour in one way.
func TestCheckBrand(t *testing.T) {
	got, err := CheckBrand(storage.Brand{Name: " Studio\n Nord ", Accent: "#06C", Footer: "a\tb", Language: "de", Promise: 14})
	if err != nil || got.Name != "Studio Nord" || got.Accent != "#0066cc" || got.Footer != "a b" {
		t.Errorf("got %+v, %v", got, err)
	}
	for name, tt := range map[string]struct {
		brand storage.Brand
		want  error
	}{
		"no name":            {storage.Brand{Name: " "}, ErrBrandName},
		"a long name":        {storage.Brand{Name: strings.Repeat("ä", 81)}, ErrBrandLong},
		"a long footer":      {storage.Brand{Name: "A", Footer: strings.Repeat("ä", 201)}, ErrBrandLong},
		"no colour":          {storage.Brand{Name: "A", Accent: "teal"}, ErrBrandAccent},
		"half a colour":      {storage.Brand{Name: "A", Accent: "#0f76"}, ErrBrandAccent},
		"style in a colour":  {storage.Brand{Name: "A", Accent: "#000;}"}, ErrBrandAccent},
		"another language":   {storage.Brand{Name: "A", Language: "xx"}, ErrBrandLanguage},
		"a promise of years": {storage.Brand{Name: "A", Promise: 366}, ErrBrandPromise},
		"a promise before":   {storage.Brand{Name: "A", Promise: -1}, ErrBrandPromise},
	} {
		if _, err := CheckBrand(tt.brand); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A heading in the accent colour can be read.
func TestAccentContrast(t *testing.T) {
	var e *ContrastError
	if _, err := CheckBrand(storage.Brand{Name: "A", Accent: "#ffcc00"}); !errors.As(err, &e) || e.Contrast != 1.5 {
		t.Errorf("yellow: %v", err)
	}
}

// picture returns a picture in a format.
func picture(t *testing.T, width, height int, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	m.Set(0, 0, color.White)
	var b bytes.Buffer
	if err := encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(b *bytes.Buffer, m image.Image) error  { return png.Encode(b, m) }
func asJPEG(b *bytes.Buffer, m image.Image) error { return jpeg.Encode(b, m, nil) }

const plainSVG = `<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10"><title>Studio Nord</title>
<defs><linearGradient id="a"><stop stop-color="#fff"/></linearGradient><style>.a{fill:url(#a)}</style></defs>
<path class="a" d="M0 0h10v10z" style="stroke:#000"/><use xlink:href="#a"/></svg>`

func TestLogos(t *testing.T) {
	small := picture(t, 40, 20, asPNG)
	for want, file := range map[string][]byte{
		"image/png": small, "image/jpeg": picture(t, 40, 20, asJPEG), "image/svg+xml": []byte(plainSVG),
	} {
		if got, err := CheckLogo(file); got != want || err != nil {
			t.Errorf("got %s, %v, want %s", got, err, want)
		}
	}
	within := func(svg string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">` + svg + `</svg>`)
	}
	tests := map[string]struct {
		file []byte
		want LogoProblem
	}{
		"empty":               {nil, LogoUnknown},
		"a text":              {[]byte("GIF89a"), LogoUnknown},
		"too large":           {make([]byte, MaxLogo+1), LogoTooLarge},
		"too wide":            {picture(t, maxLogoSide+1, 1, asPNG), LogoTooWide},
		"cut short":           {small[:len(small)-20], LogoDamaged},
		"of a PNG the head":   {small[:10], LogoDamaged},
		"no SVG":              {[]byte(`<?xml version="1.0"?><html/>`), LogoDamaged},
		"an SVG cut short":    {[]byte(plainSVG[:len(plainSVG)-6]), LogoDamaged},
		"too deep":            {within(strings.Repeat("<g>", 200) + strings.Repeat("</g>", 200)), LogoDamaged},
		"a script":            {within(`<script>alert(1)</script>`), LogoActive},
		"a handler":           {within(`<path onload="alert(1)"/>`), LogoActive},
		"a handler, in caps":  {within(`<path ONCLICK="alert(1)"/>`), LogoActive},
		"a foreign object":    {within(`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`), LogoActive},
		"a link":              {within(`<a href="https://evil.example"><path/></a>`), LogoActive},
		"an animation":        {within(`<set attributeName="href" to="javascript:alert(1)"/>`), LogoActive},
		"a picture elsewhere": {within(`<image href="https://evil.example/pixel.png"/>`), LogoActive},
		"of the old kind":     {within(`<image xlink:href="//evil.example/pixel.png"/>`), LogoActive},
		"an SVG in an SVG":    {within(`<image href="data:image/svg+xml;base64,PHN2Zz4="/>`), LogoActive},
		"a style that loads":  {within(`<style>@import "https://evil.example/x.css";</style>`), LogoActive},
		"a fill that loads":   {within(`<path fill="url( 'https://evil.example/#a')"/>`), LogoActive},
		"spelled otherwise":   {within(`<path style="fill:u\72l(https://evil.example)"/>`), LogoActive},
		"letters":             {within(`<text x="1" y="9">Studio</text>`), LogoUndrawn},
		"a mask":              {within(`<mask id="a"/>`), LogoUndrawn},
		"a use of itself":     {within(`<defs><g id="a"><use href="#a"/></g></defs><use href="#a"/>`), LogoUndrawn},
		"a picture":           {within(`<image href="data:image/png;base64,iVBORw0KGgo="/>`), LogoUndrawn},
		"entities":            {[]byte(`<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"/>`), LogoActive},
		"a style sheet":       {[]byte(`<?xml-stylesheet href="https://evil.example/x.css"?><svg xmlns="http://www.w3.org/2000/svg"/>`), LogoActive},
	}
	for name, tt := range tests {
		var e *LogoError
		if _, err := CheckLogo(tt.file); !errors.As(err, &e) || e.Problem != tt.want {
			t.Errorf("%s: %v, want problem %d", name, err, tt.want)
		}
	}
}

// A brand is found by its name, and stored only as it should be.
func TestBrands(t *testing.T) {
	c, err := Open(t.Context(), Config{DB: t.TempDir() + "/history.db"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Brands.Save(t.Context(), storage.Brand{Name: "A", Accent: "red"}); !errors.Is(err, ErrBrandAccent) {
		t.Errorf("got %v", err)
	}
	saved, err := c.Brands.Save(t.Context(), storage.Brand{Name: "Studio Nord", Logo: []byte(plainSVG)})
	if err != nil || saved.LogoType != "image/svg+xml" {
		t.Fatal(saved.LogoType, err)
	}
	if found, err := c.Brands.Find(t.Context(), " studio nord"); err != nil || found.ID != saved.ID {
		t.Errorf("found %+v, %v", found, err)
	}
	var unknown *UnknownBrandError
	if _, err := c.Brands.Find(t.Context(), "Süd"); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}
