package words

import (
	"fyne.io/fyne/v2/lang"

	"sitewell/assets/knowledge"
)

// Urgency returns when a person should act.
func Urgency(u knowledge.Urgency) string {
	switch u {
	case knowledge.Now:
		return lang.L("Do now")
	case knowledge.ThisWeek:
		return lang.L("This week")
	case knowledge.WhenConvenient:
		return lang.L("When convenient")
	default:
		return lang.L("Nothing to do")
	}
}
