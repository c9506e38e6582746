package report

import "testing"

func TestProgram(t *testing.T) {
	for version, want := range map[string]string{
		"1.2.3": "Sitewell 1.2.3", "v1.2.3": "Sitewell v1.2.3", "dev": "Sitewell", "dev-0123456789ab+changes": "Sitewell", "unknown": "Sitewell", "v0.0.0-20261129120000-0123456789ab": "Sitewell", "": "Sitewell", "v": "Sitewell",
	} {
		if got := Program(version); got != want {
			t.Errorf("Program(%q) = %q, want %q", version, got, want)
		}
	}
}
