package scanner

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/outcome"
	"sitewell/scanner/sitetest"
)

// actions is a site whose links do things that their addresses do not tell.
const actions = `
-- host https://site.test --
-- GET / --

<title>Club</title> <a href="/club">Club</a>
-- GET /club --

<title>Club</title>
<a href="/bye">Log out</a> <a href="/u/7">Konto löschen</a> <a href="/u/8" aria-label="Delete">×</a> <a href="/u/9" title="Remove"><img src="/x.png"></a>
<a href="/u/10"><img src="/x.png" alt="Delete"></a> <a href="/u/11" data-method="delete">x</a> <a href="/u/12" data-turbo-method="post">x</a>
<a href="/u/13" hx-delete="/u/13">x</a> <a href="/u/14" data-confirm="Sure?">x</a> <a href="/u/15" class="btn logout">x</a>
<a href="/u/16" onclick="return confirm('Sure?')">x</a> <a href="/twice">Members</a> <a href="/twice">Delete all</a>
<a href="/to-bye">Next</a> <a href="/u/17" ping="/ping">Fine</a> <form action="/u/18"><button>Delete account</button></form>
<form action="/search"><input name=q><button>Search</button></form>
<a href="/faq#delete">Delete account</a> <a href="#" class="delete">Delete</a> <a href="/">Log out</a> <a href="https://other.test/">Log out</a>
<a href="/u/19">Cancel</a>
-- GET /to-bye --
302
Location: /bye

-- GET /faq --

<title>Questions</title> <p id=delete>How to delete an account
-- GET /twice --

<title>Fine</title> <p>All is well here.
-- GET /search --

<title>Fine</title> <p>All is well here.
-- GET /ping --

<title>Fine</title> <p>All is well here.
-- GET /bye --

<title>Fine</title> <p>All is well here.
-- GET /u/7 --

<title>Fine</title> <p>All is well here.
-- GET /u/8 --

<title>Fine</title> <p>All is well here.
-- GET /u/9 --

<title>Fine</title> <p>All is well here.
-- GET /u/10 --

<title>Fine</title> <p>All is well here.
-- GET /u/11 --

<title>Fine</title> <p>All is well here.
-- GET /u/12 --

<title>Fine</title> <p>All is well here.
-- GET /u/13 --

<title>Fine</title> <p>All is well here.
-- GET /u/14 --

<title>Fine</title> <p>All is well here.
-- GET /u/15 --

<title>Fine</title> <p>All is well here.
-- GET /u/16 --

<title>Fine</title> <p>All is well here.
-- GET /u/17 --

<title>Fine</title> <p>All is well here.
-- GET /u/18 --

<title>Fine</title> <p>All is well here.
-- GET /u/19 --

<title>Fine</title> <p>All is well here.
-- GET /x.png --
Content-Type: image/png

x
-- host https://other.test --
-- GET / --

<p>Another site.
`

// actionsOptions are those of a scan of that site that is signed in.
func actionsOptions(site *sitetest.Site) Options {
	return Options{
		Start: "https://site.test/", NoDelay: true, NoProbes: true, NoSitemap: true, Concurrency: 1, Credential: Credential{Cookie: "session=s3cret"},
		Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots(),
	}
}

// check 87: while signed in, what a link says it does counts as well as its
// address, wherever the link stands; so does it for redirects to that address.
func TestLinksThatSayWhatTheyDo(t *testing.T) {
	site := sitetest.New(t, actions)
	m := newMemory()
	scan(t, actionsOptions(site), m)
	const says = "could sign out or change something while signed in: "
	want := map[string]string{
		"/bye":    says + "the text of a link to it says “logout”",
		"/u/7":    says + "the text of a link to it says “loschen”",
		"/u/8":    says + "the label of a link to it says “delete”",
		"/u/9":    says + "the label of a link to it says “remove”",
		"/u/10":   says + "the text of a link to it says “delete”",
		"/u/11":   says + "a link to it has “data-method=delete”",
		"/u/12":   says + "a link to it has “data-turbo-method=post”",
		"/u/13":   says + "a link to it has “hx-delete”",
		"/u/14":   says + "a link to it asks before it is followed",
		"/u/15":   says + "an attribute of a link to it says “logout”",
		"/u/16":   says + "a link to it asks before it is followed",
		"/u/18":   says + "the text of a link to it says “delete”",
		"/twice":  says + "the text of a link to it says “delete”",
		"/to-bye": "could sign out or change something, behind it HTTP 302 Found; redirects to /bye, which " + says + "the text of a link to it says “logout”",
	}
	for at, reason := range want {
		c, _ := m.check("https://site.test" + at)
		if c.Outcome != outcome.LogsOut || c.Verdict != outcome.Skipped || !strings.HasSuffix(c.Reason, reason) {
			t.Errorf("%s: got %s %s, %q, want it skipped with %q", at, c.Verdict, c.Outcome, c.Reason, reason)
		}
		if n := site.Count("https://site.test" + at); n > 0 && at != "/to-bye" {
			t.Errorf("%s was asked for %d times", at, n)
		}
	}
	for _, at := range []string{"/", "/club", "/u/17", "/u/19", "/search", "/faq"} {
		if c, _ := m.check("https://site.test" + at); c.Verdict != outcome.Works {
			t.Errorf("%s: got %s %s (%s), want works", at, c.Verdict, c.Outcome, c.Reason)
		}
	}
	if c, _ := m.check("https://other.test/"); c.Verdict != outcome.Works {
		t.Errorf("another site, where we are nobody: got %s %s", c.Verdict, c.Outcome)
	}
	if n := site.Count("https://site.test/ping"); n > 0 {
		t.Errorf("the address of a ping was asked for %d times", n)
	}

	signedOut := actionsOptions(site)
	signedOut.Credential = Credential{}
	m = newMemory()
	scan(t, signedOut, m)
	for _, at := range []string{"/bye", "/u/7", "/u/11", "/to-bye", "/twice"} {
		if c, _ := m.check("https://site.test" + at); c.Verdict != outcome.Works {
			t.Errorf("signed out, %s: got %s %s, want works", at, c.Verdict, c.Outcome)
		}
	}
}

// check 87: an address that was requested before a link said what it does keeps its
// check, and is never requested again: not by a redirect, not for its places, and
// not by a scan that was stopped and continued after every single check.
func TestLinkThatSaysItTooLate(t *testing.T) {
	const late = `
-- host https://site.test --
-- GET / --

<title>Club</title> <a href="/late">Members</a> <a href="/page">Page</a>
-- GET /late --

<title>Late</title> <p>All is well here.
-- GET /page --

<a href="/late">Delete everything</a> <a href="/to-late">Next</a>
-- GET /to-late --
302
Location: /late

`
	for _, stopped := range []bool{false, true} {
		site := sitetest.New(t, late)
		m := newMemory()
		for {
			ctx, cancel := context.WithCancel(t.Context())
			e, err := New(actionsOptions(site))
			if err != nil {
				t.Fatal(err)
			}
			_, err = runWatched(ctx, e, m, m, func(c *coordinator) {
				if stopped && len(c.recorder.batch.batch.Checks)+len(c.recorder.batch.batch.Settled) > 0 {
					cancel()
				}
			})
			cancel()
			if err == nil {
				break
			}
		}
		want := map[string]string{
			"https://site.test/": "works 200 200", "https://site.test/page": "works 200 200",
			"https://site.test/late": "works 200 200", "https://site.test/to-late": "skipped logs-out 302",
		}
		if diff := cmp.Diff(want, m.table()); diff != "" {
			t.Errorf("stopped %v (-want +got):\n%s", stopped, diff)
		}
		if n := site.Count("https://site.test/late"); n != 1 {
			t.Errorf("stopped %v: /late was asked for %d times, want once", stopped, n)
		}
	}
}
