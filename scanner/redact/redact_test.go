package redact

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

var r = New("https://club.example/", []string{"p&ss/w'0rd", "", "abcdef12", "abc", "Club", "hidden"})

func TestText(t *testing.T) {
	tests := []struct{ give, want string }{
		{"", ""},
		{"nothing", "nothing"},
		{"p&ss/w'0rd", "(hidden)"},
		{"p&amp;ss/w&#39;0rd p&amp;ss/w&#x27;0rd", "(hidden) (hidden)"},
		{"p%26ss%2Fw%270rd, p%26ss%2fw%270rd, p%2526ss%252Fw%25270rd", "(hidden), (hidden), (hidden)"},
		{`p\u0026ss/w\u00270rd p&ss\/w'0rd`, "(hidden) (hidden)"},
		{"cCZzcy93JzByZA==", "(hidden)=="},
		{"abcdef12 ABCDEF12", "(hidden) ABCDEF12"},
		{"abc is too short, and club is in the start address", "abc is too short, and club is in the start address"},
	}
	for _, tt := range tests {
		if got := r.Text(tt.give); got != tt.want {
			t.Errorf("Text(%q): got %q, want %q", tt.give, got, tt.want)
		}
	}
}

// A secret that was cut at the end of a long text is hidden.
func TestTextThatWasCut(t *testing.T) {
	long := strings.Repeat("-", 195)
	for _, tt := range []struct{ give, want string }{
		{long + "p&ss/w'", long + Hidden},
		{long + "p&ss/w'…", long + Hidden + "…"},
		{long + "p&s", long + "p&s"},
		{long + "abcd", long + Hidden},
		{"abcd", "abcd"},
	} {
		if got := r.Text(tt.give); got != tt.want {
			t.Errorf("Text(%q): got %q, want %q", tt.give, got, tt.want)
		}
	}
}

// A lower-case spelling is hidden, as hosts have it.
func TestHost(t *testing.T) {
	r := New("", []string{"T0k3nT0k3n"})
	if got := r.Address("https://t0k3nt0k3n.example/T0k3nT0k3n"); strings.Contains(strings.ToLower(got), "t0k3n") || strings.Count(got, marker) != 2 {
		t.Errorf("got %s", got)
	}
}

func FuzzAddress(f *testing.F) {
	for _, s := range []string{
		"https://club.example/p%26ss%2Fw%270rd?x=abcdef12", "/(hidden-1)(hidden-0)(hidden-(hidden-2", "(hidden-", "(hid(hidden-1)den-1)",
		"hidden-1) (hidden)", "cCZzcy93JzByZA%3D%3D", "(hidden-00)(hidden-+1)(hidden--1)(hidden-1",
	} {
		f.Add(s, s+"x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		hidden := r.Address(a)
		if got, complete := r.Restore(hidden); got != a || !complete {
			t.Errorf("Restore(%q): got %q (%v), want %q", hidden, got, complete, a)
		}
		for _, secret := range []string{"p&ss/w'0rd", "abcdef12", url.QueryEscape("p&ss/w'0rd")} {
			if strings.Contains(hidden, secret) {
				t.Errorf("%q has %q", hidden, secret)
			}
		}
		if a != b && hidden == r.Address(b) {
			t.Errorf("%q and %q both become %q", a, b, hidden)
		}
	})
}

// What stands for a secret does not depend on it, and is not restored without it.
func TestRestoreWithOtherSecrets(t *testing.T) {
	before, after := New("", []string{"", "old password"}), New("", []string{"", "new password"})
	hidden := before.Address("/x?p=old+password")
	if got, complete := after.Restore(hidden); got != "/x?p=new+password" || !complete {
		t.Errorf("got %s (%v)", got, complete)
	}
	for _, other := range []*Redactor{New("", []string{"another"}), New("", []string{"x"})} {
		if got, complete := other.Restore(hidden); got != hidden || complete {
			t.Errorf("got %s (%v)", got, complete)
		}
	}
	if New("", nil) != nil || New("", []string{"", ""}) != nil {
		t.Error("a redactor without secrets is not nil")
	}
}

func TestNumbersAreUnique(t *testing.T) {
	if n := len(spellingsOf("p&ss/w'0rd")); n > maxSpellings {
		t.Errorf("%d spellings, want at most %d", n, maxSpellings)
	}
}

func TestLogger(t *testing.T) {
	var log bytes.Buffer
	l := r.Logger(slog.New(slog.NewJSONHandler(&log, nil))).With("with", "abcdef12").WithGroup("g")
	l.Info("abcdef12", "s", "abcdef12", "e", errors.New("abcdef12"), "n", 5, slog.Group("x", "y", "abcdef12"), "v", fmt.Stringer(&url.URL{Path: "abcdef12"}))
	if s := log.String(); strings.Contains(s, "abcdef12") || strings.Count(s, Hidden) != 6 || !strings.Contains(s, `"n":5`) {
		t.Errorf("got %s", s)
	}
	if plain := slog.Default(); (*Redactor)(nil).Logger(plain) != plain {
		t.Error("without secrets it is another logger")
	}
}
