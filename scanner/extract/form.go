package extract

import "sitewell/scanner/result"

// form takes in a form. One that is sent by POST is never asked for: the
// answer to anything but a visitor's own input would prove nothing, and it may
// do harm. Neither is one without an action, which leads to the page itself.
func (r *Reader) form(off int) {
	t := &r.z.tag
	r.getForm = isGet(t.get(attrMethod))
	action := t.get(attrAction)
	sent := r.getForm && len(trim(action)) > 0
	if sent {
		r.addValue(off, "form[action]", result.KindForm, action)
		r.describe(attrAriaLabel, attrTitle)
	}
	r.openActionForm(sent)
}

// isGet reports whether a method attribute means GET, as it does when it is
// missing or unknown (HTML Standard, "Form submission attributes").
func isGet(method []byte) bool {
	return !equalFold(method, "post") && !equalFold(method, "dialog")
}

func (r *Reader) input(off int) {
	t := &r.z.tag
	kind := t.get(attrType)
	if equalFold(kind, "image") {
		r.add(off, "input[src]", result.KindImage, attrSrc)
		if t.has(attrSrc) {
			r.describe(attrAlt, attrAriaLabel, attrTitle)
		}
	}
	if equalFold(kind, "password") && r.frame == 0 {
		r.doc.Login = true
	}
	if equalFold(kind, "hidden") {
		r.signs.hiddenField(t.get(attrName))
	}
	sent := r.formAction(off, "input[formaction]")
	if equalFold(kind, "submit") || equalFold(kind, "image") {
		r.openButton(sent, true)
	}
}

// formAction takes in a button that sends its form elsewhere. It reports whether
// that is by GET, so that there is a new reference.
func (r *Reader) formAction(off int, element string) bool {
	t := &r.z.tag
	if !t.has(attrFormaction) || len(trim(t.get(attrFormaction))) == 0 {
		return false
	}
	get := r.getForm
	if t.has(attrFormmethod) {
		get = isGet(t.get(attrFormmethod))
	}
	if get {
		r.add(off, element, result.KindForm, attrFormaction)
	}
	return get
}
