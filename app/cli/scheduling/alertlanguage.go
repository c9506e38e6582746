package scheduling

import (
	"os"
	"strings"

	"github.com/jeandeaual/go-locale"

	"sitewell/app/report"
	speaking "sitewell/app/speech"
)

// alertSpeech returns the words of the system's language, English where there are none: an
// alert is read on the desktop or in a mail program, and not in the terminal.
func alertSpeech() report.Speech {
	said, err := speaking.Of(systemLanguage())
	if err != nil {
		return report.English()
	}
	return said
}

// systemLanguage returns the language of the system, such as "de"; "" where it is not known.
func systemLanguage() string {
	for _, name := range []string{"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} { // as gettext reads them
		if value, _, _ := strings.Cut(os.Getenv(name), ":"); value != "" {
			language, _, _ := strings.Cut(strings.ToLower(value), "_")
			language, _, _ = strings.Cut(language, ".")
			return language
		}
	}
	language, err := locale.GetLanguage()
	if err != nil {
		return ""
	}
	return language
}
