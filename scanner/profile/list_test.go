package profile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/profile"
)

func TestAddressList(t *testing.T) {
	var many []string
	for i := range 1000 {
		many = append(many, fmt.Sprintf("https://example.com/articles/%d", i))
	}
	for _, want := range [][]string{nil, {"https://example.com/"}, many} {
		l, err := profile.NewAddressList(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Addresses()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("(-want +got):\n%s%v", diff, err)
		}
		if plain := len(strings.Join(want, "\n")); len(want) > 1 && len(l) > plain/3 {
			t.Errorf("%d bytes are stored for %d", len(l), plain)
		}
	}
}

// A list that was changed by hand, or that unpacks to more than any has, is refused.
func TestAddressListRefuses(t *testing.T) {
	bomb, err := profile.NewAddressList([]string{strings.Repeat("x", 65<<20)})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []profile.AddressList{"?", "AAAA", bomb} {
		if _, err := l.Addresses(); !errors.Is(err, profile.ErrSettings) {
			t.Errorf("%.10s: error %v", l, err)
		}
	}
}
