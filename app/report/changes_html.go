package report

import (
	"bufio"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"sitewell/storage"
)

//go:embed changes.css
var changesCSS string

//go:embed changes.html
var changesHTML string

// changesPage are the parts of the page: "head", then for every change that has
// rows "section", "row" and "end", then "foot".
var changesPage = template.Must(template.New("changes").Parse(changesHTML))

// ChangesHTML writes a comparison as a web page in one file, which loads nothing and
// runs nothing: its content security policy forbids both.
func ChangesHTML(ctx context.Context, w io.Writer, src Changes) error {
	src = src.spoken()
	bw := bufio.NewWriter(w)
	inert := InertWriter(bw)
	p := &changesPageWriter{w: inert, src: &src}
	if err := p.write(ctx); err != nil {
		return err
	}
	if err := inert.Close(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}

type changesPageWriter struct {
	w   io.Writer
	src *Changes
	of  storage.Change // that the section is about, 0 for none
}

func (p *changesPageWriter) part(name string, data any) error {
	if err := changesPage.ExecuteTemplate(p.w, name, data); err != nil {
		return fmt.Errorf("write changes: %w", err)
	}
	return nil
}

func (p *changesPageWriter) write(ctx context.Context) error {
	if err := p.head(); err != nil {
		return err
	}
	for r, err := range p.src.Data.EachChange(ctx, p.src.Pair, storage.ChangeFilter{}, storage.Order{By: storage.ByChange}) {
		if err != nil {
			return fmt.Errorf("read changes: %w", err)
		}
		if err := p.row(&r); err != nil {
			return err
		}
	}
	if err := p.end(); err != nil {
		return err
	}
	if p.src.Pages != nil {
		if err := p.part("pages", p.src.pagesData()); err != nil {
			return err
		}
	}
	return p.part("foot", nil)
}

// head writes what is above the sections.
func (p *changesPageWriter) head() error {
	hash := sha256.Sum256([]byte(changesCSS))
	above := p.src.above()
	return p.part("head", map[string]any{
		"Language": p.src.language(), "Title": above[0], "Lines": above[1:],
		"Policy": "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'; base-uri 'none'; form-action 'none'",
		"Style":  template.CSS(changesCSS), // our own
	})
}

func (p *changesPageWriter) row(r *storage.ChangeRow) error {
	if r.Change != p.of {
		if err := p.end(); err != nil {
			return err
		}
		p.of = r.Change
		heads := make([]string, 0, len(changesHead))
		for _, c := range changesHead[1:] {
			heads = append(heads, p.src.speak(c.name))
		}
		err := p.part("section", map[string]any{
			"Class": r.Change.String(), "Title": p.src.changeWord(r.Change), "Count": p.src.Speech.Number(p.src.Comparison.Counts.Of(r.Change)), "Heads": heads,
		})
		if err != nil {
			return err
		}
	}
	cells := p.src.cells(r)
	return p.part("row", map[string]any{
		"Severity": cells[1], "Class": r.Severity().String(), "Address": cells[2], "Link": isWeb(r.URL), "Rest": cells[3:], "Pages": p.src.Speech.Number(r.Pages),
	})
}

// end ends the section.
func (p *changesPageWriter) end() error {
	if p.of == 0 {
		return nil
	}
	p.of = 0
	return p.part("end", nil)
}

// language is that of the page. Its key is no text, which English returns as it is.
func (c *Changes) language() string {
	key := "window.language"
	if tag := c.speak(key); tag != key {
		return tag
	}
	return "en"
}

// isWeb reports whether an address can be opened in a browser.
func isWeb(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}
