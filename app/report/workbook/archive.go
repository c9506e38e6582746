package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Limits of what is read. A workbook of 100,000 fixes is a tenth of them.
const (
	maxFile    = 128 << 20 // bytes
	maxEntries = 5000      // parts of the archive
	maxIndex   = 4 << 20   // bytes of a part that lists others
	maxPart    = 512 << 20 // bytes of a part that is read in passing
	maxSheets  = 1000
	maxRows    = 1_048_576 // of a sheet, by Excel's specification
	maxColumns = 200       // that are looked at
	maxTexts   = 256 << 20 // bytes of all texts that are kept
)

// archive is a workbook as a file (ECMA-376).
type archive struct {
	parts    map[string]*zip.File
	sheets   []sheetPart
	from1904 bool // days are counted from 1904
	texts    int  // bytes that are kept
}

// sheetPart is a sheet by the name of its part.
type sheetPart struct{ name, part string }

// cell is a cell as the file has it.
type cell struct {
	row, col int
	text     string
	shared   int // number of the shared text, -1 for none
}

// open reads what a workbook consists of.
func open(r io.ReaderAt, size int64) (*archive, error) {
	if size > maxFile {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, size)
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotWorkbook, err)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("%w: %d parts", ErrTooLarge, len(z.File))
	}
	a := &archive{parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		a.parts[f.Name] = f
	}
	return a, a.index()
}

// index finds the sheets.
func (a *archive) index() error {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := a.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	var rels struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := a.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return err
	}
	if len(book.Sheets) > maxSheets {
		return fmt.Errorf("%w: %d sheets", ErrTooLarge, len(book.Sheets))
	}
	a.from1904 = book.Pr.Date1904 == "1" || book.Pr.Date1904 == "true"
	targets := make(map[string]string)
	for _, r := range rels.All {
		targets[r.ID] = path.Join("xl", r.Target)
		if strings.HasPrefix(r.Target, "/") {
			targets[r.ID] = strings.TrimPrefix(path.Clean(r.Target), "/")
		}
	}
	for _, s := range book.Sheets {
		if part := targets[s.ID]; a.parts[part] != nil {
			a.sheets = append(a.sheets, sheetPart{s.Name, part})
		}
	}
	return nil
}

// decode reads a small part.
func (a *archive) decode(name string, into any) error {
	r, err := a.part(name, maxIndex)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(into); err != nil {
		return damaged(name, err)
	}
	return nil
}

// part opens a part of at most so many bytes. archive/zip fails where one has more than
// its directory says.
func (a *archive) part(name string, limit uint64) (io.ReadCloser, error) {
	f := a.parts[name]
	if f == nil {
		return nil, fmt.Errorf("%w: no %s", ErrNotWorkbook, name)
	}
	if f.UncompressedSize64 > limit {
		return nil, fmt.Errorf("%w: %s has %d bytes", ErrTooLarge, name, f.UncompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(name, err)
	}
	return r, nil
}

func damaged(name string, err error) error {
	return fmt.Errorf("%w: %s: %w", ErrDamaged, name, err)
}

// top is the beginning of a sheet.
type top struct {
	sheetPart
	rows map[int]map[int]string // by number of row and column, from 1
}

// at returns the text of a cell.
func (t top) at(row, col int) string { return strings.TrimSpace(t.rows[row][col]) }

// headings returns the number of the row in which the keys have their heading.
func (t top) headings() (row int, ok bool) {
	for row := 1; row <= headingRows; row++ {
		for _, text := range t.rows[row] {
			if strings.TrimSpace(text) == KeyHeading {
				return row, true
			}
		}
	}
	return 0, false
}

// errEnough ends the reading of a part before its end.
var errEnough = errors.New("enough")

// tops reads the first rows of all sheets.
func (a *archive) tops(ctx context.Context) ([]top, error) {
	all := make([]top, len(a.sheets))
	cells := make([][]cell, len(a.sheets))
	for i, s := range a.sheets {
		all[i] = top{sheetPart: s, rows: make(map[int]map[int]string)}
		err := a.cells(ctx, s.part, func(c cell) error {
			if c.row > headingRows {
				return errEnough
			}
			cells[i] = append(cells[i], c)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if err := a.resolve(ctx, cells...); err != nil {
		return nil, err
	}
	for i := range all {
		for _, c := range cells[i] {
			if all[i].rows[c.row] == nil {
				all[i].rows[c.row] = make(map[int]string)
			}
			all[i].rows[c.row][c.col] = c.text
		}
	}
	return all, nil
}

// rows calls a function with each row of a sheet that has any text, by column from 1.
func (a *archive) rows(ctx context.Context, part string, each func(number int, cells map[int]string) error) error {
	var cells []cell
	err := a.cells(ctx, part, func(c cell) error {
		if a.texts += len(c.text) + 48; a.texts > maxTexts {
			return fmt.Errorf("%w: %s", ErrTooLarge, part)
		}
		cells = append(cells, c)
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.resolve(ctx, cells); err != nil {
		return err
	}
	for len(cells) > 0 {
		n := 1
		for n < len(cells) && cells[n].row == cells[0].row {
			n++
		}
		row := make(map[int]string, n)
		for _, c := range cells[:n] {
			row[c.col] = c.text
		}
		if err := each(cells[0].row, row); err != nil {
			return err
		}
		cells = cells[n:]
	}
	return nil
}

// resolve fills in shared texts. It reads all of them and keeps those that are used.
func (a *archive) resolve(ctx context.Context, all ...[]cell) error {
	wanted := make(map[int]string)
	last := -1
	for _, cells := range all {
		for _, c := range cells {
			if c.shared >= 0 {
				wanted[c.shared] = ""
				last = max(last, c.shared)
			}
		}
	}
	if last < 0 {
		return nil
	}
	number := 0
	err := a.sharedTexts(ctx, func(text string) error {
		if _, ok := wanted[number]; ok {
			if a.texts += len(text); a.texts > maxTexts {
				return fmt.Errorf("%w: texts", ErrTooLarge)
			}
			wanted[number] = text
		}
		if number++; number > last {
			return errEnough
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, cells := range all {
		for i := range cells {
			if cells[i].shared >= 0 {
				cells[i].text = wanted[cells[i].shared]
			}
		}
	}
	return nil
}

// tokens passes the elements of a part to a function, until it returns an error. That
// of errEnough is none.
func (a *archive) tokens(ctx context.Context, name string, each func(t xml.Token) error) error {
	r, err := a.part(name, maxPart)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for n := 0; ; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return damaged(name, err)
		}
		if err := each(t); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// sharedTexts passes the shared texts to a function, in order.
func (a *archive) sharedTexts(ctx context.Context, each func(text string) error) error {
	const part = "xl/sharedStrings.xml"
	var text textReader
	return a.tokens(ctx, part, func(t xml.Token) error {
		text.token(t)
		if isEnd(t, "si") {
			return each(text.take())
		}
		return nil
	})
}

// cells passes the cells of a sheet that have a value to a function, in order. Those in
// columns far to the right are left out.
func (a *archive) cells(ctx context.Context, part string, each func(cell) error) error {
	var c cell
	var kind string
	var text textReader
	return a.tokens(ctx, part, func(t xml.Token) error {
		text.token(t)
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				c.row++
				if n, err := strconv.Atoi(attribute(t, "r")); err == nil {
					c.row = n
				}
				if c.row < 1 || c.row > maxRows {
					return fmt.Errorf("%w: row %d", ErrTooLarge, c.row)
				}
				c.col = 0
			case "c":
				c.col++
				if n := columnOf(attribute(t, "r")); n > 0 {
					c.col = n
				}
				kind = attribute(t, "t")
				text.take()
			}
		case xml.EndElement:
			if t.Name.Local == "sheetData" {
				return errEnough
			}
			if t.Name.Local != "c" {
				return nil
			}
			value := text.take()
			if value == "" || c.col > maxColumns {
				return nil
			}
			c.text, c.shared = value, -1
			if kind == "s" {
				n, err := strconv.Atoi(strings.TrimSpace(value))
				if err != nil || n < 0 {
					return fmt.Errorf("%w: shared text %q", ErrDamaged, value)
				}
				c.text, c.shared = "", n
			}
			return each(c)
		}
		return nil
	})
}

// textReader collects the text of <t> and <v>, without that of phonetic guides.
type textReader struct {
	text     bytes.Buffer
	inside   bool
	phonetic bool
}

// token takes note of a token.
func (r *textReader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "t", "v":
			r.inside = true
		case "rPh":
			r.phonetic = true
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "t", "v":
			r.inside = false
		case "rPh":
			r.phonetic = false
		}
	case xml.CharData:
		// Excel allows 32,767 characters; a few more are no reason to fail.
		if r.inside && !r.phonetic && r.text.Len() < 1<<18 {
			r.text.Write(t)
		}
	}
}

// take returns the text, and begins another.
func (r *textReader) take() string {
	text := unescape(r.text.String())
	r.text.Reset()
	return text
}

// unescape replaces "_x000D_" and its kin (ECMA-376, part 1, §22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		if strings.HasPrefix(s[i:], "_x") && len(s) >= i+7 && s[i+6] == '_' {
			if n, err := strconv.ParseUint(s[i+2:i+6], 16, 16); err == nil {
				b.WriteRune(rune(n))
				i += 7
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

func isEnd(t xml.Token, name string) bool {
	end, ok := t.(xml.EndElement)
	return ok && end.Name.Local == name
}

func attribute(t xml.StartElement, name string) string {
	i := slices.IndexFunc(t.Attr, func(a xml.Attr) bool { return a.Name.Local == name && a.Name.Space == "" })
	if i < 0 {
		return ""
	}
	return t.Attr[i].Value
}

// columnOf returns the number of the column of a cell's name, 0 where it has none.
func columnOf(name string) (col int) {
	for i := range len(name) {
		c := name[i]
		if c < 'A' || c > 'Z' || i > 3 {
			break
		}
		col = col*26 + int(c-'A') + 1
	}
	return col
}
