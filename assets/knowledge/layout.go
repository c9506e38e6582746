package knowledge

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// standalone matches a line that holds nothing but control actions.
var standalone = regexp.MustCompile(`(?m)^[ \t]*((?:\{\{(?:if|else|end|range|with)\b[^}]*\}\}[ \t]*)+)\n`)

// templateText takes the line break off lines that only steer, so that a
// condition round a list item leaves no gap in the list.
func templateText(s string) string {
	if !strings.Contains(s, "{{") {
		return s
	}
	return standalone.ReplaceAllString(s, "$1")
}

// sided matches a line that begins what holds for one side only, with the
// lines before and after it.
var sided = regexp.MustCompile(`(?m)(^.*\n)?^\{\{if \.(Yours|Theirs)\}\}\n(.*)`)

// markSides lets a section say whose site a part is about where an entry is
// explained in general and both sides stand one below the other. A part that
// goes on with a list, or that says so itself, is left as it is. The name of the
// side shares a paragraph only with a plain sentence.
func markSides(s string, w words) string {
	if !strings.Contains(s, "{{") {
		return s
	}
	return sided.ReplaceAllStringFunc(s, func(m string) string {
		part := sided.FindStringSubmatch(m)
		before, side, first := part[1], part[2], part[3]
		mark := w.Yours
		if side == "Theirs" {
			mark = w.Theirs
		}
		if isItem(before) {
			return m
		}
		switch {
		case strings.HasPrefix(first, strings.TrimSuffix(mark, ":")):
			mark = ""
		case isItem(first) || strings.HasPrefix(first, "**") || strings.HasPrefix(first, "{{"): // which may begin with either
			mark = "**" + mark + "**\n\n"
		default:
			mark = "**" + mark + "** "
		}
		return before + "{{if ." + side + "}}\n{{if .General}}\n\n" + mark + "{{end}}" + first
	})
}

// isItem reports whether a line begins an item of a list.
func isItem(line string) bool { return isBullet(line) || isNumbered(line) }

func isBullet(line string) bool {
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}

func isNumbered(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	return len(rest) < len(line) && strings.HasPrefix(rest, ". ")
}

// reflow puts Markdown in order that templates have written: one line a
// paragraph or item, one empty line between paragraphs and none between items
// of a list, items numbered again where conditions left some out. It knows
// what the entries use: paragraphs and flat lists.
func reflow(s string) string {
	var out []string
	gap, number := true, 0
	for line := range strings.Lines(s) {
		line = strings.Join(strings.Fields(line), " ")
		last := len(out) - 1
		switch {
		case line == "":
			gap = true
			continue
		case isNumbered(line):
			if last < 0 || !isNumbered(out[last]) {
				number = 0
			}
			number++
			line = strconv.Itoa(number) + ". " + line[strings.Index(line, " ")+1:]
			out = appendItem(out, line, isNumbered)
		case isBullet(line):
			out = appendItem(out, line, isBullet)
		case gap && last >= 0:
			out = append(out, "", line)
		case last >= 0:
			out[last] += " " + line
		default:
			out = append(out, line)
		}
		gap = false
	}
	return strings.Join(out, "\n")
}

// replaceParagraphs puts one paragraph in place of all that begin in one of
// the ways given; where none does the text stays as it is.
func replaceParagraphs(s string, begins []string, by string) string {
	var out []string
	done := false
	for p := range strings.SplitSeq(s, "\n\n") {
		if !slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(p, b) }) {
			out = append(out, p)
			continue
		}
		if !done {
			out = append(out, strings.TrimSpace(by))
		}
		done = true
	}
	return strings.Join(out, "\n\n")
}

// appendItem puts an item right below one of its own kind, and apart from
// anything else.
func appendItem(out []string, line string, kind func(string) bool) []string {
	if last := len(out) - 1; last >= 0 && !kind(out[last]) {
		out = append(out, "")
	}
	return append(out, line)
}

// tidy does for plain text what reflow does for Markdown, and keeps its lines.
func tidy(s string) string {
	var b strings.Builder
	empty := true // at the beginning no empty line either
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, " \t\n")
		if line == "" && empty {
			continue
		}
		empty = line == ""
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return strings.TrimSpace(b.String())
}
