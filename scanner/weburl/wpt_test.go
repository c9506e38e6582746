package weburl

import (
	"encoding/json"
	"os"
	"testing"

	"sitewell/scanner/outcome"
)

// Facts from the web platform tests (url/resources/urltestdata.json, 3-clause
// BSD), those with an http or https base or none: input, base, and the
// serialisation without user info, null where a browser refuses, "-" where the
// result has another scheme. '^' in paths is as of whatwg/url#846.
//
// check 1
func TestWebPlatform(t *testing.T) {
	text, err := os.ReadFile("testdata/wpt.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases [][3]*string
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 500 {
		t.Fatalf("got %d cases, want all of them", len(cases))
	}
	for _, c := range cases {
		input, base, want := *c[0], *c[1], c[2]
		var at URL
		if base != "" {
			if at, err = Parse(base); err != nil {
				if want != nil {
					t.Errorf("base %q: %v", base, err)
				}
				continue
			}
		}
		got, err := at.Resolve(input)
		switch {
		case want != nil && *want == "-":
			if key := OutcomeOf(err); key == "" || key == outcome.AddressIDN {
				t.Errorf("%q on %q: got %q, %v; want another scheme", input, base, got, err)
			}
		case want == nil:
			// A scheme that is not ours is refused as such, however malformed.
			if err == nil {
				t.Errorf("%q on %q: got %q, want a refusal", input, base, got)
			}
		case err != nil:
			t.Errorf("%q on %q: got %v, want %q", input, base, err, *want)
		case got.String() != *want:
			t.Errorf("%q on %q: got %q, want %q", input, base, got, *want)
		}
	}
}
