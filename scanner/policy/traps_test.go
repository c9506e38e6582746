package policy

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"sitewell/scanner/weburl"
)

// check 83: addresses that a site generates without end are skipped, and those
// of a large site are not.
func TestTrapsByPattern(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	day := func(format string, i int) string { return now.AddDate(0, 0, i).Format(format) }
	tests := []struct {
		name    string
		address func(i int) string
		n       int // addresses that are asked about
		passes  int // how many of them are let through
		reason  string
	}{
		{"a link without its first slash", func(i int) string { return "/shop" + strings.Repeat("/bread", i) + "/" }, 10, 4, `the path repeats "bread"`},
		{"two parts that repeat", func(i int) string { return strings.Repeat("/a/b", i+1) }, 10, 3, `the path repeats "a/b"`},
		{"a path that never ends", func(i int) string {
			var b strings.Builder
			for j := range i + 1 {
				fmt.Fprintf(&b, "/%d", j)
			}
			return b.String()
		}, 60, maxSegments, "the path has more than 40 parts"},
		{"an address that grows", func(i int) string { return "/?x=" + strings.Repeat("y", i*1000) }, 10, 4, "longer than 4000 characters"},
		{"a calendar that counts days in a path", func(i int) string { return "/events/" + day("2006/01/02", 2000+i) + "/" }, 100, maxFarDays, "same calendar from the year 2029 on"},
		{"a calendar that counts months in a query", func(i int) string { return "/?view=list&from=" + now.AddDate(0, 40+i, 0).Format("2006-01") }, 100, maxFarDays, "same calendar from the year 2029 on"},
		{"a calendar by the name of its parameter", func(i int) string { return fmt.Sprintf("/?date=%d", i) }, 500, maxVariants, "400 dates of the same calendar"},
		{"a calendar of the past", func(i int) string { return "/day/" + day("2006/01/02", -i) }, 4200, maxDays, "4000 dates of the same calendar"},
		{"filters in ever new values", func(i int) string { return fmt.Sprintf("/shop?colour=%d&size=%d&price=%d", i%10, i/10, i) }, 500, maxVariants, "400 combinations"},
		{"filters in ever new orders", func(i int) string { return "/shop?" + permuted([]string{"a=1", "b=2", "c=3", "d=4"}, i) }, 24, maxOrders, "more than 6 orders"},

		{"articles by number", func(i int) string { return fmt.Sprintf("/article/%d/2", 1500+i) }, 1000, 1000, ""},
		{"articles by number in a query", func(i int) string { return fmt.Sprintf("/article?id=%d&page=%d", i, i%7) }, 2000, 2000, ""},
		{"a diary", func(i int) string { return "/" + day("2006/01/02", -i) + "/" }, 3650, 3650, ""},
		{"posts with their date", func(i int) string { return fmt.Sprintf("/%s/post-%d", day("2006/01", -i), i) }, 5000, 5000, ""},
		{"the next two years' events", func(i int) string { return "/events/" + day("2006-01-02", i) }, 700, 700, ""},
		{"three filters in all their orders", func(i int) string { return "/shop?" + permuted([]string{"a=1", "b=2", "c=3"}, i) }, 6, 6, ""},
		{"the same name in many folders", func(i int) string { return fmt.Sprintf("/a/%d/a/%d/a", i, i+1) }, 50, 50, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			traps := newTraps(now)
			passed, last := 0, ""
			for i := range tt.n {
				reason := traps.check(parse(t, "http://a.example"+tt.address(i)), false)
				if reason == "" {
					passed++
				} else {
					last = reason
				}
			}
			if passed != tt.passes || !strings.Contains(last, tt.reason) || (tt.reason == "") != (last == "") {
				t.Errorf("%d of %d were let through (%s), want %d (%s)", passed, tt.n, last, tt.passes, tt.reason)
			}
		})
	}
}

// More addresses are requested where an include rule of the owner asks for them.
func TestIncludeRulesOpenTraps(t *testing.T) {
	traps := newTraps(time.Now())
	for i := range 2 * maxVariants {
		if reason := traps.check(parse(t, fmt.Sprintf("http://a.example/shop?a=%d&b=2&c=3", i)), true); reason != "" {
			t.Fatalf("address %d: %s", i, reason)
		}
	}
}

// check 84: the session ID in an address is recognised.
func TestSessionID(t *testing.T) {
	const id = "5f4dcc3b5aa765d61d8327deb882cf99"
	tests := []struct{ address, name, rest string }{
		{"/page?PHPSESSID=" + id, "PHPSESSID", "/page"},
		{"/page?a=1&sid=" + id + "&b=2", "sid", "/page?a=1&b=2"},
		{"/page?a=1&sid=" + id, "sid", "/page?a=1"},
		{"/page;jsessionid=" + strings.ToUpper(id) + ".node1?a=1", "jsessionid", "/page?a=1"},
		{"/(S(lit3py55t21z5v55vlm25s55))/page.aspx?a=1", "(S(…))", "/page.aspx?a=1"},
		{"/page?ASPSESSIONIDQQABCD=KLMNOPQRSTUV1234", "ASPSESSIONIDQQABCD", "/page"},
		{"/page?osCsid=" + id[:26], "osCsid", "/page"},

		{"/talks?session=keynote-2026-opening", "", ""},
		{"/talks?sid=1234", "", ""},
		{"/talks?sid=12345678901234567890", "", ""},
		{"/talks?sid=the-story-of-a-baker", "", ""},
		{"/page?id=" + id, "", ""},
		{"/page?token=" + id, "", ""},
		{"/page;jsessionid=", "", ""},
		{"/", "", ""},
	}
	for _, tt := range tests {
		name, rest := SessionID(parse(t, "http://a.example"+tt.address))
		if tt.rest != "" {
			tt.rest = "http://a.example" + tt.rest
		}
		if name != tt.name || name != "" && rest != tt.rest {
			t.Errorf("%s: got %q, %q; want %q, %q", tt.address, name, rest, tt.name, tt.rest)
		}
	}
}

// permuted returns the parameters in the i-th order.
func permuted(pairs []string, i int) string {
	left := append([]string(nil), pairs...)
	var out []string
	for n := len(left); n > 0; n-- {
		out = append(out, left[i%n])
		left = append(left[:i%n], left[i%n+1:]...)
		i /= n
	}
	return strings.Join(out, "&")
}

func parse(t testing.TB, address string) weburl.URL {
	t.Helper()
	u, err := weburl.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
