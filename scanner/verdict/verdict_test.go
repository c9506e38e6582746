package verdict

import (
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

func address(t *testing.T, s string) weburl.URL {
	t.Helper()
	if s == "" {
		return weburl.URL{}
	}
	u, err := weburl.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// chain returns hops: status, address, status, address …
func chain(steps ...any) (hops []result.Hop) {
	for i := 0; i < len(steps); i += 2 {
		hops = append(hops, result.Hop{Status: steps[i].(int), URL: steps[i+1].(string)})
	}
	return hops
}

func TestDecide(t *testing.T) {
	const site, other = "https://a.example", "https://b.test"
	tests := []struct {
		name        string
		in          Evidence
		start, end  string
		wantOutcome outcome.Key
		wantVerdict outcome.Verdict
	}{
		{"a page that works", Evidence{Internal: true, Outcome: "200", Status: 200}, site, site, "200", outcome.Works},
		{"check 56: every 2xx works", Evidence{Outcome: "299", Status: 299}, other, other, "299", outcome.Works},
		{"not found", Evidence{Internal: true, Outcome: "404", Status: 404}, site, site, "404", outcome.Broken},
		{"check 57: 401", Evidence{Internal: true, Outcome: "401", Status: 401}, site, site, "401", outcome.CantVerify},
		{"check 57: 403 of one's own", Evidence{Internal: true, Outcome: "403", Status: 403}, site, site, "403", outcome.Broken},
		{"check 57: 403 of a stranger", Evidence{Outcome: "403", Status: 403}, other, other, "403", outcome.CantVerify},
		{"check 57: 405 of a stranger", Evidence{Outcome: "405", Status: 405}, other, other, "405", outcome.CantVerify},
		{"check 57: 407", Evidence{Outcome: "407", Status: 407}, other, other, "407", outcome.CantVerify},
		{"check 57: 410", Evidence{Outcome: "410", Status: 410}, other, other, "410", outcome.Broken},
		{"check 57: 429", Evidence{Internal: true, Outcome: "429", Status: 429}, site, site, "429", outcome.CantVerify},
		{"check 57: 451", Evidence{Outcome: "451", Status: 451}, other, other, "451", outcome.CantVerify},
		{"check 57: 503 of one's own", Evidence{Internal: true, Outcome: "503", Status: 503}, site, site, "503", outcome.Broken},
		{"check 57: 503 of a stranger", Evidence{Outcome: "503", Status: 503}, other, other, "503", outcome.CantVerify},
		{"check 58: 999", Evidence{Outcome: "999", Status: 999}, other, other, "999", outcome.CantVerify},
		{"check 58: a challenge", Evidence{Outcome: outcome.BotChallenge, Status: 403}, other, other, outcome.BotChallenge, outcome.CantVerify},
		{"a number nobody knows", Evidence{Internal: true, Outcome: "477", Status: 477}, site, site, "477", outcome.Broken},
		{"check 49: 300 is told as it is", Evidence{Internal: true, Outcome: "300", Status: 300}, site, site, "300", outcome.Warning},
		{"no such name", Evidence{Outcome: outcome.DNSNotFound}, other, "", outcome.DNSNotFound, outcome.Broken},
		{"check 74: expired, 200 behind it", Evidence{Outcome: outcome.TLSExpired, Status: 200}, other, other, outcome.TLSExpired, outcome.Broken},

		{
			"moved for good",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/a", 200, site+"/b")},
			site + "/a", site + "/b", "301", outcome.Warning,
		},
		{
			"moved for now",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(302, site+"/a", 200, site+"/b")},
			site + "/a", site + "/b", "302", outcome.Works,
		},
		{
			"308",
			Evidence{Outcome: "200", Status: 200, Hops: chain(308, other+"/a", 200, other+"/b")},
			other + "/a", other + "/b", "308", outcome.Warning,
		},
		{
			"a chain",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/a", 301, site+"/b", 200, site+"/c")},
			site + "/a", site + "/c", outcome.RedirectChain, outcome.Warning,
		},
		{
			"a stranger's chain for now is their own affair",
			Evidence{Outcome: "200", Status: 200, Hops: chain(302, other+"/a", 302, other+"/b", 200, other+"/c")},
			other + "/a", other + "/c", "302", outcome.Works,
		},
		{
			"to something broken",
			Evidence{Internal: true, Outcome: "404", Status: 404, Hops: chain(301, site+"/a", 404, site+"/b")},
			site + "/a", site + "/b", outcome.RedirectBroken, outcome.Broken,
		},
		{
			"to a host that does not exist",
			Evidence{Internal: true, Outcome: outcome.DNSNotFound, Hops: chain(301, site+"/a", 0, other)},
			site + "/a", other, outcome.RedirectBroken, outcome.Broken,
		},
		{
			"to a wall: not proved broken",
			Evidence{Outcome: outcome.BotChallenge, Status: 403, Hops: chain(301, other+"/a", 403, other+"/b")},
			other + "/a", other + "/b", outcome.BotChallenge, outcome.CantVerify,
		},
		{
			"a loop is told as a loop",
			Evidence{Internal: true, Outcome: outcome.RedirectLoop, Status: 302, Hops: chain(302, site+"/a", 302, site+"/b")},
			site + "/a", site + "/a", outcome.RedirectLoop, outcome.Broken,
		},
		{
			"check 54: https to http",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/a", 200, "http://a.example/a")},
			site + "/a", "http://a.example/a", outcome.RedirectDowngrade, outcome.Warning,
		},
		{
			"to the home page",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(302, site+"/shop/bread", 200, site+"/")},
			site + "/shop/bread", site + "/", outcome.RedirectHome, outcome.Warning,
		},
		{
			"another name of the home page",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/index.html", 200, site+"/")},
			site + "/index.html", site + "/", "301", outcome.Warning,
		},
		{
			"to a login",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(302, site+"/members", 200, site+"/login?next=/members")},
			site + "/members", site + "/login?next=/members", outcome.RedirectLogin, outcome.CantVerify,
		},
		{
			"a login field in the header of every page is no login wall",
			Evidence{Internal: true, Login: true, Outcome: "200", Status: 200, Hops: chain(302, site+"/a", 200, site+"/b")},
			site + "/a", site + "/b", "302", outcome.Works,
		},
		{
			"check 53: to another site",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(302, site+"/out", 200, other+"/")},
			site + "/out", other + "/", outcome.RedirectOtherSite, outcome.Works,
		},
		{
			"to another name of the same owner",
			Evidence{Outcome: "200", Status: 200, Hops: chain(301, "https://b.test/x", 200, "https://shop.b.test/x")},
			"https://b.test/x", "https://shop.b.test/x", "301", outcome.Warning,
		},

		{
			"check 93: to a page that offers the domain for sale",
			Evidence{Outcome: "200", Status: 200, Hops: chain(302, other+"/flour", 200, "https://www.hugedomains.com/x")},
			other + "/flour", "https://www.hugedomains.com/x", outcome.Parked, outcome.Warning,
		},

		{
			"check 93: by the page itself",
			Evidence{Outcome: "200", Status: 200, Parked: "this domain is for sale"},
			other, other, outcome.Parked, outcome.Warning,
		},
		{
			"check 93: a parked page is never broken, whatever its status",
			Evidence{Outcome: "404", Status: 404, Parked: "sedoparking.com/"},
			other, other, outcome.Parked, outcome.Warning,
		},
		{
			"check 93: nor behind a certificate for another name",
			Evidence{Outcome: outcome.TLSWrongHost, Status: 403, Parked: "sedoparking.com/"},
			other, other, outcome.Parked, outcome.Warning,
		},
		{
			"check 93: nor where the redirect to the dealer ends in an error",
			Evidence{Outcome: "403", Status: 403, Hops: chain(302, other+"/flour", 403, "https://www.hugedomains.com/x")},
			other + "/flour", "https://www.hugedomains.com/x", outcome.Parked, outcome.Warning,
		},
		{
			"check 93: a link to the dealer is none of it",
			Evidence{Outcome: "200", Status: 200, Hops: chain(302, "https://sedo.com/", 200, "https://www.sedo.com/")},
			"https://sedo.com/", "https://www.sedo.com/", "302", outcome.Works,
		},
		{
			"check 92: moved for good to a page that says not found",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/a", 200, site+"/b"), Notes: []result.Note{{Outcome: outcome.MixedContent}, {Outcome: outcome.Soft404}}},
			site + "/a", site + "/b", outcome.Soft404, outcome.Warning,
		},
		{
			"other notes do not hide that it moved",
			Evidence{Internal: true, Outcome: "200", Status: 200, Hops: chain(301, site+"/a", 200, site+"/b"), Notes: []result.Note{{Outcome: outcome.MixedContent}}},
			site + "/a", site + "/b", "301", outcome.Warning,
		},
		{
			"check 96: mixed content",
			Evidence{Internal: true, Outcome: "200", Status: 200, Notes: []result.Note{{Outcome: outcome.MixedContent}}},
			site, site, outcome.MixedContent, outcome.Warning,
		},

		{"a page instead of an image", Evidence{Internal: true, Kind: result.KindImage, Outcome: "200", Status: 200, Media: "text/html"}, site, site, outcome.WrongType, outcome.Warning},
		{"an empty page", Evidence{Internal: true, Kind: result.KindPage, Outcome: "200", Status: 200, Blank: true}, site, site, outcome.EmptyPage, outcome.Warning},
		{"204 is meant to be empty", Evidence{Internal: true, Kind: result.KindPage, Outcome: "204", Status: 204, Blank: true}, site, site, "204", outcome.Works},
		{"a form without its fields", Evidence{Internal: true, Kind: result.KindForm, Outcome: "400", Status: 400}, site, site, "400", outcome.CantVerify},
		{"a canonical address on the author's disk misleads no visitor", Evidence{Kind: result.KindMeta, Outcome: outcome.AddressLocalhost}, "", "", outcome.AddressLocalhost, outcome.Warning},
		{"a link to the author's disk", Evidence{Kind: result.KindOther, Outcome: outcome.AddressLocalhost}, "", "", outcome.AddressLocalhost, outcome.Broken},
		{"a form that is gone", Evidence{Internal: true, Kind: result.KindForm, Outcome: "404", Status: 404}, site, site, "404", outcome.Broken},
		{
			"check 71: cut short, status kept",
			Evidence{Internal: true, Outcome: "200", Status: 200, Notes: []result.Note{{Outcome: outcome.BodyTruncated}}},
			site, site, outcome.BodyTruncated, outcome.Warning,
		},
		{
			"check 97: expires soon",
			Evidence{Internal: true, Outcome: "200", Status: 200, Notes: []result.Note{{Outcome: outcome.TLSExpiresSoon}}},
			site, site, outcome.TLSExpiresSoon, outcome.Warning,
		},
		{
			"a stranger's certificate is their own affair",
			Evidence{Outcome: "200", Status: 200, Notes: []result.Note{{Outcome: outcome.TLSExpiresSoon}}},
			other, other, "200", outcome.Works,
		},
		{
			"a note never hides what is broken",
			Evidence{Internal: true, Outcome: "500", Status: 500, Notes: []result.Note{{Outcome: outcome.ErrorLeak}}},
			site, site, "500", outcome.Broken,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Start, tt.in.Final = address(t, tt.start), address(t, tt.end)
			got := Decide(tt.in, Settings{})
			if got.Outcome != tt.wantOutcome || got.Verdict != tt.wantVerdict {
				t.Errorf("got %s %s, want %s %s (%s)", got.Outcome, got.Verdict, tt.wantOutcome, tt.wantVerdict, got.Reason)
			}
			if got.Reason == "" {
				t.Error("no reason")
			}
			if got.Verdict.IsProblem() != (got.Severity != outcome.NoSeverity) {
				t.Errorf("verdict %s has severity %s", got.Verdict, got.Severity)
			}
		})
	}
}

func TestSettingsWin(t *testing.T) {
	s := Settings{Overrides: map[outcome.Key]outcome.Verdict{"403": outcome.Works, outcome.RobotsBlocked: outcome.Broken}}
	got := Decide(Evidence{Internal: true, Outcome: "403", Status: 403}, s)
	if got.Verdict != outcome.Works || got.Severity != outcome.NoSeverity {
		t.Errorf("403 by settings: got %s %s, want works", got.Verdict, got.Severity)
	}
	got = Decide(Evidence{Internal: true, Outcome: outcome.RobotsBlocked}, s)
	if got.Verdict != outcome.Skipped {
		t.Errorf("what was not checked: got %s, want skipped", got.Verdict)
	}
}

// A note that the owner has set to Works hides no other, and one that they have
// set to a worse verdict becomes the outcome.
func TestSettingsWeighNotes(t *testing.T) {
	e := Evidence{Internal: true, Outcome: "200", Status: 200, Notes: []result.Note{{Outcome: outcome.MixedContent}, {Outcome: outcome.MetaRefresh}}}
	tests := []struct {
		name        string
		overrides   map[outcome.Key]outcome.Verdict
		wantOutcome outcome.Key
		wantVerdict outcome.Verdict
	}{
		{"none", nil, outcome.MixedContent, outcome.Warning},
		{"the first works", map[outcome.Key]outcome.Verdict{outcome.MixedContent: outcome.Works}, outcome.MetaRefresh, outcome.Warning},
		{"the second is broken", map[outcome.Key]outcome.Verdict{outcome.MetaRefresh: outcome.Broken}, outcome.MetaRefresh, outcome.Broken},
		{"both work", map[outcome.Key]outcome.Verdict{outcome.MixedContent: outcome.Works, outcome.MetaRefresh: outcome.Works}, "200", outcome.Works},
	}
	for _, tt := range tests {
		if got := Decide(e, Settings{Overrides: tt.overrides}); got.Outcome != tt.wantOutcome || got.Verdict != tt.wantVerdict {
			t.Errorf("%s: got %s %s, want %s %s", tt.name, got.Outcome, got.Verdict, tt.wantOutcome, tt.wantVerdict)
		}
	}
}

// (check 123)
func TestFragment(t *testing.T) {
	if got := Fragment(MissingPlace{Internal: true}, Settings{}); got.Verdict != outcome.Warning || got.Outcome != outcome.MissingFragment {
		t.Errorf("missing: got %s %s", got.Outcome, got.Verdict)
	}
	if got := Fragment(MissingPlace{Internal: true, Scripted: true}, Settings{}); got.Verdict != outcome.CantVerify { // check 48
		t.Errorf("missing on a page made by script: got %s, want cant-verify", got.Verdict)
	}
	if got := Fragment(MissingPlace{Internal: true, Scripted: true, Shown: true}, Settings{}); got.Verdict != outcome.CantVerify {
		t.Errorf("missing after the scripts of such a page ran: got %s, want cant-verify", got.Verdict)
	}
	if got := Fragment(MissingPlace{Internal: true, Shown: true}, Settings{}); got.Verdict != outcome.Warning {
		t.Errorf("missing in the HTML and after scripts ran: got %s, want warning", got.Verdict)
	}
}

// What a script requests in vain is a warning at most, as the script may not need it.
// (check 124)
func TestScriptRequest(t *testing.T) {
	for _, c := range []struct {
		outcome outcome.Key
		status  int
		want    outcome.Key
		verdict outcome.Verdict
	}{
		{"404", 404, outcome.ScriptRequest, outcome.Warning},
		{"500", 500, outcome.ScriptRequest, outcome.Warning},
		{outcome.DNSNotFound, 0, outcome.ScriptRequest, outcome.Warning},
		{"401", 401, "401", outcome.CantVerify},
		{"405", 405, "405", outcome.CantVerify},
		{"200", 200, "200", outcome.Works},
	} {
		got := Decide(Evidence{Internal: true, Kind: result.KindRequest, Outcome: c.outcome, Status: c.status}, Settings{})
		if got.Outcome != c.want || got.Verdict != c.verdict {
			t.Errorf("%s: got %s %s, want %s %s", c.outcome, got.Outcome, got.Verdict, c.want, c.verdict)
		}
	}
}
