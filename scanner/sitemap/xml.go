package sitemap

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// namespace is that of sitemaps.org; the older one of Google is still in use.
const (
	namespace    = "http://www.sitemaps.org/schemas/sitemap/0.9"
	oldNamespace = "http://www.google.com/schemas/sitemap/0.84"
)

// xml reads any of the XML formats, told apart by the first element.
func (b *builder) xml(src *source) error {
	tokens := &tokenReader{r: src.r}
	dec := xml.NewDecoder(tokens)
	dec.Strict = false // "&" in addresses, missing end tags
	dec.Entity = xml.HTMLEntity
	dec.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if src.marked {
			return input, nil
		}
		return charset.NewReaderLabel(label, input)
	}
	w := walker{b: b, dec: dec, tokens: tokens}
	err := w.walk()
	if err == nil {
		err = src.broken()
	}
	var known *Error
	switch {
	case errors.As(err, &known):
		return known
	case err == nil && b.m.Format == "":
		return &Error{Kind: NotKnown}
	case err == nil:
		return nil
	case len(b.m.Pages)+len(b.m.Children) == 0:
		return &Error{Kind: BadXML, Err: err}
	default:
		line, _ := dec.InputPos()
		b.note(Malformed, line, err.Error())
		return nil
	}
}

// tokenReader ends a token that is too long: the decoder, which reads byte by
// byte where it can, would keep all of it.
type tokenReader struct {
	r    *bufio.Reader
	left int // bytes that the token may still have
}

var errLongToken = fmt.Errorf("a tag, comment or text has more than %d bytes", maxToken)

func (t *tokenReader) ReadByte() (byte, error) {
	if t.left <= 0 {
		return 0, errLongToken
	}
	t.left--
	return t.r.ReadByte()
}

func (t *tokenReader) Read(p []byte) (int, error) {
	if t.left <= 0 {
		return 0, errLongToken
	}
	n, err := t.r.Read(p)
	t.left -= n
	return n, err
}

// walker reads elements one by one and keeps no more than where it is and the
// entry at hand.
type walker struct {
	b   *builder
	dec *xml.Decoder
	// tokens is what dec reads from.
	tokens *tokenReader
	path   []xml.Name // of the elements that are open

	current entry
	inEntry int // depth of the open entry's element, 0 for none
	text    strings.Builder
	reading bool // text is of interest
	guid    string
}

func (w *walker) walk() error {
	for {
		w.tokens.left = maxToken
		token, err := w.dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.Directive:
			if len(w.path) == 0 && strings.HasPrefix(strings.ToLower(string(t)), "doctype html") {
				return &Error{Kind: HTML}
			}
		case xml.StartElement:
			if err := w.open(t); err != nil {
				return err
			}
		case xml.EndElement:
			w.close()
		case xml.CharData:
			if w.reading {
				w.text.Write(t[:min(len(t), maxText-w.text.Len())])
			}
		}
	}
}

func (w *walker) open(t xml.StartElement) error {
	if len(w.path) == 0 && w.b.m.Format == "" {
		if err := w.root(t); err != nil {
			return err
		}
	}
	w.path = append(w.path, t.Name)
	if len(w.path) > maxDepth {
		return fmt.Errorf("elements nested more than %d deep", maxDepth)
	}
	if w.inEntry == 0 {
		if w.isEntry(t.Name) {
			line, _ := w.dec.InputPos()
			w.inEntry, w.current, w.guid = len(w.path), entry{line: line}, ""
		}
		return nil
	}
	if len(w.path) == w.inEntry+1 {
		w.field(t)
	}
	return nil
}

// root settles the format by the first element.
func (w *walker) root(t xml.StartElement) error {
	name := strings.ToLower(t.Name.Local)
	switch name {
	case "html", "head", "body", "title", "meta", "script", "div", "p", "h1", "center":
		return &Error{Kind: HTML}
	case "urlset":
		w.b.m.Format = FormatURLSet
	case "sitemapindex":
		w.b.m.Format = FormatIndex
	case "rss", "rdf":
		w.b.m.Format = FormatRSS
		return nil
	case "feed":
		w.b.m.Format = FormatAtom
		return nil
	default:
		return &Error{Kind: NotKnown, Err: fmt.Errorf("first element is %q", cut(t.Name.Local))}
	}
	switch t.Name.Space {
	case namespace, oldNamespace:
	case "":
		w.b.note(MissingNamespace, 1, "")
	default:
		w.b.note(BadNamespace, 1, t.Name.Space)
	}
	return nil
}

// isEntry reports whether an element holds one address.
func (w *walker) isEntry(n xml.Name) bool {
	switch w.b.m.Format {
	case FormatURLSet:
		return n.Local == "url" && len(w.path) == 2
	case FormatIndex:
		return n.Local == "sitemap" && len(w.path) == 2
	case FormatRSS:
		return n.Local == "item"
	case FormatAtom:
		return n.Local == "entry"
	default:
		return false
	}
}

// field looks at an element within an entry.
func (w *walker) field(t xml.StartElement) {
	own := t.Name.Space == w.path[w.inEntry-1].Space // image:loc is none of ours
	w.text.Reset()
	switch w.b.m.Format {
	case FormatURLSet, FormatIndex:
		w.reading = own && (t.Name.Local == "loc" || t.Name.Local == "lastmod")
		if t.Name.Local == "link" && !own && w.b.m.Format == FormatURLSet {
			w.alternate(t.Attr)
		}
	case FormatRSS:
		if t.Name.Local == "guid" {
			w.reading = attr(t.Attr, "isPermaLink") != "false"
			return
		}
		w.reading = own && t.Name.Local == "link" || t.Name.Local == "pubDate" || t.Name.Local == "date"
	case FormatAtom:
		if rel := attr(t.Attr, "rel"); t.Name.Local == "link" && (rel == "" || rel == "alternate") && w.current.loc == "" {
			w.current.loc = strings.TrimSpace(attr(t.Attr, "href"))
		}
		w.reading = t.Name.Local == "updated"
	}
}

func (w *walker) alternate(attrs []xml.Attr) {
	lang, href := attr(attrs, "hreflang"), strings.TrimSpace(attr(attrs, "href"))
	if lang == "" || href == "" || attr(attrs, "rel") != "alternate" || len(w.current.alternates) >= 1000 {
		return
	}
	w.current.alternates = append(w.current.alternates, alternate{lang: cut(lang), href: href})
}

func attr(attrs []xml.Attr, name string) string {
	for _, a := range attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (w *walker) close() {
	depth := len(w.path)
	if depth == 0 {
		return
	}
	name := w.path[depth-1].Local
	w.path = w.path[:depth-1]
	switch {
	case w.inEntry == 0:
	case depth == w.inEntry:
		w.finish()
	case depth == w.inEntry+1 && w.reading:
		w.reading = false
		text := strings.TrimSpace(w.text.String())
		switch name {
		case "loc", "link":
			w.current.loc = text
		case "guid":
			w.guid = text
		default:
			w.current.lastMod = text
		}
	}
}

// finish adds the entry that ended.
func (w *walker) finish() {
	w.inEntry, w.reading = 0, false
	if w.current.loc == "" {
		w.current.loc = w.guid
	}
	list := &w.b.m.Pages
	if w.b.m.Format == FormatIndex {
		list = &w.b.m.Children
	}
	w.b.add(list, w.current)
}
