package verdict_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"testing"

	"sitewell/assets/icons/verdict"
	"sitewell/scanner/outcome"
)

// Every verdict has a picture of its own, and each is well-formed XML.
func TestSVG(t *testing.T) {
	seen := map[string]outcome.Verdict{}
	for _, v := range outcome.Verdicts() {
		b := verdict.SVG(v)
		if other, dup := seen[string(b)]; dup {
			t.Errorf("%v has the same picture as %v", v, other)
		}
		seen[string(b)] = v
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			_, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%v: %v", v, err)
			}
		}
	}
	if len(verdict.SVG(outcome.Unchecked)) == 0 {
		t.Error("an unchecked address has no picture")
	}
}
