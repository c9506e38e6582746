// Package language chooses the language of the window's texts while the program runs.
// Fyne follows the system's language and has no switch, but the functions that translate
// are variables of its package lang: Use puts its own in their place, which also Fyne's
// widgets call. It must not know what is said.
package language

import (
	"fmt"
	"os"
	"sync"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
	"github.com/jeandeaual/go-locale"
	"golang.org/x/text/language"

	"sitewell/assets/texts"
)

// chosen is what all texts are said in: package lang is one for the whole program, and so
// is this.
var chosen atomic.Pointer[choice]

// choice is a language with its texts.
type choice struct {
	texts  *texts.Texts
	locale string // of numbers and dates; "" is that of the system
}

var replaced sync.Once

// Use has all texts said in a language that there is a translation for, "" for the one
// that suits the system best. Screens that are shown already keep theirs. It is safe for
// concurrent use.
func Use(tag string) error {
	var c choice
	if tag == "" {
		tag = texts.Closest(preferred())
	} else if base(tag) != base(lang.SystemLocale().String()) {
		c.locale = tag
	}
	var err error
	if c.texts, err = texts.Load(tag); err != nil {
		return fmt.Errorf("choose language: %w", err)
	}
	if err := setFyne(tag); err != nil {
		return fmt.Errorf("choose language: %w", err)
	}
	chosen.Store(&c)
	replaced.Do(func() {
		lang.L = func(text string, data ...any) string { return say(text, text, data...) }
		lang.N = func(text string, n int, data ...any) string { return count(text, text, n, data...) }
		lang.X, lang.XN = say, count
	})
	return nil
}

// setFyne has Fyne's own texts, such as those of its dialog for files, said in a language,
// where Fyne reads it from the environment: on systems other than Windows and macOS. Fyne
// looks there again whenever translations are added.
func setFyne(tag string) error {
	for _, name := range []string{"LANGUAGE", "LC_ALL"} {
		before, isSet := os.LookupEnv(name)
		if err := os.Setenv(name, tag); err != nil {
			return err
		}
		defer func() {
			if isSet {
				_ = os.Setenv(name, before)
			} else {
				_ = os.Unsetenv(name)
			}
		}()
	}
	return lang.AddTranslationsForLocale([]byte("{}"), fyne.Locale(texts.English))
}

// preferred returns the languages that the system is set to, best first.
func preferred() []string {
	all, err := locale.GetLocales()
	if err != nil {
		fyne.LogError("The system's languages are unknown", err)
	}
	return all
}

func base(locale string) string {
	tag, err := language.Parse(locale)
	if err != nil {
		return ""
	}
	b, _ := tag.Base()
	return b.String()
}

// Current returns the tag of the language of the texts, "en" before Use.
func Current() string {
	if c := chosen.Load(); c != nil {
		return c.texts.Tag
	}
	return texts.English
}

// Locale returns the locale of numbers and dates: that of the system where its language
// is the one of the texts, else that of the language.
func Locale() string {
	if c := chosen.Load(); c != nil && c.locale != "" {
		return c.locale
	}
	return lang.SystemLocale().String()
}

// say translates a text, as lang.LocalizeKey does. Texts of Fyne's own widgets are left
// to Fyne.
func say(key, fallback string, data ...any) string {
	if values, ok := valuesOf(data); ok {
		if text, ok := chosen.Load().texts.Text(key, values); ok && text != "" {
			return text
		}
	}
	return lang.LocalizeKey(key, fallback, data...)
}

// count translates a text that depends on a number, as lang.LocalizePluralKey does.
func count(key, fallback string, n int, data ...any) string {
	if values, ok := valuesOf(data); ok {
		if text, ok := chosen.Load().texts.Counted(key, n, values); ok && text != "" {
			return text
		}
	}
	return lang.LocalizePluralKey(key, fallback, n, data...)
}

// valuesOf returns what is to be filled into a text.
func valuesOf(data []any) (values map[string]any, ok bool) {
	if len(data) == 0 || data[0] == nil {
		return nil, true
	}
	values, ok = data[0].(map[string]any)
	return values, ok
}
