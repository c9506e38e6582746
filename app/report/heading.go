package report

import (
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"

	"sitewell/storage"
)

// Title is the title of a report: "Website check of bakery.example".
func (s *Source) Title() string {
	return s.Speech.Say("Website check of {{.Site}}", map[string]any{"Site": s.host()})
}

// Local returns a time in the reader's time zone.
func (s *Source) Local(t time.Time) time.Time { return s.local(t) }

// Made returns when the report is made, in the reader's time zone.
func (s *Source) Made() time.Time { return s.now() }

// WithSpeech returns the source with the speech that it has, English where it has none.
func (s Source) WithSpeech() Source {
	if s.Speech.Say == nil {
		s.Speech = English()
	}
	if s.Changes != nil {
		c := s.Changes.spoken()
		s.Changes = &c
	}
	return s
}

// Happened says what the problems of a fix have in common.
func (s *Source) Happened(f *Fix) string {
	if f.Outcome == "" {
		return s.Speech.Say("Several kinds", nil)
	}
	return s.happened(f)
}

// Age says since when a fix is due: "3 November 2026 (4 scans in a row)"; ""
// for one that is new, or where nobody knows.
func (s *Source) Age(f *Fix) string {
	if f.Progress.Scans < 2 || f.Progress.Since.IsZero() {
		return ""
	}
	return s.Speech.Day(s.local(f.Progress.Since)) + " (" + s.Speech.Plural(f.Progress.Scans, "{{.Count}} scan in a row", "{{.Count}} scans in a row") + ")"
}

// Due says by when a fix is to be done, "" where nobody said.
func (s *Source) Due(f *Fix) string {
	day, err := time.Parse(time.DateOnly, f.Work.Due)
	if err != nil {
		return Inert(f.Work.Due)
	}
	return s.Speech.Day(day)
}

// when says when a scan began, with the clock only where the other scan began on the
// same day.
func (s *Source) when(began, other time.Time) string {
	began, other = s.local(began), s.local(other)
	if began.Format(time.DateOnly) == other.Format(time.DateOnly) {
		return s.Speech.Moment(began)
	}
	return s.Speech.Day(began)
}

// PartLine says that a report lists only some of the problems that its numbers count; ""
// where it lists all. counts are those of the digest.
func (s *Source) PartLine(counts storage.Counts) string {
	if n := s.ProblemCount(); s.narrowed && n < counts.Problems() {
		return s.Speech.Say("This report lists {{.Count}} of {{.All}} problems: those that its reader can fix.",
			map[string]any{"Count": s.Speech.Number(n), "All": s.Speech.Number(counts.Problems())})
	}
	return ""
}

// Language returns the language of the speech as HTML and PDF name it: "en".
func (s Speech) Language() string {
	key := "window.language" // no text: English returns it as it is
	if tag := s.Say(key, nil); tag != key {
		return tag
	}
	return "en"
}

// IsWeb reports whether an address can be opened in a browser. Nothing else may
// become a link.
func IsWeb(address string) bool { return isWeb(address) }

// Shown is an address as people see it.
func Shown(address string) string { return Inert(shown(address)) }

// Inert returns a text from outside without the characters that change how the text
// around it is shown, or that nobody sees: control characters, line separators, those that
// turn the direction of writing, and those without a width become "�". Tabs and line feeds
// become spaces. Letters of some scripts, and emoji, need the joiners U+200C and U+200D.
func Inert(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return ' '
		}
		return inert(r)
	}, s)
}

// inert returns what is shown in the place of a character: itself, or "�".
func inert(r rune) rune {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r), unicode.Is(unicode.Bidi_Control, r),
		r == '\u200b', r >= '\u2060' && r <= '\u206f', r == '\ufeff', r >= '\U000e0000' && r <= '\U000e007f':
		return utf8.RuneError
	}
	return r
}

// InertWriter returns a writer of UTF-8 for pages with texts from outside: what Inert
// replaces appears as "�" wherever it is on the page, but tabs and line feeds stay. It must be
// closed, which does not close w.
func InertWriter(w io.Writer) io.WriteCloser { return transform.NewWriter(w, runes.Map(inert)) }

// Target is the address that a link leads to, with what follows "#".
func Target(l storage.LinkRow) string { return withFragment(l) }
