package extract

import (
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Feed reads the links of an RSS or Atom feed: its own page, its items and what
// they enclose. Text is the title of the item, where that comes before its
// link. Unlike a page a feed is read only if the scan is told to.
func Feed(body []byte, at weburl.URL, contentType string) []result.Link {
	text := decodeXML(body, contentType)
	r := Reader{doc: &Document{}, xml: true}
	r.begin()
	r.feed(text.body)
	bases := r.bases(at, text)
	return r.links(bases, decoded{})
}

func (r *Reader) feed(body []byte) {
	r.pass = pass{z: tokenizer{body: body, cdata: true, xml: true}, line: 1, open: -1, inBody: true}
	r.z.tag.odd = true
	var element string // whose text is gathered
	var text, title []byte
	start := 0
	for {
		switch r.z.next() {
		case endOfPage:
			return
		case textToken:
			if element != "" {
				text = appendDecoded(text, r.z.token(), false)
			}
		case cdataToken:
			if element != "" {
				text = append(text, r.z.cdataText()...)
			}
		case startTag:
			element = r.feedElement(r.z.start, title)
			if name := string(r.z.tag.lowerName()); name == "item" || name == "entry" {
				title = nil
			}
			text, start = nil, r.z.start
			if r.z.tag.selfClosing {
				element = ""
			}
		case endTag:
			switch element {
			case "title":
				title = text
			case "link", "comments", "docs":
				r.addFeed(start, "rss["+element+"]", result.KindPage, text, title)
			case "url":
				r.addFeed(start, "rss[image]", result.KindImage, text, nil)
			}
			element, text = "", nil
		}
	}
}

// feedElement takes in addresses in attributes, and gives the name of the
// element if its text is one or a title.
func (r *Reader) feedElement(off int, title []byte) string {
	t := &r.z.tag
	switch name := string(t.lowerName()); name {
	case "link":
		if !t.has(attrHref) {
			return "link"
		}
		switch rel := string(trim(t.get(attrRel))); rel {
		case "", "alternate", "related", "via":
			r.addFeed(off, "atom[link]", result.KindPage, t.get(attrHref), title)
		case "enclosure":
			r.addFeed(off, "atom[link]", result.KindDownload, t.get(attrHref), title)
		case "self", "next", "prev", "previous", "first", "last", "hub":
			if rel != "hub" { // takes POST only
				r.addFeed(off, "atom[link]", result.KindFeed, t.get(attrHref), nil)
			}
		}
		return ""
	case "enclosure":
		r.addFeed(off, "rss[enclosure]", result.KindDownload, t.get(attrURL), title)
		return ""
	case "title", "comments", "docs", "url":
		return name
	}
	return ""
}

func (r *Reader) addFeed(off int, element string, kind result.Kind, value, title []byte) {
	if value = trim(value); len(value) == 0 {
		return
	}
	f := r.addValue(off, element, kind, value)
	f.byPath = kind == result.KindDownload
	r.setText(f, title)
}
