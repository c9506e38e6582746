package weburl

import (
	"testing"

	"sitewell/scanner/outcome"
)

// check 19
func TestSameSite(t *testing.T) {
	tests := []struct {
		site, u    string
		want, subs bool
	}{
		{"https://example.com/", "https://example.com/x", true, true},
		{"https://example.com/", "http://www.example.com/", true, true},
		{"http://www.example.com/", "https://example.com/", true, true},
		{"https://example.com/", "https://example.com./", true, true},
		{"https://example.com/", "https://www.example.com./", true, true},
		{"https://example.com/", "https://blog.example.com/", false, true},
		{"https://www.example.com/", "https://blog.example.com/", false, true},
		{"https://blog.example.com/", "https://example.com/", false, false},
		{"https://blog.example.com/", "https://a.blog.example.com/", false, true},
		{"https://example.com/", "https://notexample.com/", false, false},
		{"https://example.com/", "https://example.com.evil.example/", false, false},
		{"https://example.com/", "https://example.org/", false, false},
		{"http://example.com:8080/", "http://www.example.com:8080/", true, true},
		{"http://example.com:8080/", "http://example.com/", false, false},
		{"http://example.com:8080/", "http://example.com:8081/", false, false},
		{"http://example.com/", "https://example.com:8443/", false, false},
		{"https://example.com:80/", "http://example.com:443/", true, true},
		{"https://www.github.io/", "https://github.io/", false, false},
		{"https://github.io/", "https://someone.github.io/", false, false},
		{"https://someone.github.io/", "https://www.someone.github.io/", true, true},
		{"https://www.co.uk/", "https://other.co.uk/", false, false},
		{"https://www.com/", "https://example.com/", false, false},
		{"http://127.0.0.1:8000/", "http://127.0.0.1:8000/x", true, true},
		{"http://127.0.0.1:8000/", "http://localhost:8000/", false, false},
		{"http://[::1]/", "http://[::1]/x", true, true},
		{"http://localhost/", "http://www.localhost/", false, false},
	}
	for _, tt := range tests {
		site, u := must(t, tt.site), must(t, tt.u)
		if got := SameSite(site, u, false); got != tt.want {
			t.Errorf("SameSite(%s, %s, false) = %v", site, u, got)
		}
		if got := SameSite(site, u, true); got != tt.subs {
			t.Errorf("SameSite(%s, %s, true) = %v", site, u, got)
		}
	}
	if SameSite(URL{}, must(t, "http://example.com/"), false) {
		t.Error("the zero URL is a site")
	}
}

// check 15
func TestLocal(t *testing.T) {
	const (
		local   = outcome.AddressLocalhost
		private = outcome.AddressPrivate
	)
	tests := []struct {
		site, u string
		want    outcome.Key
	}{
		{"https://example.com/", "http://example.org/", ""},
		{"https://example.com/", "http://localhost:3000/", local},
		{"https://example.com/", "http://LOCALHOST./", local},
		{"https://example.com/", "http://shop.localhost/", local},
		{"https://example.com/", "http://127.1/", local},
		{"https://example.com/", "http://0x7f.1/", local},
		{"https://example.com/", "http://2130706433/", local},
		{"https://example.com/", "http://0.0.0.0:8080/", local},
		{"https://example.com/", "http://[::1]/", local},
		{"https://example.com/", "http://[::ffff:127.0.0.1]/", local},
		{"https://example.com/", "http://printer.local/", local},
		{"https://example.com/", "http://shop.test/", local},
		{"https://example.com/", "http://wiki.internal/", local},
		{"https://example.com/", "http://nas/", local},
		{"https://example.com/", "http://nas.home.arpa/", local},
		{"https://example.com/", "http://192.168.0.10/", private},
		{"https://example.com/", "http://0xC0A80001/", private},
		{"https://example.com/", "http://169.254.169.254/latest/", private},
		{"https://example.com/", "http://100.64.1.1/", private},
		{"https://example.com/", "http://[fd00::1]/", private},
		{"https://example.com/", "http://http//example.com/", outcome.AddressMalformed},
		{"https://example.com/", "http://8.8.8.8/", ""},
		{"https://example.com/", "http://test.example/", ""},
		{"https://example.com/", "http://contest/", local},
		{"https://example.com/", "http://contest.de/", ""},
		// The site itself is there.
		{"http://localhost:8000/", "http://127.0.0.1:8001/", ""},
		{"http://localhost:8000/", "http://localhost:3000/", ""},
		{"http://nas/", "http://printer.local/", ""},
		{"http://192.168.0.10/", "http://10.0.0.1/", ""},
		{"http://192.168.0.10/", "http://localhost/", local},
		{"http://127.0.0.1:8000/", "http://192.168.0.10/", private},
		{"http://127.0.0.1:8000/", "http://shop.test/", local},
		{"http://shop.test/", "http://shop.test/x", ""},
	}
	for _, tt := range tests {
		if got := LocalOutcome(must(t, tt.site), must(t, tt.u)); got != tt.want {
			t.Errorf("Local(%s, %s) = %q, want %q", tt.site, tt.u, got, tt.want)
		}
	}
	if got := LocalOutcome(URL{}, must(t, "http://localhost/")); got != local {
		t.Errorf("no site: got %q, want %q", got, local)
	}
}

func TestBelow(t *testing.T) {
	for _, tt := range []struct {
		site, address string
		want          bool
	}{
		{"https://winery.example/", "https://shop.winery.example/", true},
		{"https://www.winery.example/", "http://shop.winery.example:8080/a", true},
		{"https://winery.example/", "https://www.winery.example/", false},
		{"https://shop.winery.example/", "https://winery.example/", false},
		{"https://winery.example/", "https://otherwinery.example/", false},
		{"https://github.io/", "https://anna.github.io/", false},
		{"http://127.0.0.1/", "http://a.127.0.0.1.example/", false},
		{"", "https://winery.example/", false},
		{"https://winery.example/", "mailto:a@b.winery.example", false},
	} {
		if got := Below(tt.site, tt.address); got != tt.want {
			t.Errorf("Below(%q, %q) = %t", tt.site, tt.address, got)
		}
	}
}
