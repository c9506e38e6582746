package scanner

import (
	"errors"
	"net/http"
	"testing"
)

// What no header can carry is refused before anything is sent.
func TestOptionsThatNoHeaderCanCarry(t *testing.T) {
	tests := []struct {
		name string
		o    Options
		want string // option that can't be used, "" for none
	}{
		{"nothing", Options{}, ""},
		{"all", Options{
			UserAgent: "Bäckerei/1.0", Header: http.Header{"X-A": {"b\tc"}},
			Credential: Credential{User: "anna", Password: "pass: wörd", Cookie: "a=b; c=d", Header: "X-Token", Value: "x y"},
		}, ""},
		{"user agent", Options{UserAgent: "a\r\nX-Evil: 1"}, "UserAgent"},
		{"name of a header", Options{Header: http.Header{"X A": {"b"}}}, "Header"},
		{"value of a header", Options{Header: http.Header{"X-A": {"b", "c\nd"}}}, "Header"},
		{"cookie", Options{Credential: Credential{Cookie: "a=b\n"}}, "Credential"},
		{"name of the credential's header", Options{Credential: Credential{Header: "X:", Value: "b"}}, "Credential"},
		{"value of the credential's header", Options{Credential: Credential{Header: "X", Value: "b\x00"}}, "Credential"},
		{"user name with a colon", Options{Credential: Credential{User: "a:b"}}, "Credential"},
		{"password with a line break", Options{Credential: Credential{User: "a", Password: "b\n"}}, "Credential"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.o.Start = "http://site.example/"
			_, err := New(tt.o)
			got := ""
			var option *OptionError
			if errors.As(err, &option) {
				got = option.Option
			} else if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
