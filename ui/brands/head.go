package brands

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/column"
)

// head is what the head of a report looks like. A report is on paper, so it is black on
// white whatever the window looks like.
type head struct {
	content           fyne.CanvasObject
	logo              *canvas.Image
	name, title, foot *canvas.Text
	line              *canvas.Rectangle
}

// Sizes of the head, in units of Fyne.
const (
	logoWidth, logoHeight = 120, 40
	nameSize, titleSize   = 12, 17
)

var (
	paper = color.White
	faint = color.NRGBA{0x59, 0x59, 0x59, 0xff}
	// usual is the accent of reports without a brand.
	usual = color.NRGBA{0x0f, 0x76, 0x6e, 0xff}
)

func newHead() *head {
	h := &head{
		logo: &canvas.Image{FillMode: canvas.ImageFillContain}, name: canvas.NewText("", faint), title: canvas.NewText(lang.L("Website check of {{.Site}}", map[string]any{"Site": "example.com"}), usual),
		foot: canvas.NewText("", faint), line: canvas.NewRectangle(usual),
	}
	h.name.TextSize, h.foot.TextSize = nameSize, nameSize
	h.title.TextSize, h.title.TextStyle.Bold = titleSize, true
	h.logo.SetMinSize(fyne.NewSize(logoWidth, logoHeight))
	h.logo.Hide()
	h.line.SetMinSize(fyne.NewSize(0, 2))
	text := container.NewVBox(h.name, h.title)
	page := container.NewVBox(container.NewBorder(nil, nil, nil, h.logo, text), h.line, h.foot)
	h.content = container.NewStack(canvas.NewRectangle(paper), column.Margin(12, container.NewHScroll(page)))
	return h
}

// show shows a brand that can be used.
func (h *head) show(b storage.Brand) {
	accent := usual
	if b.Accent != "" {
		accent = parse(b.Accent)
	}
	h.name.Text, h.foot.Text = b.Name, b.Footer
	h.title.Color, h.line.FillColor = accent, accent
	if b.Logo == nil {
		h.logo.Hide()
	} else {
		h.logo.Resource = fyne.NewStaticResource("logo"+ending(b.LogoType), b.Logo)
		h.logo.Show()
	}
	for _, o := range []fyne.CanvasObject{h.name, h.title, h.foot, h.line, h.logo, h.content} {
		o.Refresh()
	}
}

// ending is that of a logo's file, by which Fyne knows an SVG.
func ending(mediaType string) string {
	if mediaType == "image/svg+xml" {
		return ".svg"
	}
	return ".png"
}

// parse reads a colour such as "#0f766e", which a check has made so.
func parse(text string) color.NRGBA {
	digit := func(i int) uint8 {
		switch c := text[i]; {
		case c >= 'a':
			return c - 'a' + 10
		default:
			return c - '0'
		}
	}
	if len(text) != 7 {
		return usual
	}
	return color.NRGBA{digit(1)<<4 | digit(2), digit(3)<<4 | digit(4), digit(5)<<4 | digit(6), 0xff}
}
