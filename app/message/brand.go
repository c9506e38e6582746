package message

import (
	"errors"
	"fmt"
	"strings"

	"sitewell/app/core"
	"sitewell/storage"
)

// brandMessage answers what is wrong with a brand of reports.
func brandMessage(err error) (Sentence, bool) {
	var contrast *core.ContrastError
	var unknown *core.UnknownBrandError
	var logo *core.LogoError
	switch {
	case errors.As(err, &contrast):
		return Sentence{
			Text: "Headings in the colour {{.Colour}} are hard to read on white: their contrast is {{.Contrast}}, and at least {{.Least}} is needed.",
			Next: "Choose a darker colour.",
			Data: map[string]any{"Colour": contrast.Accent, "Contrast": fmt.Sprintf("%.1f", contrast.Contrast), "Least": fmt.Sprint(core.LeastContrast)},
		}, true
	case errors.As(err, &unknown):
		return Sentence{
			Text: "There is no brand called “{{.Name}}”.",
			Next: "'sitewell brand list' lists them.", Data: map[string]any{"Name": unknown.Typed},
		}, true
	case errors.As(err, &logo):
		return logoMessage(logo), true
	case errors.Is(err, core.ErrBrandName):
		return Sentence{Text: "Please give the brand a name: it is on every report.", Next: "For example the name of your agency."}, true
	case errors.Is(err, core.ErrBrandLong):
		return Sentence{Text: "That is too long: a name has at most 80 characters, a footer 200.", Next: "Please shorten it."}, true
	case errors.Is(err, core.ErrBrandAccent):
		return Sentence{Text: "This is not a colour.", Next: "Type it as six digits, for example: #0f766e"}, true
	case errors.Is(err, core.ErrBrandLanguage):
		return Sentence{
			Text: "Reports are not available in this language.",
			Next: "Choose one of these: {{.Choices}}.", Data: map[string]any{"Choices": strings.Join(core.ReportLanguages(), ", ")},
		}, true
	case errors.Is(err, core.ErrBrandPromise):
		return Sentence{Text: "A promise is a number of days from 1 to 365.", Next: "Type 0 for no promise."}, true
	case errors.Is(err, storage.ErrBrandTaken):
		return Sentence{Text: "There is a brand of this name already.", Next: "Choose another name."}, true
	default:
		return Sentence{}, false
	}
}

// logoMessage answers why a file can't be a logo.
func logoMessage(e *core.LogoError) Sentence {
	switch e.Problem {
	case core.LogoTooLarge:
		return Sentence{Text: "The file of the logo is too large: it may have 1 MB.", Next: "Save the logo smaller."}
	case core.LogoTooWide:
		return Sentence{Text: "The logo is too large: each side may have 3000 pixels.", Next: "Save the logo smaller."}
	case core.LogoUnknown:
		return Sentence{Text: "This file is no logo that reports can show.", Next: "Choose a PNG, JPEG or SVG file."}
	case core.LogoActive:
		return Sentence{
			Text: "This SVG file is more than a drawing: it contains a script, an animation, or something that it would load from elsewhere. It was not taken.",
			Next: "Save it as a plain SVG, or as PNG.",
		}
	case core.LogoUndrawn:
		return Sentence{
			Text: "This SVG file contains letters, a picture or an effect that not all reports can show.",
			Next: "Turn its letters into paths, or save it as PNG.",
		}
	default:
		return Sentence{Text: "The file of the logo is damaged.", Next: "Save the logo again, or choose another file."}
	}
}
