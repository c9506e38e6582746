package knowledge

import (
	"fmt"
	"slices"

	"sitewell/scanner/outcome"
)

// Message writes a mail about a problem to somebody who can fix it: plain
// text with every fact that they need (address, time in UTC, request, answer)
// and what they are asked to do. The first line is "Subject: …", in the
// language's own word. The person copies it into their own mail program;
// nothing is ever sent.
//
// It fails with ErrUnknown for a key that no scan produces, and for a
// recipient who cannot fix this outcome: Explanation.Assignees lists those who can.
func (b *Base) Message(f Facts, to Assignee, lang string) (string, error) {
	src, ed := b.find(f.Key, lang)
	if src == nil {
		return "", fmt.Errorf("message about %q: %w", f.Key, ErrUnknown)
	}
	if to == You || !slices.Contains(src.Assignees, to) {
		return "", fmt.Errorf("message about %q: nothing to ask of %q", f.Key, to)
	}
	f = withDefaults(f, src)
	e := ed.entry(src, f.Key)
	v := newView(f, plainText)
	v.Title, v.Short, v.action = e.Title, e.ShortFor(v.Yours && v.Hosted()), e.For(f.Internal || f.general()).Action
	if v.Status != 0 {
		v.StatusTitle = b.Entry(outcome.FromStatus(v.Status), ed.lang).Title
	}
	var err error
	if v.Ask, err = ed.run(src, "ask-"+string(to), v); err != nil {
		return "", fmt.Errorf("message about %q: %w", f.Key, err)
	}
	text, err := ed.execute(messageName(to), v)
	if err != nil {
		return "", fmt.Errorf("message about %q: %w", f.Key, err)
	}
	return tidy(text) + "\n", nil
}

func messageName(m Assignee) string { return "message/" + string(m) }
