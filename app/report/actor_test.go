package report

import (
	"testing"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

var (
	allCauses = []fix.Cause{
		fix.Single, fix.Host, fix.Server, fix.Element, fix.Relative, fix.Rule, fix.Target, fix.Template, fix.Extension, fix.Files, fix.Folder,
		fix.Access, fix.Anchors,
	}
	allKinds = []result.Kind{
		result.KindPage, result.KindImage, result.KindStyle, result.KindScript, result.KindModule, result.KindFont, result.KindMedia, result.KindFrame,
		result.KindDownload, result.KindFeed, result.KindForm, result.KindMeta, result.KindSitemap, result.KindOther, result.KindCanonical,
		result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
	}
)

// everyFix calls f with a fix of every cause, outcome, kind and owner.
func everyFix(f func(fix.Fix)) {
	keys := []outcome.Key{"", "299", "399", "499", "599", "777"} // several, and statuses that nothing is known of
	for _, info := range outcome.All() {
		keys = append(keys, info.Key)
	}
	for _, cause := range allCauses {
		for _, key := range keys {
			for _, kind := range allKinds {
				for _, internal := range []bool{true, false} {
					for _, hosted := range []bool{true, false} {
						f(fix.Fix{Cause: cause, Outcome: key, Kind: kind, Internal: internal, Hosted: hosted, Problems: []result.URLID{1}})
					}
				}
			}
		}
	}
}

// Every fix is in exactly one of the reports for the host, the developer and the editor,
// whatever it is; the provider of the site's server is never told of other sites.
func TestEveryFixHasOneActor(t *testing.T) {
	of := make(map[Audience]int)
	everyFix(func(f fix.Fix) {
		src := Source{Fixes: []Fix{{Fix: f}}}
		var in []Audience
		for _, a := range []Audience{ForHost, ForDeveloper, ForEditor} {
			if narrowed := src.For(a); narrowed.Has(1) != (len(narrowed.Fixes) == 1) {
				t.Errorf("for %s: %+v has its problem or its fix, not both", a, f)
			} else if len(narrowed.Fixes) == 1 {
				in = append(in, a)
			}
		}
		if len(in) != 1 {
			t.Fatalf("%+v is for %v, want exactly one", f, in)
		}
		of[in[0]]++
		if in[0] == ForHost && !f.Internal {
			t.Errorf("the host gets %+v of another site", f)
		}
		for _, a := range []Audience{ForClient, Everything} {
			if all := src.For(a); len(all.Fixes) != 1 || !all.Has(1) {
				t.Errorf("%+v is missing for %s", f, a)
			}
		}
	})
	for _, a := range []Audience{ForHost, ForDeveloper, ForEditor} {
		if of[a] == 0 {
			t.Errorf("nothing is for %s", a)
		}
	}
}

// Examples that a person would agree with.
func TestActor(t *testing.T) {
	single := func(key outcome.Key, internal bool, kind result.Kind) fix.Fix {
		return fix.Fix{Cause: fix.Single, Outcome: key, Internal: internal, Kind: kind}
	}
	tests := []struct {
		f    fix.Fix
		want Audience
	}{
		{single("404", true, result.KindPage), ForEditor},
		{single("404", true, result.KindImage), ForEditor},
		{single("404", true, result.KindDownload), ForEditor},
		{single("404", true, result.KindScript), ForDeveloper},
		{single("404", true, result.KindFeed), ForDeveloper},
		{single("404", true, result.KindCanonical), ForDeveloper},
		{single("404", false, result.KindPage), ForEditor},
		{single("404", false, result.KindScript), ForDeveloper},
		{single("301", true, result.KindPage), ForEditor},
		{single(outcome.RedirectLoop, true, result.KindPage), ForDeveloper},
		{single(outcome.RedirectLoop, false, result.KindPage), ForEditor},
		{single(outcome.MailtoBad, true, result.KindOther), ForEditor},
		{single(outcome.MissingFragment, true, result.KindPage), ForEditor},
		{single(outcome.MixedContent, true, result.KindPage), ForDeveloper},
		{single(outcome.RobotsUnreachable, true, result.KindPage), ForDeveloper},
		{single("502", true, result.KindPage), ForHost},
		{single("502", false, result.KindPage), ForEditor},
		{single(outcome.TLSExpired, true, result.KindPage), ForHost},
		{single(outcome.TLSExpired, false, result.KindPage), ForEditor},
		{single(outcome.DNSNotFound, true, result.KindPage), ForHost},
		{fix.Fix{Cause: fix.Server, Outcome: "500", Internal: true, Kind: result.KindPage}, ForHost},
		{fix.Fix{Cause: fix.Server, Outcome: outcome.Soft404, Internal: true, Kind: result.KindPage}, ForDeveloper},
		{fix.Fix{Cause: fix.Server, Outcome: outcome.Soft404, Internal: true, Kind: result.KindPage, Hosted: true}, ForHost},
		{fix.Fix{Cause: fix.Server, Outcome: outcome.MixedContent, Internal: true, Kind: result.KindPage, Hosted: true}, ForDeveloper},
		{fix.Fix{Cause: fix.Template, Subject: "footer", Outcome: "404", Kind: result.KindPage}, ForDeveloper},
		{fix.Fix{Cause: fix.Rule, Outcome: "301", Internal: true, Kind: result.KindPage}, ForDeveloper},
		{fix.Fix{Cause: fix.Folder, Outcome: "404", Internal: true, Kind: result.KindPage}, ForDeveloper},
		{fix.Fix{Cause: fix.Files, Outcome: "404", Internal: true, Kind: result.KindDownload}, ForEditor},
		{fix.Fix{Cause: fix.Anchors, Outcome: outcome.MissingFragment, Internal: true, Kind: result.KindPage}, ForEditor},
		{fix.Fix{Cause: fix.Host, Outcome: outcome.DNSNotFound, Kind: result.KindPage}, ForEditor},
		{fix.Fix{Cause: fix.Host, Outcome: outcome.AddressLocalhost, Kind: result.KindPage}, ForDeveloper},
	}
	for _, tt := range tests {
		if got := Actor(tt.f); got != tt.want {
			t.Errorf("%s, %s, internal %t, %s: for the %s, want the %s", tt.f.Cause, tt.f.Outcome, tt.f.Internal, tt.f.Kind, got, tt.want)
		}
	}
}

// A report of what a table shows has these problems and their fixes.
func TestOnly(t *testing.T) {
	src := Source{Fixes: []Fix{
		{Fix: fix.Fix{Problems: []result.URLID{1, 2}}}, {Fix: fix.Fix{Problems: []result.URLID{3}}},
	}}
	got := src.Only([]storage.URLID{2, 9})
	if len(got.Fixes) != 1 || len(got.Fixes[0].Problems) != 1 || !got.Has(2) || got.Has(1) || got.Has(3) {
		t.Errorf("got %+v", got.Fixes)
	}
	if len(src.Fixes) != 2 || len(src.Fixes[0].Problems) != 2 {
		t.Error("the source itself has changed")
	}
	if none := src.Only(nil); len(none.Fixes) != 0 || none.Has(1) {
		t.Errorf("of nothing: %+v", none.Fixes)
	}
}
