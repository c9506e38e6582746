package scheduling

import "testing"

// The language is that of the system's messages, as gettext finds it.
func TestSystemLanguage(t *testing.T) {
	for _, tt := range []struct{ language, all, messages, lang, want string }{
		{"", "", "", "de_DE.UTF-8", "de"},
		{"", "", "fr_CH", "de_DE.UTF-8", "fr"},
		{"", "en_GB.UTF-8", "fr_CH", "de_DE.UTF-8", "en"},
		{"nl:de", "en_GB.UTF-8", "", "", "nl"},
		{"", "C.UTF-8", "", "", "c"},
	} {
		t.Setenv("LANGUAGE", tt.language)
		t.Setenv("LC_ALL", tt.all)
		t.Setenv("LC_MESSAGES", tt.messages)
		t.Setenv("LANG", tt.lang)
		if got := systemLanguage(); got != tt.want {
			t.Errorf("%+v: got %q", tt, got)
		}
		if alertSpeech().Say == nil {
			t.Errorf("%+v: nothing is said", tt)
		}
	}
}
