package fetch_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/sitetest"
)

// check 59
func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 5, 3, 12, 0, 0, 0, time.UTC)
	for field, want := range map[string]struct {
		wait time.Duration
		ok   bool
	}{
		"":                               {0, false},
		"120":                            {2 * time.Minute, true},
		" 120 ":                          {2 * time.Minute, true},
		"0":                              {0, true},
		"-5":                             {0, true},
		"1.5":                            {1500 * time.Millisecond, true},
		"3601":                           {fetch.MaxRetryAfter, true},
		"99999999999999999999":           {fetch.MaxRetryAfter, true},
		"1e300":                          {fetch.MaxRetryAfter, true},
		"NaN":                            {0, false},
		"soon":                           {0, false},
		"120 seconds":                    {0, false},
		"Sun, 03 May 2026 12:00:30 GMT":  {30 * time.Second, true},
		"Sunday, 03-May-26 12:00:30 GMT": {30 * time.Second, true},
		"Sun May  3 12:00:30 2026":       {30 * time.Second, true},
		"Sun, 03 May 2026 11:00:00 GMT":  {0, true},
		"Fri, 01 Jan 2100 00:00:00 GMT":  {fetch.MaxRetryAfter, true},
		"Fri, 31 Feb 2100 00:00:00 GMT":  {0, false},
	} {
		wait, ok := fetch.RetryAfter(http.Header{"Retry-After": {field}}, now)
		if wait != want.wait || ok != want.ok {
			t.Errorf("%q gives %v, %v, want %v, %v", field, wait, ok, want.wait, want.ok)
		}
	}
}

func TestRetryAfterInAnswer(t *testing.T) {
	site := sitetest.New(t, "-- GET / --\n429\nRetry-After: 7\n\n")
	a := get(t, newClient(t, site), site.URL("/"))
	if a.Outcome != "429" || a.RetryAfter != 7*time.Second {
		t.Errorf("%s, %v", a.Outcome, a.RetryAfter)
	}
}

// FuzzRetryAfter: whatever a server says, the wait is between 0 and the cap;
// what it may say by the RFC is understood to the second.
//
// check 59
func FuzzRetryAfter(f *testing.F) {
	for i, s := range []string{"1", "-1", "1e9", "0x10", "Inf", "Sun, 03 May 2026 12:00:30 GMT", "١٢"} {
		f.Add(s, int64(i*1000-3000))
	}
	now := time.Unix(1e9, 0)
	f.Fuzz(func(t *testing.T, field string, seconds int64) {
		wait, ok := fetch.RetryAfter(http.Header{"Retry-After": {field}}, now)
		if wait < 0 || wait > fetch.MaxRetryAfter || !ok && wait != 0 {
			t.Errorf("%q gives %v, %v", field, wait, ok)
		}
		seconds %= 1 << 32
		want := min(max(0, time.Duration(seconds)*time.Second), fetch.MaxRetryAfter)
		for _, said := range []string{strconv.FormatInt(seconds, 10), now.Add(time.Duration(seconds) * time.Second).UTC().Format(http.TimeFormat)} {
			if got, ok := fetch.RetryAfter(http.Header{"Retry-After": {" " + said}}, now); !ok || got != want {
				t.Errorf("%q gives %v, %v, want %v", said, got, ok, want)
			}
		}
	})
}
