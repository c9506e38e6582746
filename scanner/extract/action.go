package extract

import (
	"bytes"

	"golang.org/x/net/html/atom"
)

// LinkWords is what a page says about a link or a form besides its address. All of
// it is as written, with white space folded.
type LinkWords struct {
	Text  string // of a link, its images included; of a form's button
	Label string // aria-label
	Title string
	// Marks are classes, the ID and the script of a click, parted by spaces.
	Marks string
	// Acts is the attribute by which scripts send the address with another method
	// than GET, or ask before they do: "data-method=delete"; "" for none.
	Acts string
}

// actions finds out which references do something; see Options.Unsafe. It is idle if
// that is nil.
type actions struct {
	open    linkWords // attributes of the link that is open
	form    int       // index of the form that is open, or -1
	button  int       // index of what the open button sends, or -1
	gather  []byte    // text of that button
	pressed linkWords // its attributes
}

// linkWords are the attributes that LinkWords has.
type linkWords struct {
	label, title, class, id, click []byte
	acts                           string
}

func (t *tag) linkWords() linkWords {
	return linkWords{t.get(attrAriaLabel), t.get(attrTitle), t.get(attrClass), t.get(attrID), t.get(attrOnclick), t.acts()}
}

// actingAttrs are attributes whose value is a method (Rails UJS, Turbo, Unpoly), and
// those whose name is one (htmx).
var actingAttrs = []struct {
	attr attr
	name string
}{
	{attrDataMethod, "data-method"},
	{attrTurboMethod, "data-turbo-method"},
	{attrUpMethod, "up-method"},
	{attrHxDelete, "hx-delete"},
	{attrHxPost, "hx-post"},
	{attrHxPut, "hx-put"},
	{attrHxPatch, "hx-patch"},
}

// acts returns LinkWords.Acts of an element.
func (t *tag) acts() string {
	if t.have&actingBits == 0 {
		return ""
	}
	for _, a := range actingAttrs {
		if !t.has(a.attr) {
			continue
		}
		if a.attr != attrDataMethod && a.attr != attrTurboMethod && a.attr != attrUpMethod {
			return a.name
		}
		value := trim(t.get(a.attr))
		for _, method := range []string{"post", "put", "patch", "delete"} {
			if equalFold(value, method) {
				return a.name + "=" + method
			}
		}
		if !equalFold(value, "get") && len(value) > 0 {
			return a.name
		}
	}
	if t.has(attrConfirm) || containsFold(t.get(attrOnclick), "confirm(") {
		return "confirm"
	}
	return ""
}

// actingBits are the attributes that acts looks at.
const actingBits = 1<<attrDataMethod | 1<<attrTurboMethod | 1<<attrUpMethod | 1<<attrHxDelete | 1<<attrHxPost | 1<<attrHxPut |
	1<<attrHxPatch | 1<<attrConfirm | 1<<attrOnclick

// judgeAction notes what Options.Unsafe says of a reference with these words. The
// words of a link to a place on a page do not count, since it only leads there.
func (r *Reader) judgeAction(index int, text []byte, w *linkWords) {
	if r.Options.Unsafe == nil || index < 0 || r.refs[index].unsafe != 0 {
		return
	}
	words := LinkWords{Acts: w.acts}
	if !hasFragment(r.refs[index].raw) {
		words.Text, words.Label, words.Title = foldText(text, maxLinkText), foldText(w.label, maxLinkText), foldText(w.title, maxLinkText)
		words.Marks = foldText(bytes.Join([][]byte{w.class, w.id, w.click}, []byte{' '}), maxMarks)
	}
	if words == (LinkWords{}) {
		return
	}
	if reason := r.Options.Unsafe(words); reason != "" {
		r.refs[index].unsafe = r.reasonNumber(reason)
	}
}

// maxMarks is how many bytes of LinkWords.Marks are looked at.
const maxMarks = 500

func hasFragment(raw []byte) bool {
	i := bytes.IndexByte(raw, '#')
	return i >= 0 && i+1 < len(trim(raw))
}

// reasonNumber returns the number of a reason, from 1. A page has few different
// ones, and past the limit all are called like the last.
func (r *Reader) reasonNumber(reason string) uint8 {
	for i, known := range r.reasons {
		if known == reason {
			return uint8(i + 1)
		}
	}
	if len(r.reasons) < maxReasons {
		r.reasons = append(r.reasons, reason)
	}
	return uint8(len(r.reasons))
}

const maxReasons = 255

// judgeLast judges the newest reference, which has no text of its own.
func (r *Reader) judgeLast(text []byte) {
	if index, kept := r.lastRef(); kept && r.Options.Unsafe != nil {
		w := r.z.tag.linkWords()
		r.judgeAction(index, text, &w)
	}
}

// openActionForm notes the form whose buttons follow; sent says whether it is among
// the references.
func (r *Reader) openActionForm(sent bool) {
	r.closeButton()
	r.actions.form = -1
	if index, kept := r.lastRef(); sent && kept && r.Options.Unsafe != nil {
		r.actions.form = index
		r.judgeLast(nil)
	}
}

// openButton begins to gather the text of a button, whose formaction is the newest
// reference if it has one that is sent by GET.
func (r *Reader) openButton(isRef, selfClosing bool) {
	r.closeButton()
	if r.Options.Unsafe == nil {
		return
	}
	r.actions.button = r.actions.form
	if isRef {
		r.actions.button = -1
		if index, kept := r.lastRef(); kept {
			r.actions.button = index
		}
	}
	r.actions.gather, r.actions.pressed = r.actions.gather[:0], r.z.tag.linkWords()
	if selfClosing || r.z.tag.atom == atom.Input {
		r.actions.gather = append(r.actions.gather, r.z.tag.get(attrFieldValue)...)
		r.closeButton()
	}
}

// closeButton ends a button, at its end tag, at the next one or at the end of its
// form.
func (r *Reader) closeButton() {
	if r.actions.button >= 0 {
		r.judgeAction(r.actions.button, r.actions.gather, &r.actions.pressed)
	}
	r.actions.button = -1
}
