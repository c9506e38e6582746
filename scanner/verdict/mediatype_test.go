package verdict

import (
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// check 104: style sheets and modules that browsers refuse by their type.
func TestRefusedTypes(t *testing.T) {
	const style, script, module = result.KindStyle, result.KindScript, result.KindModule
	const works, warning, broken = outcome.Works, outcome.Warning, outcome.Broken
	tests := []struct {
		kind          result.Kind
		declared      string
		want, nosniff outcome.Verdict // without and with nosniff
	}{
		{style, "text/css", works, works},
		{style, "text/plain", warning, broken},
		{style, "application/octet-stream", warning, broken},
		{style, "text/html", warning, broken},
		{style, "", works, broken}, // web-platform-tests, fetch/nosniff/stylesheet.html
		{script, "text/javascript", works, works},
		{script, "application/x-javascript", works, works},
		{script, "text/plain", works, broken},
		{script, "application/json", works, broken},
		{script, "", works, broken},
		{module, "text/javascript", works, works},
		{module, "text/jscript", works, works},
		{module, "application/javascript", works, works},
		{module, "application/json", works, works}, // imported "with { type: "json" }"
		{module, "text/css", works, works},
		{module, "application/wasm", works, works},
		{module, "text/plain", warning, broken},
		{module, "application/octet-stream", warning, broken},
		{module, "application/jscript", warning, broken},
		{module, "", warning, broken},
		{result.KindImage, "text/plain", works, works},
		{result.KindPage, "text/plain", works, works},
		{result.KindFont, "text/plain", works, works},
	}
	start := address(t, "https://a.example")
	for _, tt := range tests {
		for nosniff, want := range map[bool]outcome.Verdict{false: tt.want, true: tt.nosniff} {
			for _, internal := range []bool{true, false} {
				d := Decide(Evidence{
					Internal: internal, Kind: tt.kind, Outcome: "200", Status: 200, Start: start, Final: start, Media: "text/plain",
					Declared: tt.declared, NoSniff: nosniff,
				}, Settings{})
				if d.Verdict != want || (want != works) != (d.Outcome == outcome.WrongType) {
					t.Errorf("%s as %q, nosniff %v: got %s %s (%s), want %s", tt.kind, tt.declared, nosniff, d.Verdict, d.Outcome, d.Reason, want)
				}
			}
		}
	}
	for _, status := range []outcome.Key{"404", "204", "503"} {
		code, _ := status.Status()
		if d := Decide(Evidence{Internal: true, Kind: style, Outcome: status, Status: code, Start: start, Final: start, NoSniff: true}, Settings{}); d.Outcome != status {
			t.Errorf("%s: got %s", status, d.Outcome)
		}
	}
}
