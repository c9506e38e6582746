package parked

import (
	"net/http"
	"slices"
	"testing"

	"sitewell/scanner/fetch"
	"sitewell/scanner/weburl"
)

// check 93: a parked domain is recognised by its header.
func TestSign(t *testing.T) {
	tests := []struct {
		name   string
		status int
		header http.Header
		want   string
	}{
		{"nothing", 200, http.Header{}, ""},
		{"ad key", 200, http.Header{"X-Adblock-Key": {"MFww"}}, "X-Adblock-Key"},
		{"server", 200, http.Header{"Server": {"Parking/1.0"}}, "Server: Parking/1.0"},
		{"another server", 200, http.Header{"Server": {"nginx"}}, ""},
		{"no answer", 0, http.Header{"X-Adblock-Key": {"MFww"}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at, err := weburl.Parse("http://parked.test/")
			if err != nil {
				t.Fatal(err)
			}
			if got := Sign(&fetch.Answer{Status: tt.status, Header: tt.header, Final: at}); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Answers that come before that of the sample wait for it, and those that come
// after it do not.
func TestDomainDefersUntilTheSampleIsJudged(t *testing.T) {
	var d Domain[int]
	if d.Defer(1) {
		t.Error("an answer waits although no sample was requested")
	}
	if !d.ClaimSample() || d.ClaimSample() {
		t.Error("there is not exactly one sample")
	}
	d.ReturnSample()
	if !d.ClaimSample() {
		t.Error("a sample that could not be requested is not replaced")
	}
	if !d.Defer(2) || !d.Defer(3) || d.Deferred() != 2 {
		t.Errorf("%d answers wait for the sample, want 2", d.Deferred())
	}
	if got := d.HandleSample("sign"); !slices.Equal(got, []int{2, 3}) || d.Deferred() != 0 {
		t.Errorf("the sample returns %v", got)
	}
	if d.Defer(4) || d.Sign() != "sign" {
		t.Errorf("after the sample: sign %q, %d wait", d.Sign(), d.Deferred())
	}
}
