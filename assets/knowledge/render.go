package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"text/template"
	"time"

	"sitewell/scanner/outcome"
)

// Explanation is an entry with the facts of one problem filled in.
type Explanation struct {
	Key    outcome.Key
	Lang   string
	Class  outcome.Class
	Title  string
	Origin string
	Short  string // what it means, one or two sentences
	// Action is what to do first and Fix says it, in one or two sentences that fit
	// what the site runs on;
	// Urgency is when, and When says that in the explanation's language. Why is
	// the reason for it.
	Action  Action
	Fix     string
	Urgency Urgency
	When    string
	// Verdict and Severity are those of the facts, or the default; Why is the
	// reason, for one's own site or another's, and what makes this problem
	// weigh more or less than others.
	Verdict   outcome.Verdict
	Severity  outcome.Severity
	Why       string
	Lasting   Lasting
	Assignees []Assignee // who can fix it here, likeliest first
	Retry     string
	Sections  []Section
	// StepsFor is the family of platforms whose steps are told, "" for all.
	StepsFor string
	// Panel is the hosting panel or host whose way is told, "" for none or several.
	Panel string
	// Related are worth reading next. What the check came to besides (where a
	// redirect led, what was noted) comes first.
	Related    []outcome.Key
	References []Reference
	// Orphan: no page links to the address, only a sitemap names it.
	Orphan   bool
	Reviewed time.Time
	Fallback bool
	// ToDo and Further are the words of its language for what heads Fix and
	// Related where all is written as text.
	ToDo, Further string
}

// Section is a part of an explanation.
type Section struct {
	ID       SectionID
	Heading  string
	Markdown string // without its heading
}

// Text returns the section with its heading, as Markdown.
func (s Section) Text() string { return "## " + s.Heading + "\n\n" + s.Markdown }

// Markdown returns all sections with their headings as one text.
func (e Explanation) Markdown() string {
	texts := make([]string, len(e.Sections))
	for i, s := range e.Sections {
		texts[i] = s.Text()
	}
	return strings.Join(texts, "\n\n")
}

// Explain fills the facts of a problem into its entry. It fails with
// ErrUnknown for a key that no scan produces.
func (b *Base) Explain(f Facts, lang string) (Explanation, error) {
	src, ed := b.find(f.Key, lang)
	if src == nil {
		return Explanation{}, fmt.Errorf("explain %q: %w", f.Key, ErrUnknown)
	}
	x, err := b.explain(f, src, ed)
	if err != nil {
		return Explanation{}, fmt.Errorf("explain %q: %w", f.Key, err)
	}
	if b.NamesOnly(lang) {
		e := b.named(Entry{Key: f.Key, Class: x.Class, Title: x.Title, Short: x.Short, Internal: Judgement{Fix: x.Fix}}, lang)
		x.Title, x.Short, x.Fix = e.Title, e.Short, e.Internal.Fix
	}
	return x, nil
}

func (b *Base) explain(f Facts, src *source, ed *edition) (Explanation, error) {
	f = withDefaults(f, src)
	e := ed.entry(src, f.Key)
	j := e.For(f.Internal || f.general())
	v := newView(f, codeSpan)
	v.Title, v.Short, v.action = e.Title, e.ShortFor(v.Yours && v.Hosted()), j.Action
	v.assignees = assigneesHere(e.Assignees, v)
	status := outcome.FromStatus(v.Status)
	if v.Status != 0 {
		v.StatusTitle = b.Entry(status, ed.lang).Title
	}
	x := Explanation{
		Key: f.Key, Lang: ed.lang, Class: e.Class, Title: e.Title, Origin: e.Origin, Short: v.Short,
		Action: j.Action, Fix: j.FixFor(v.Hosted()), Urgency: j.urgency(f.Verdict, f.Severity),
		Verdict: f.Verdict, Severity: f.Severity, Lasting: e.Lasting,
		Assignees: v.assignees, Retry: e.Retry, Related: relatedHere(e.Related, f, status),
		References: v.referencesHere(e.References), Orphan: f.Orphan, Reviewed: e.Reviewed, Fallback: e.Fallback, StepsFor: v.familyHere().Name, Panel: v.Panel(),
		ToDo: ed.words.ToDo, Further: ed.words.Further,
	}
	x.When = ed.words.Urgencies[x.Urgency]
	var err error
	if x.Why, err = ed.run(src, whyName(f.Internal || f.general()), v); err != nil {
		return Explanation{}, err
	}
	if f.Orphan && f.Internal && (f.Key == "404" || f.Key == "410") {
		x.Fix, x.Why = ed.words.SitemapOnly.Fix, ed.words.SitemapOnly.Why
	}
	if len(v.Weights) > 0 {
		weights, err := ed.execute("severity", v)
		if err != nil {
			return Explanation{}, err
		}
		x.Why += " " + strings.Join(strings.Fields(weights), " ")
	}
	there := v.answering(f)
	for _, id := range readingOrder() {
		text, err := ed.section(src, id, v, there)
		if err != nil {
			return Explanation{}, err
		}
		if strings.TrimSpace(text) == "" {
			continue // only a default can be empty
		}
		if part := added(id); part != "" && !f.general() {
			more, err := ed.execute(part, v)
			if err != nil {
				return Explanation{}, err
			}
			text += "\n\n" + more
		}
		text = reflow(text)
		if id == Finding && v.Yours && v.Hosted() {
			part := "hosted"
			if src.Class == outcome.NameLookup || src.Class == outcome.TLS { // both depend on the domain's records
				part = "dns-records"
			}
			hosted, err := ed.execute(part, v)
			if err != nil {
				return Explanation{}, err
			}
			text = replaceParagraphs(text, ed.words.Server, hosted)
		}
		if id == Finding && v.Yours && v.Panel() != "" {
			if text, err = ed.atPanel(text, f.Key, v); err != nil {
				return Explanation{}, err
			}
		}
		x.Sections = append(x.Sections, Section{ID: id, Heading: ed.words.Headings[id], Markdown: text})
	}
	return x, nil
}

// section returns the text of a section, or the default of one that the file
// leaves out: what to do from the reader's own view, what happened from that of
// what answered there.
func (ed *edition) section(src *source, id SectionID, own, there *view) (string, error) {
	if _, ok := src.sections[id]; !ok {
		return ed.execute(defaultPart(id), own)
	}
	if slices.Contains([]SectionID{Finding, Fixing, Checking, Delegating}, id) {
		return ed.run(src, string(id), own)
	}
	return ed.run(src, string(id), there)
}

// added names the part that ends a section of every entry, "" for none.
func added(id SectionID) string {
	switch id {
	case Visitors:
		return "noted"
	case Seriousness:
		return "reach"
	}
	return ""
}

// withDefaults fills in verdict and severity where the facts leave them open.
func withDefaults(f Facts, src *source) Facts {
	j := src.External
	if f.Internal || f.general() {
		j = src.Internal
	}
	if f.Verdict == outcome.Unchecked {
		f.Verdict = outcome.Default(f.Key, f.Internal || f.general())
	}
	if f.Severity == outcome.NoSeverity && f.Verdict.IsProblem() {
		f.Severity = j.Severity
	}
	return f
}

// assigneesHere leaves out who has no part in it: one's own host cannot fix
// another's site, and another site's owner not one's own.
func assigneesHere(all []Assignee, v *view) []Assignee {
	var here []Assignee
	for _, m := range all {
		if m == OtherOwner && !v.Theirs || (m == Host || m == Developer) && !v.Yours {
			continue
		}
		here = append(here, m)
	}
	return here
}

// relatedHere puts what the check came to besides (the status that a chain
// ended in, and what it noted) before what the entry names.
func relatedHere(related []outcome.Key, f Facts, status outcome.Key) []outcome.Key {
	var out []outcome.Key
	add := func(k outcome.Key) {
		if k != f.Key && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	if _, ok := f.Key.Status(); !ok && f.Status != 0 && f.Status != 200 {
		add(status)
	}
	for _, n := range f.Notes {
		add(n.Outcome)
	}
	for _, k := range related {
		add(k)
	}
	return out
}

func whyName(internal bool) string {
	if internal {
		return "why-internal"
	}
	return "why-external"
}

// entry returns the header of a source for a key, which is another than its
// own where the source stands for a class.
func (ed *edition) entry(src *source, key outcome.Key) Entry {
	e := src.Entry
	if e.Key == key {
		return e
	}
	e.Key, e.Fallback = key, true
	e.Internal.Verdict, e.External.Verdict = outcome.Default(key, true), outcome.Default(key, false)
	v := newView(Facts{Key: key}, codeSpan)
	for name, field := range map[string]*string{
		"title": &e.Title, "short": &e.Short,
		"fix-internal": &e.Internal.Fix, "fix-external": &e.External.Fix,
		"why-internal": &e.Internal.Why, "why-external": &e.External.Why,
	} {
		// A class's header is run by the tests for every key; the text as it
		// stands is better than none.
		if text, err := ed.run(src, name, v); err == nil {
			*field = text
		}
	}
	return e
}

// run executes one of a source's templates.
func (ed *edition) run(src *source, name string, v *view) (string, error) {
	set, err := src.set()
	if err != nil {
		return "", err
	}
	return execute(set, name, v)
}

// execute executes one of the templates that all entries share.
func (ed *edition) execute(name string, v *view) (string, error) {
	set, err := ed.set()
	if err != nil {
		return "", err
	}
	return execute(set, name, v)
}

func execute(set *template.Template, name string, v *view) (string, error) {
	var b strings.Builder
	if err := set.ExecuteTemplate(&b, name, v); err != nil {
		return "", err
	}
	return b.String(), nil
}
