package upkeep

import (
	"regexp"
	"strings"

	"github.com/mattn/go-runewidth"

	"sitewell/app/report"
)

// markdown writes the Markdown of explanations for a terminal: headings, bold and code in
// colours where there are any, else as plain text; lists, code and tables keep their form.
type markdown struct {
	width int
	color bool
}

// The parts of Markdown that explanations use within a line.
var (
	codeSpan = regexp.MustCompile("`([^`]+)`")
	boldSpan = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	linkSpan = regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`)
)

// Marks of the beginning and the end of what is bold or code, which take no room while lines
// are broken.
const (
	boldOn, boldOff = "\u2060\u200b", "\u200b\u2060"
	codeOn, codeOff = "\u2060\u200c", "\u200c\u2060"
)

// write returns a text with a line feed at its end.
func (m markdown) write(text string) string {
	var b strings.Builder
	isCode := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		body := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(body)]
		switch {
		case strings.HasPrefix(body, "```"):
			isCode = !isCode
		case isCode:
			b.WriteString("  " + line + "\n")
		case body == "" || strings.HasPrefix(body, "|"):
			b.WriteString(line + "\n")
		case strings.HasPrefix(body, "#"):
			b.WriteString(m.heading(strings.TrimLeft(body, "# ")) + "\n")
		default:
			b.WriteString(m.paragraph(indent, body) + "\n")
		}
	}
	return b.String()
}

// title returns the title of all.
func (m markdown) title(text string) string {
	if m.color {
		return "\x1b[1m" + text + "\x1b[0m"
	}
	return text + "\n" + strings.Repeat("=", runewidth.StringWidth(text))
}

// heading returns a heading: bold, or underlined where nothing can be bold.
func (m markdown) heading(text string) string {
	if m.color {
		return "\x1b[1m" + text + "\x1b[0m"
	}
	return text + "\n" + strings.Repeat("-", runewidth.StringWidth(text))
}

// paragraph breaks a line at words, behind the indent of list items.
func (m markdown) paragraph(indent, body string) string {
	marker := listMarker(body)
	text := body[len(marker):]
	if marker == "* " {
		marker = "- "
	}
	text = linkSpan.ReplaceAllString(text, "$1 ($2)")
	if m.color {
		text = codeSpan.ReplaceAllString(text, codeOn+"$1"+codeOff)
		text = boldSpan.ReplaceAllString(text, boldOn+"$1"+boldOff)
	} else {
		text = boldSpan.ReplaceAllString(text, "$1")
		text = codeSpan.ReplaceAllStringFunc(text, plainCode)
	}
	behind := indent + strings.Repeat(" ", len(marker))
	wrapped := report.Wrap(text, behind, m.width)
	wrapped = indent + marker + wrapped[min(len(wrapped), len(behind)):]
	return strings.NewReplacer(boldOn, "\x1b[1m", boldOff, "\x1b[22m", codeOn, "\x1b[36m", codeOff, "\x1b[39m").Replace(wrapped)
}

// plainCode returns code without colour: as it is, and in quotation marks where it has
// spaces, so that one sees where it ends.
func plainCode(span string) string {
	code := strings.Trim(span, "`")
	if strings.Contains(code, " ") {
		return "“" + code + "”"
	}
	return code
}
