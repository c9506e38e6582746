package message

import (
	"errors"

	"sitewell/app/core"
)

// markMessage answers what is wrong with a mark.
func markMessage(err error) (Sentence, bool) {
	var mark *core.MarkError
	var none *core.NoProblemError
	var link *core.NoLinkError
	switch {
	case errors.As(err, &mark):
		return markField(mark), true
	case errors.As(err, &none):
		return Sentence{
			Text: "The newest scan has no problem at “{{.Address}}”.",
			Next: "Copy the address from the results, or use a pattern for addresses that are not there yet.",
			Data: map[string]any{"Address": none.Address},
		}, true
	case errors.As(err, &link):
		return Sentence{
			Text: "In the newest scan, no link on “{{.Page}}” leads to {{.Address}}.",
			Next: "Copy the address of the page from the list of links.",
			Data: map[string]any{"Page": link.Page, "Address": link.To},
		}, true
	case errors.Is(err, core.ErrNoProblems):
		return Sentence{Text: "None of these addresses is a problem, so there is nothing to say about them.", Next: "Choose others."}, true
	default:
		return Sentence{}, false
	}
}

// markField answers which part of a mark can't be used.
func markField(e *core.MarkError) Sentence {
	data := map[string]any{"Typed": e.Typed}
	switch e.Field {
	case core.MarkHost:
		return Sentence{Text: "“{{.Typed}}” can't be the name of a host.", Next: "Type it as it is in the address, for example: www.example.com", Data: data}
	case core.MarkPattern:
		return Sentence{
			Text: "The pattern “{{.Typed}}” has no *, which stands for any text.",
			Next: "For example: https://example.com/archive/*", Data: data,
		}
	case core.MarkAll:
		return Sentence{
			Text: "The pattern “{{.Typed}}” matches every address, so nothing would be left to fix.",
			Next: "Write at least a part of the address, for example: https://example.com/archive/*", Data: data,
		}
	case core.MarkElement:
		return Sentence{
			Text: "“{{.Typed}}” is neither a part of pages nor an element.",
			Next: "Type head, header, navigation, main, aside or footer, an element such as img[src], or both: footer img[src]", Data: data,
		}
	case core.MarkNote:
		return Sentence{Text: "The note is empty.", Next: "Type what you want to remember."}
	case core.MarkAssignee:
		return Sentence{Text: "It says neither who is to fix it nor by when.", Next: "Type a name, a date, or both."}
	case core.MarkText:
		return Sentence{Text: "The text is too long.", Next: "A reason, a note or a name has at most 5,000 characters."}
	case core.MarkDue:
		return Sentence{Text: "“{{.Typed}}” is no date.", Next: "Write it as 2027-01-31.", Data: data}
	default:
		return Sentence{Text: "The date is in the past.", Next: "Choose a later one."}
	}
}
