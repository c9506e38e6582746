package main

import "testing"

func TestFourNumbers(t *testing.T) {
	for version, want := range map[string]string{
		"1.2.3": "1.2.3.0", "2.0.0-rc.1": "2.0.0.0", "1.2.4-dev.5.gabc": "1.2.4.5", "2.0.0-rc.1.dev.7.gabc": "2.0.0.7", "0.0.0-dev.872.gabc.dirty": "0.0.0.872",
	} {
		if got := fourNumbers(version); got != want {
			t.Errorf("fourNumbers(%q) = %q, want %q", version, got, want)
		}
	}
}

func TestCRLF(t *testing.T) {
	if got := string(crlf([]byte("a\nb\r\n"))); got != "a\r\nb\r\n" {
		t.Errorf("got %q", got)
	}
}
