package marking

import (
	"cmp"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// form is a dialog with some entries. What can't be used is said in it, and nothing
// that was typed is lost.
type form struct {
	dialog  *ask.Dialog
	content *fyne.Container
	wrong   *badge.Excerpt
}

// newForm makes a form that shows text, which may be an address of any length, below
// its title. confirm returns what can't be used, "" where all is well and the form
// closes.
func newForm(title, text, button string, confirm func() string) *form {
	f := &form{content: container.NewVBox(excerpt(text)), wrong: badge.NewExcerpt(3)}
	f.wrong.Hide()
	f.dialog = &ask.Dialog{
		Title: title, Content: f.content,
		Cancel: ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: button, Keep: true, Do: func() {
			if wrong := confirm(); wrong != "" {
				f.wrong.SetText(wrong)
				f.wrong.Show()
				f.dialog.Fit()
				return
			}
			f.dialog.Close()
		}},
	}
	return f
}

// excerpt shows a text in at most two lines.
func excerpt(text string) *badge.Excerpt {
	e := badge.NewExcerpt(2)
	e.SetText(text)
	return e
}

// entry adds an entry below its label.
func (f *form) entry(label, hint string) *field.Entry {
	e := field.New(hint)
	e.OnSubmitted = func(string) { f.dialog.Submit() }
	e.Keys = func(k *fyne.KeyEvent) bool { return f.dialog.Key(k) }
	f.content.Add(badge.Caption(label))
	f.content.Add(column.Inset(e))
	if f.dialog.Focus == nil {
		f.dialog.Focus = e
	}
	return e
}

func (f *form) show(on *ask.Host) {
	f.content.Add(f.wrong)
	on.Show(f.dialog)
}

// about says which problems a dialog is about.
func about(s Subject) string {
	if text := cmp.Or(s.About, s.Address); text != "" {
		return text
	}
	return lang.N("{{.Count}} problems", s.Count, map[string]any{"Count": words.Number(s.Count)})
}

// dayOf reads a date that a person typed, as 2027-01-31 or 31.1.2027; ok is false for
// what is none. "" is the zero time.
func dayOf(typed string) (day time.Time, ok bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, true
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006"} {
		if day, err := time.ParseInLocation(layout, typed, time.Local); err == nil {
			return day, true
		}
	}
	return time.Time{}, false
}

func noDate(typed string) string {
	return lang.L("“{{.Typed}}” is no date.", map[string]any{"Typed": typed}) + " " + lang.L("Write it as 2027-01-31.")
}

// askReason asks why something is ignored, and how long.
func (k *Marker) askReason(s Subject) {
	var reason, until *field.Entry
	f := newForm(lang.L("Ignore"), about(s), lang.L("Ignore"), func() string {
		m := storage.Mark{Kind: storage.Ignored, Text: strings.TrimSpace(reason.Text)}
		day, ok := dayOf(until.Text)
		switch {
		case !ok:
			return noDate(until.Text)
		case !day.IsZero() && !k.o.Now().Before(day.AddDate(0, 0, 1)):
			return lang.L("The date is in the past.") + " " + lang.L("Choose a later one.")
		case !day.IsZero():
			m.Until = day.AddDate(0, 0, 1)
		}
		k.problems(s, m)
		return ""
	})
	reason = f.entry(lang.L("Reason, if there is one to remember"), lang.L("For example: the shop is closed"))
	until = f.entry(lang.L("Until, empty for good"), k.o.Now().AddDate(0, 3, 0).Format(time.DateOnly))
	f.show(k.o.Dialogs)
}

// askPattern asks which addresses are ignored.
func (k *Marker) askPattern(s Subject) {
	var pattern, reason *field.Entry
	f := newForm(lang.L("Ignore all addresses like …"), lang.L("In a pattern, * stands for any text."), lang.L("Ignore"), func() string {
		typed := strings.TrimSpace(pattern.Text)
		if !strings.Contains(typed, "*") {
			return lang.L("The pattern “{{.Typed}}” has no *, which stands for any text.", map[string]any{"Typed": typed})
		}
		k.one(s, storage.Mark{Kind: storage.Ignored, Scope: storage.OnPattern, Subject: typed, Text: strings.TrimSpace(reason.Text)})
		return ""
	})
	pattern = f.entry(lang.L("Pattern"), "https://www.example.com/archive/*")
	pattern.SetText(patternFor(s.Address))
	reason = f.entry(lang.L("Reason, if there is one to remember"), lang.L("For example: the shop is closed"))
	f.show(k.o.Dialogs)
}

// Done marks problems as done.
func (k *Marker) Done(s Subject) { k.problems(s, storage.Mark{Kind: storage.Done}) }

// Assign asks who is to fix something, and by when.
func (k *Marker) Assign(s Subject) {
	var name, due *field.Entry
	f := newForm(lang.L("Assign"), about(s), lang.L("Assign"), func() string {
		m := storage.Mark{Kind: storage.Assigned, Assignee: strings.TrimSpace(name.Text)}
		day, ok := dayOf(due.Text)
		if !day.IsZero() {
			m.Due = day.Format(time.DateOnly)
		}
		switch {
		case !ok:
			return noDate(due.Text)
		case m.Assignee == "" && m.Due == "":
			return lang.L("It says neither who is to fix it nor by when.") + " " + lang.L("Type a name, a date, or both.")
		}
		k.say(s, m)
		return ""
	})
	name = f.entry(lang.L("Who is to fix it"), lang.L("For example: Anna"))
	due = f.entry(lang.L("By when, if that matters"), k.o.Now().AddDate(0, 0, 14).Format(time.DateOnly))
	f.show(k.o.Dialogs)
}

// Note asks for a note.
func (k *Marker) Note(s Subject) {
	var note *field.Entry
	f := newForm(lang.L("Note"), about(s), lang.L("Save"), func() string {
		m := storage.Mark{Kind: storage.Noted, Text: strings.TrimSpace(note.Text)}
		if m.Text == "" {
			return lang.L("The note is empty.") + " " + lang.L("Type what you want to remember.")
		}
		k.say(s, m)
		return ""
	})
	note = f.entry(lang.L("What you want to remember"), lang.L("For example: asked the web host on Monday"))
	f.show(k.o.Dialogs)
}

// say makes a mark about a fix, or about problems.
func (k *Marker) say(s Subject, m storage.Mark) {
	if s.Fix == "" {
		k.problems(s, m)
		return
	}
	m.Scope, m.Subject = storage.OnFix, s.Fix
	k.one(s, m)
}

// askBrowser opens an address in the person's own browser and asks whether it works.
func (k *Marker) askBrowser(s Subject) {
	k.o.Browse(s.Address)
	k.o.Dialogs.Show(&ask.Dialog{
		Title:   lang.L("Does it work in your browser?"),
		Text:    lang.N("Sitewell has opened the address. If it works there, it is ignored for {{.Count}} days; then you are asked again.", storage.BrowserDays, map[string]any{"Count": storage.BrowserDays}),
		Content: excerpt(s.Address),
		Cancel:  ask.Button{Text: lang.L("No, it does not")},
		Confirm: ask.Button{Text: lang.L("Yes, it works"), Do: func() { k.WorksInBrowser(s) }},
	})
}

// WorksInBrowser ignores problems that a person saw to work in a browser, until they are
// asked again.
func (k *Marker) WorksInBrowser(s Subject) {
	k.problems(s, storage.Mark{Kind: storage.WorksInBrowser, Until: k.o.Now().AddDate(0, 0, storage.BrowserDays)})
}
