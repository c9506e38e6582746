package knowledge

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"text/template"
	"time"

	"gopkg.in/yaml.v3"

	"sitewell/scanner/outcome"
)

// header is the YAML between the two lines of dashes that begin a file.
type header struct {
	Key        string              `yaml:"key"`
	Title      string              `yaml:"title"`
	Origin     string              `yaml:"origin"`
	Class      string              `yaml:"class"`
	Short      string              `yaml:"short"`
	Fix        string              `yaml:"fix"`
	Internal   judgement           `yaml:"internal"`
	External   judgement           `yaml:"external"`
	Lasting    Lasting             `yaml:"lasting"`
	Assignees  []Assignee          `yaml:"assignees"`
	Ask        map[Assignee]string `yaml:"ask"`
	Retry      string              `yaml:"retry"`
	Related    []outcome.Key       `yaml:"related"`
	References []Reference         `yaml:"references"`
	Reviewed   string              `yaml:"reviewed"`
}

type judgement struct {
	Verdict  string `yaml:"verdict"`
	Severity string `yaml:"severity"`
	Why      string `yaml:"why"`
	Action   string `yaml:"action"`
	Urgency  string `yaml:"urgency"`
	// Fix is what to do on this side, where neither the entry's own fix nor what
	// the language says for the action holds.
	Fix string `yaml:"fix"`
}

// source is one file, parsed: its header as an entry, and its sections and
// header texts still as templates.
type source struct {
	Entry
	fix string // what to do in general
	// ask is what a message to somebody asks for, a template each.
	ask      map[Assignee]string
	sections map[SectionID]string
	// set returns the templates of this entry by name ("fixing", "title"), and
	// those that all entries share; folded its text in lower case, for
	// searching. Both are worked out at first use.
	set    func() (*template.Template, error)
	folded func() string
}

// reviewedLayout is how a header writes its date.
const reviewedLayout = time.DateOnly

// parseSource reads one file. Headings are those of the file's language.
func parseSource(text string, headings map[SectionID]string) (*source, error) {
	head, body, err := splitHeader(text)
	if err != nil {
		return nil, err
	}
	var h header
	dec := yaml.NewDecoder(strings.NewReader(head))
	dec.KnownFields(true)
	if err := dec.Decode(&h); err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	if err := dec.Decode(new(any)); !errors.Is(err, io.EOF) {
		return nil, errors.New("header: more than one YAML document")
	}
	entry, err := h.entry()
	if err != nil {
		return nil, fmt.Errorf("header: %w", err)
	}
	sections, err := splitSections(body, headings)
	if err != nil {
		return nil, err
	}
	return &source{Entry: entry, fix: h.Fix, ask: h.Ask, sections: sections}, nil
}

// splitHeader takes a file apart into what is between its first two
// lines of dashes, and the rest.
func splitHeader(text string) (head, body string, err error) {
	rest, ok := strings.CutPrefix(text, "---\n")
	if !ok {
		return "", "", errors.New("no header: the first line must be ---")
	}
	head, body, ok = strings.Cut(rest, "\n---\n")
	if !ok {
		return "", "", errors.New("no end of header: a second line --- is missing")
	}
	return head, body, nil
}

// splitSections returns what is below each heading. The headings are those of
// the language, in the order of sectionIDs; only the sections that have a default
// may be missing.
func splitSections(body string, headings map[SectionID]string) (map[SectionID]string, error) {
	sections := make(map[SectionID]string)
	ahead := sectionIDs() // those that may still follow
	var id SectionID
	for line := range strings.Lines(body) {
		title, isHeading := strings.CutPrefix(line, "## ")
		if isHeading {
			title = strings.TrimSpace(title)
			at := slices.IndexFunc(ahead, func(id SectionID) bool { return headings[id] == title })
			if at < 0 {
				return nil, fmt.Errorf("heading %q is not the one expected here", title)
			}
			id, ahead = ahead[at], ahead[at+1:]
			continue
		}
		switch {
		case id != "":
			sections[id] += line
		case strings.TrimSpace(line) != "":
			return nil, fmt.Errorf("text before the first heading: %q", line)
		}
	}
	for _, id := range sectionIDs() {
		if _, ok := sections[id]; !ok && defaultPart(id) == "" {
			return nil, fmt.Errorf("heading %q is missing", headings[id])
		}
	}
	for id, s := range sections {
		if strings.TrimSpace(s) == "" {
			return nil, fmt.Errorf("section %q is empty", headings[id])
		}
	}
	return sections, nil
}

// entry checks a header's values one by one and gives them their types.
func (h header) entry() (Entry, error) {
	for field, value := range map[string]string{
		"key": h.Key, "title": h.Title, "origin": h.Origin, "class": h.Class,
		"short": h.Short, "fix": h.Fix, "retry": h.Retry, "reviewed": h.Reviewed,
	} {
		if strings.TrimSpace(value) == "" {
			return Entry{}, fmt.Errorf("%s is missing", field)
		}
	}
	internal, err := h.Internal.judgement()
	if err != nil {
		return Entry{}, fmt.Errorf("internal: %w", err)
	}
	external, err := h.External.judgement()
	if err != nil {
		return Entry{}, fmt.Errorf("external: %w", err)
	}
	if !slices.Contains([]Lasting{Temporary, Permanent, Either}, h.Lasting) {
		return Entry{}, fmt.Errorf("lasting %q is not known", h.Lasting)
	}
	for _, m := range h.Assignees {
		if !slices.Contains([]Assignee{You, Host, Developer, OtherOwner}, m) {
			return Entry{}, fmt.Errorf("assignee %q is not known", m)
		}
		if m != You && strings.TrimSpace(h.Ask[m]) == "" {
			return Entry{}, fmt.Errorf("ask says nothing for %q", m)
		}
	}
	for m := range h.Ask {
		if m == You || !slices.Contains(h.Assignees, m) {
			return Entry{}, fmt.Errorf("ask names %q, who is no assignee", m)
		}
	}
	for _, r := range h.References {
		u, err := url.Parse(r.URL)
		if err != nil || u.Scheme != "https" || u.Host == "" || r.Text == "" {
			return Entry{}, fmt.Errorf("reference %q needs a text and an https address", r.Text)
		}
		for _, name := range r.For {
			if _, ok := FindFamily(name); !ok && name != onLinux && !slices.Contains(Servers(), name) {
				return Entry{}, fmt.Errorf("reference %q is for %q, which is not known", r.Text, name)
			}
		}
	}
	internal.Fix = cmp.Or(internal.Fix, h.Fix)
	reviewed, err := time.Parse(reviewedLayout, h.Reviewed)
	if err != nil {
		return Entry{}, fmt.Errorf("reviewed: %w", err)
	}
	return Entry{
		Key: outcome.Key(h.Key), Class: outcome.Class(h.Class), Title: h.Title, Origin: h.Origin,
		Short: h.Short, Internal: internal, External: external, Lasting: h.Lasting,
		Assignees: h.Assignees, Retry: h.Retry, Related: h.Related, References: h.References, Reviewed: reviewed,
	}, nil
}

func (j judgement) judgement() (Judgement, error) {
	v, ok := outcome.ParseVerdict(j.Verdict)
	if !ok || v == outcome.Unchecked {
		return Judgement{}, fmt.Errorf("verdict %q is not known", j.Verdict)
	}
	s, ok := outcome.ParseSeverity(j.Severity)
	if !ok {
		return Judgement{}, fmt.Errorf("severity %q is not known", j.Severity)
	}
	if strings.TrimSpace(j.Why) == "" {
		return Judgement{}, errors.New("why is missing")
	}
	action, urgency := Action(j.Action), Urgency(j.Urgency)
	if !slices.Contains(allActions(), action) {
		return Judgement{}, fmt.Errorf("action %q is not known", j.Action)
	}
	if !slices.Contains(urgencies(), urgency) {
		return Judgement{}, fmt.Errorf("urgency %q is not known", j.Urgency)
	}
	return Judgement{Verdict: v, Severity: s, Why: j.Why, Action: action, Fix: j.Fix, Urgency: urgency}, nil
}
