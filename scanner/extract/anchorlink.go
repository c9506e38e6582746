package extract

// anchorElement takes in an a of HTML. What its ping attribute names is no link:
// browsers only send there, by POST, that the link was followed.
func (r *Reader) anchorElement(off int, selfClosing bool) {
	t := &r.z.tag
	if !t.has(attrHref) {
		return
	}
	href := t.get(attrHref)
	if t.has(attrCfemail) {
		href = append([]byte(protectedMail+"#"), t.get(attrCfemail)...)
	}
	r.hyperlink(off, "a[href]", href)
	link, kept := r.lastRef()
	switch {
	case !kept:
	case selfClosing:
		r.judgeLast(nil)
	default:
		r.openLinkAt(link)
	}
}

// openLink begins to gather the text of the last reference.
func (r *Reader) openLink() {
	if link, kept := r.lastRef(); kept {
		r.openLinkAt(link)
	}
}

func (r *Reader) openLinkAt(link int) {
	r.open, r.gather = link, r.gather[:0]
	r.label = r.z.tag.get(attrAriaLabel)
	if len(r.label) == 0 {
		r.label = r.z.tag.get(attrTitle)
	}
	if r.Options.Unsafe != nil {
		r.actions.open = r.z.tag.linkWords()
	}
}

// addAltText adds an image's alternative text to that of the open link, parted
// by spaces.
func (r *Reader) addAltText(alt []byte) {
	r.gather = appendSpace(r.gather, 0)
	r.gather = appendText(r.gather, 0, alt, maxLinkText)
	r.gather = appendSpace(r.gather, 0)
}

// closeLink ends the gathering of a link's text, at its end tag, at the next
// a, or at the end of the page. A link without any text goes by its label.
func (r *Reader) closeLink() {
	if r.open < 0 {
		return
	}
	text := cutText(r.gather, 0, maxLinkText)
	r.judgeAction(r.open, text, &r.actions.open)
	if len(text) == 0 {
		r.setText(&r.refs[r.open], r.label)
	} else {
		start := len(r.arena)
		r.arena = append(r.arena, text...)
		r.refs[r.open].text = r.since(start)
	}
	r.open, r.label = -1, nil
}
