package pdf

import (
	"bytes"
	"image"

	"codeberg.org/go-pdf/fpdf"

	"sitewell/app/report"
)

// A4 in points, and the sizes of texts. They are large, because many read the report on
// a phone, where the page is shown at two thirds of its size.
const (
	pageWidth, pageHeight = 595.28, 841.89
	margin                = 42.0
	room                  = pageWidth - 2*margin
	lowest                = pageHeight - 60.0 // the footer is below it
	leads                 = 1.32              // height of a line per size
)

// scales are how large a report is set, in turn: as large as it has room on one page, or
// as large as the first one says where it takes two.
var scales = []float64{1, 0.94, 0.88, 0.84}

// Colours that no brand changes.
var (
	ink    = report.RGB{R: 0x2a, G: 0x28, B: 0x25}
	soft   = report.RGB{R: 0x5c, G: 0x57, B: 0x50}
	line   = report.RGB{R: 0xd9, G: 0xd3, B: 0xc8}
	white  = report.RGB{R: 0xff, G: 0xff, B: 0xff}
	bad    = report.RGB{R: 0xb3, G: 0x26, B: 0x1e}
	middle = report.RGB{R: 0x85, G: 0x53, B: 0x00}
	unsure = report.RGB{R: 0x6b, G: 0x4c, B: 0x9a}
	good   = report.RGB{R: 0x23, G: 0x69, B: 0x3a}
)

// sheet is a document that is written from top to bottom.
type sheet struct {
	pdf     *fpdf.Fpdf
	letters *letters
	y       float64 // where the next thing begins
	scale   float64 // of everything but the margins

	huge, large, usual, little float64 // sizes of texts
	full                       bool    // something did not fit on one page
}

func newSheet(scale float64) (*sheet, error) {
	letters, err := newLetters()
	if err != nil {
		return nil, err
	}
	f := fpdf.New("P", "pt", "A4", "")
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(margin, margin, margin)
	f.SetCatalogSort(true) // the same report makes the same file
	f.AddUTF8FontFromBytes("noto", "", regular)
	f.AddUTF8FontFromBytes("noto", "B", bold)
	f.AddPage()
	return &sheet{pdf: f, letters: letters, y: margin, scale: scale, huge: 24 * scale, large: 17 * scale, usual: 13 * scale, little: 10.5 * scale}, nil
}

// font is how a text looks.
type font struct {
	size  float64
	bold  bool
	color report.RGB
}

func (s *sheet) use(f font) {
	style := ""
	if f.bold {
		style = "B"
	}
	s.pdf.SetFont("noto", style, f.size)
	s.pdf.SetTextColor(int(f.color.R), int(f.color.G), int(f.color.B))
}

// lines divides a text for a width.
func (s *sheet) lines(text string, f font, width float64, most int) []string {
	s.use(f)
	return wrap(s.letters.printable(text), width, most, s.pdf.GetStringWidth)
}

// place writes lines at a place and returns where they end. A link opens address, ""
// for none.
func (s *sheet) place(x, y float64, f font, lines []string, address string) float64 {
	s.use(f)
	for _, l := range lines {
		s.pdf.Text(x, y+f.size, l)
		if report.IsWeb(address) {
			s.pdf.LinkString(x, y, s.pdf.GetStringWidth(l), f.size*leads, address)
		}
		y += f.size * leads
	}
	return y
}

// write writes a text as wide as the page, of at most so many lines, and goes on below
// it.
func (s *sheet) write(text string, f font, most int) {
	lines := s.lines(text, f, room, most)
	if s.fits(float64(len(lines)) * f.size * leads) {
		s.y = s.place(margin, s.y, f, lines, "")
	}
}

// mostPages is how many pages a report has: longer ones are filed, not read.
const mostPages = 2

// fits reports whether there is so much room left, and begins a new page for it if
// necessary. What does not fit on the last page is left out.
func (s *sheet) fits(height float64) bool {
	if s.y+height <= lowest {
		return true
	}
	s.full = true
	if s.pdf.PageCount() == mostPages {
		return false
	}
	s.pdf.AddPage()
	s.y = margin
	return true
}

// gap leaves room before the next thing.
func (s *sheet) gap(height float64) { s.y += height * s.scale }

func (s *sheet) rule(y, thick float64, c report.RGB) {
	s.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	s.pdf.SetLineWidth(thick)
	s.pdf.Line(margin, y, pageWidth-margin, y)
}

func (s *sheet) fill(x, y, w, h float64, c report.RGB) {
	s.pdf.SetFillColor(int(c.R), int(c.G), int(c.B))
	s.pdf.Rect(x, y, w, h, "F")
}

// chip writes a word within a frame and returns its width.
func (s *sheet) chip(x, y float64, word string, c report.RGB) float64 {
	f := font{size: s.little, bold: true, color: c}
	s.use(f)
	w := s.pdf.GetStringWidth(word) + 12
	s.pdf.SetDrawColor(int(c.R), int(c.G), int(c.B))
	s.pdf.SetLineWidth(0.8)
	s.pdf.RoundedRect(x, y, w, s.little*leads+3, 7, "1234", "D")
	s.place(x+6, y+1.2, f, []string{word}, "")
	return w
}

// image draws a PNG no larger than a width and height, and returns how wide it is.
func (s *sheet) image(png []byte, size image.Point, x, y, width, height float64) float64 {
	scale := min(width/float64(size.X), height/float64(size.Y))
	o := fpdf.ImageOptions{ImageType: "PNG"}
	s.pdf.RegisterImageOptionsReader("logo", o, bytes.NewReader(png))
	w, h := float64(size.X)*scale, float64(size.Y)*scale
	s.pdf.ImageOptions("logo", x, y+(height-h)/2, w, h, false, o, 0, "")
	return w
}
