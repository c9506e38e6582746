package problem

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// evidence is the tab that lets an expert believe the verdict: the chain of
// redirects, the answer, the attempts, the headers. Each part is folded but
// the first; all of it can be selected and copied.
type evidence struct {
	box     *fyne.Container
	content fyne.CanvasObject
}

func newEvidence() *evidence {
	e := &evidence{box: container.NewStack()}
	e.content = container.NewVScroll(e.box)
	return e
}

func (e *evidence) show(d storage.Detail, past []storage.AddressState) {
	var all []control.Part
	for i, p := range parts(d, past) {
		text := widget.NewLabel(p.text)
		text.Wrapping, text.Selectable = fyne.TextWrapWord, true // which breaks long addresses, too
		if p.code {
			text.Wrapping = fyne.TextWrapBreak
		}
		text.TextStyle.Monospace = p.code
		text.Resize(fyne.NewSize(e.content.Size().Width, 0)) // so that it knows how high it is before it is opened
		all = append(all, control.Part{Title: p.title, Detail: text, Open: i == 0})
	}
	e.box.RemoveAll()
	e.box.Add(control.NewAccordion(all...))
}

// part is one foldable piece of evidence.
type part struct {
	title, text string
	code        bool // shown in letters of one width
}

func parts(d storage.Detail, past []storage.AddressState) []part {
	var all []part
	add := func(title, text string, code bool) {
		if text != "" {
			all = append(all, part{title, text, code})
		}
	}
	add(lang.L("The answer"), answer(d), false)
	add(lang.L("Before it was checked again"), earlierLines(d.Earlier), false)
	add(lang.L("In a browser"), rendered(d.Evidence.Rendering), false)
	add(lang.L("Redirects"), hops(d.Evidence.Hops), false)
	add(lang.L("Attempts"), attempts(d.Evidence.Attempts), false)
	add(lang.L("Also noticed"), notes(d.Notes), false)
	if len(past) > 1 {
		add(lang.L("In each scan"), pastLines(past), false)
	}
	add(lang.L("Time taken"), timing(d.Evidence.Timing), false)
	add(lang.L("Certificate"), certificate(d.Evidence), false)
	add(lang.L("Headers of the answer"), headers(d.Evidence.Response), true)
	add(lang.L("Headers of our request"), headers(d.Evidence.Request), true)
	add(lang.L("Beginning of the page"), d.Evidence.Snippet, true)
	return all
}

// lines collects "name: value" for what is known.
type lines []string

func (l *lines) add(name, value string) {
	if value != "" {
		*l = append(*l, lang.L("{{.Name}}: {{.Value}}", map[string]any{"Name": name, "Value": value}))
	}
}

func (l lines) String() string { return strings.Join(l, "\n") }

func answer(d storage.Detail) string {
	var l lines
	l.add(lang.L("Address"), strings.TrimSuffix(d.URL, "#"+result.WholeSite))
	l.add(lang.L("Status"), statusLine(d.Status))
	l.add(lang.L("Outcome"), string(d.Outcome))
	l.add(lang.L("Reason"), words.Reason(d.Reason))
	if d.Final != d.URL {
		l.add(lang.L("Led to"), d.Final)
	}
	l.add(lang.L("Checked"), words.DateTime(d.At.Local()))
	l.add(lang.L("Request"), d.Evidence.Method)
	l.add(lang.L("Protocol"), d.Evidence.Protocol)
	l.add(lang.L("Answered from"), d.Evidence.RemoteAddr)
	l.add(lang.L("Type"), d.ContentType)
	l.add(lang.L("Size"), words.Size(d.Size))
	l.add(lang.L("Server"), d.Evidence.Server)
	l.add(lang.L("Platform"), d.Evidence.Platform)
	l.add(lang.L("Seen by"), d.Evidence.Clue)
	l.add(lang.L("For search engines"), d.Evidence.Robots)
	l.add(lang.L("Detail"), d.Evidence.Detail)
	return l.String()
}

// statusLine is a status with the phrase that RFC 9110 gives it, "" for none.
func statusLine(status int) string {
	if status == 0 {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", status, http.StatusText(status)))
}

// hops writes a chain so that it is read downwards.
func hops(all []result.Hop) string {
	if len(all) < 2 {
		return ""
	}
	var l []string
	for i, h := range all {
		l = append(l, h.URL)
		status := map[string]any{"Status": statusLine(h.Status)}
		switch {
		case i+1 < len(all):
			l = append(l, lang.L("answered {{.Status}} and sent us on to", status))
		case h.Status != 0:
			l = append(l, lang.L("answered {{.Status}}", status))
		default:
			l = append(l, lang.L("gave no answer"))
		}
	}
	return strings.Join(l, "\n")
}

func attempts(all []result.Attempt) string {
	var l []string
	for i, a := range all {
		said := statusLine(a.Status)
		if said == "" {
			said = words.Happened(a.Outcome)
		}
		row := []string{strconv.Itoa(i+1) + ".", words.DateTime(a.At.Local()), a.Method, said, words.Duration(a.Duration), a.Detail}
		l = append(l, strings.Join(nonEmpty(row), "  "))
	}
	return strings.Join(l, "\n")
}

func notes(all []result.Note) string {
	var l []string
	for _, n := range all {
		l = append(l, strings.Join(nonEmpty([]string{words.Happened(n.Outcome), words.Reason(n.Detail)}), ": "))
	}
	return strings.Join(l, "\n")
}

func timing(t result.Timing) string {
	var l lines
	l.add(lang.L("Looking up the name"), words.Duration(t.DNS))
	l.add(lang.L("Connecting"), words.Duration(t.Connect))
	l.add(lang.L("Securing the connection"), words.Duration(t.TLS))
	l.add(lang.L("Until the first byte"), words.Duration(t.FirstByte))
	l.add(lang.L("In all"), words.Duration(t.Total))
	return l.String()
}

func certificate(e result.Evidence) string {
	var l lines
	l.add(lang.L("Issued for"), e.CertSubject)
	l.add(lang.L("Issued by"), e.CertIssuer)
	l.add(lang.L("Valid until"), words.DateTime(e.CertExpires.Local()))
	return l.String()
}

func headers(all []result.Header) string {
	var l []string
	for _, h := range all {
		l = append(l, h.Name+": "+h.Value)
	}
	return strings.Join(l, "\n")
}

func nonEmpty(all []string) []string {
	var left []string
	for _, s := range all {
		if s != "" {
			left = append(left, s)
		}
	}
	return left
}

// Browsable reports whether a browser can open an address.
func Browsable(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}
