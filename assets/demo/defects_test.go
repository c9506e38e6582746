package demo

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/net/html"

	"sitewell/assets/demo/demotest"
	"sitewell/scanner/outcome"
	"sitewell/scanner/robots"
	"sitewell/scanner/sitemap"
	"sitewell/scanner/weburl"
)

// Every defect is on its page and answers as the table says.
func TestDefects(t *testing.T) {
	s := start(t)
	links := s.links(t)
	for _, d := range demotest.Defects() {
		if _, known := outcome.Lookup(d.Outcome); !known || d.What == "" {
			t.Errorf("%s: outcome %q, described as %q", d.Target, d.Outcome, d.What)
		}
		if !links[d.Page][d.Address(s.URL())] {
			t.Errorf("%s has no link to %q", d.Page, d.Address(s.URL()))
		}
		if got := s.observe(t, d); got != d.Outcome {
			t.Errorf("%q: got %s, want %s", d.Target, got, d.Outcome)
		}
		site, _ := weburl.Parse(s.URL())
		if u, err := weburl.Parse(d.Address(s.URL())); err == nil && weburl.SameSite(site, u, false) != d.Internal {
			t.Errorf("%q: internal is %v", d.Target, d.Internal)
		}
	}
}

// Everything that the table does not list works.
func TestTheRestWorks(t *testing.T) {
	s := start(t)
	listed := map[string]bool{}
	for _, d := range demotest.Defects() {
		if listed[d.Address(s.URL())] {
			t.Errorf("%q is listed twice", d.Target)
		}
		listed[d.Address(s.URL())] = true
	}
	pages, working := 0, map[string]bool{}
	for page, links := range s.links(t) {
		pages++
		for address := range links {
			if listed[address] || working[address] {
				continue
			}
			working[address] = true
			r, _ := s.get(t, address)
			if r.status != http.StatusOK || r.body == "" || r.bodyErr != nil || strings.Contains(r.body, "Nothing here") {
				t.Errorf("%s links to %s: status %d, %v", page, address, r.status, r.bodyErr)
			}
			if _, id, ok := strings.Cut(address, "#"); ok && !strings.Contains(r.body, `id="`+id+`"`) {
				t.Errorf("%s links to %s: no such place", page, address)
			}
		}
	}
	if pages < 20 || len(working) < 30 {
		t.Errorf("%d pages with %d working links: the site is not all there", pages, len(working))
	}
}

// check 82
func TestOrphan(t *testing.T) {
	s := start(t)
	at, _ := weburl.Parse(s.url + "/sitemap.xml")
	r, _ := s.get(t, at.String())
	m, err := sitemap.Parse([]byte(r.body), at)
	if err != nil || len(m.Notes) > 0 {
		t.Fatalf("sitemap: %v, %+v", err, m)
	}
	linked := map[string]bool{}
	for _, links := range s.links(t) {
		for address := range links {
			linked[address] = true
		}
	}
	var orphans []string
	for _, e := range m.Pages {
		if r, _ := s.get(t, e.URL.String()); r.status != http.StatusOK {
			t.Errorf("sitemap names %s: status %d", e.URL, r.status)
		}
		if !linked[e.URL.Key()] {
			orphans = append(orphans, e.URL.Path())
		}
	}
	if len(orphans) != 1 || orphans[0] != demotest.Orphan {
		t.Errorf("orphans are %q, want %q", orphans, demotest.Orphan)
	}
	rules, _ := s.get(t, s.url+"/robots.txt")
	if maps := robots.Parse([]byte(rules.body)).Sitemaps(); len(maps) != 1 || maps[0] != at.String() {
		t.Errorf("robots.txt names %q", maps)
	}
}

// observe finds out, by simple means, what a scan should find.
func (s *Server) observe(t *testing.T, d demotest.Defect) outcome.Key {
	t.Helper()
	address := d.Address(s.URL())
	if key := weburl.Classify(address); key != "" {
		return key
	}
	u, err := weburl.Parse(address)
	if err != nil {
		return weburl.OutcomeOf(err)
	}
	site, _ := weburl.Parse(s.URL())
	if key := weburl.LocalOutcome(site, u); key != "" {
		return key
	}
	if strings.HasSuffix(u.Hostname(), ".invalid") { // never exists (RFC 6761 §6.4)
		return outcome.DNSNotFound
	}
	if d.Internal {
		rules, _ := s.get(t, s.url+"/robots.txt")
		if ok, _ := robots.Parse([]byte(rules.body)).Allowed(robots.Token, u.RequestURI()); !ok {
			return outcome.RobotsBlocked
		}
	}
	r, ok := s.get(t, u.Key())
	switch {
	case errors.Is(r.bodyErr, syscall.ECONNREFUSED):
		return outcome.ConnectionRefused
	case !ok && (errors.Is(r.bodyErr, io.EOF) || errors.Is(r.bodyErr, syscall.ECONNRESET)):
		return outcome.EmptyReply
	case !ok:
		return outcome.MalformedResponse
	case r.status/100 == 3:
		return s.observeRedirect(t, u, r)
	case r.status != http.StatusOK:
		return outcome.FromStatus(r.status)
	}
	return observePage(t, s, u, r)
}

func observePage(t *testing.T, s *Server, u weburl.URL, r response) outcome.Key {
	t.Helper()
	media := r.header.Get("Content-Type")
	id, hasID := u.Fragment()
	sibling, _ := s.get(t, u.Origin()+u.Path()[:strings.LastIndexByte(u.Path(), '/')]+"/no-such-page-4711.html")
	switch {
	case errors.Is(r.bodyErr, io.ErrUnexpectedEOF):
		return outcome.BodyTruncated
	case r.bodyErr != nil:
		t.Fatalf("%s: %v", u, r.bodyErr)
	case r.header.Get("Content-Encoding") == "gzip" && !strings.HasPrefix(r.body, "\x1f\x8b"):
		return outcome.BadCompression
	case r.body == "":
		return outcome.EmptyPage
	case strings.HasSuffix(u.Path(), ".png") && strings.HasPrefix(media, "text/html"):
		return outcome.WrongType
	case strings.Contains(r.body, `http-equiv="refresh"`):
		return outcome.MetaRefresh
	case hasID && !strings.Contains(r.body, `id="`+id+`"`):
		return outcome.MissingFragment
	case sibling.status == http.StatusOK && sibling.body == r.body:
		return outcome.Soft404
	}
	return outcome.FromStatus(r.status)
}

func (s *Server) observeRedirect(t *testing.T, from weburl.URL, r response) outcome.Key {
	t.Helper()
	first, seen, at := r.status, map[string]bool{}, from
	for r.status/100 == 3 {
		location := r.header.Get("Location")
		if location == "" {
			return outcome.RedirectNoTarget
		}
		next, err := at.Resolve(location)
		if err != nil {
			return outcome.RedirectBadTarget
		}
		if at = next; seen[at.Key()] {
			return outcome.RedirectLoop
		}
		seen[at.Key()] = true
		r, _ = s.get(t, at.Key())
	}
	switch {
	case r.status != http.StatusOK:
		return outcome.RedirectBroken
	case at.Path() == "/login" && at.Query() != "":
		return outcome.RedirectLogin
	case at.Key() == s.URL():
		return outcome.RedirectHome
	case len(seen) > 1:
		return outcome.RedirectChain
	}
	return outcome.FromStatus(first)
}

// The answers that are no page come with what makes them worth finding.
func TestAnswers(t *testing.T) {
	s := start(t)
	if r, _ := s.get(t, s.url+"/order/basket"); !strings.Contains(r.body, "/var/www/") || r.header.Get("X-Powered-By") == "" {
		t.Errorf("the failing shop gives nothing away: %v %.80q", r.header, r.body)
	}
	if r, _ := s.get(t, s.url+"/members/"); r.header.Get("WWW-Authenticate") == "" {
		t.Errorf("the members' area does not say how to sign in: %v", r.header)
	}
	if r, _ := s.get(t, s.url+"/no-such-page"); r.status != http.StatusNotFound || !strings.Contains(r.body, "not in the oven") {
		t.Errorf("no error page of its own: %d %.80q", r.status, r.body)
	}
	for _, path := range []string{"/oven-camera", "/newsletter"} { // would hold the whole scan
		if r, _ := s.get(t, s.url+path); r.header.Get("Retry-After") != "" {
			t.Errorf("%s asks to come back in %s", path, r.header.Get("Retry-After"))
		}
	}
	entries, err := files.ReadDir("answers")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if body := answer(e.Name()); !strings.Contains(string(body), "<") {
			t.Errorf("%s: %s", e.Name(), body)
		}
	}
}

// links returns the links of every page and style sheet of both sites by path,
// each address absolute, or as written where it can't be.
func (s *Server) links(t *testing.T) map[string]map[string]bool {
	t.Helper()
	found := map[string]map[string]bool{}
	for dir, origin := range map[string]string{"site": s.url, "mill": s.mill} {
		err := fs.WalkDir(files, dir, func(name string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			path := strings.TrimSuffix(strings.TrimPrefix(name, dir), "index.html")
			at, err := weburl.Parse(origin + path)
			if err != nil {
				return err
			}
			body, err := files.ReadFile(name)
			if err != nil {
				return err
			}
			var refs []string
			switch types[name[strings.LastIndexByte(name, '.'):]] {
			case types[".html"]:
				refs = htmlLinks(t, string(body))
			case types[".css"]:
				refs = cssLinks(string(body))
			default:
				return nil
			}
			if dir == "mill" {
				path = origin + path
			}
			found[path] = map[string]bool{}
			for _, ref := range refs {
				ref = strings.Replace(ref, "http://hofmuehle.example", s.mill, 1)
				if u, err := at.Resolve(ref); err == nil && weburl.Classify(ref) == "" {
					ref = u.String()
				}
				found[path][ref] = true
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return found
}

func htmlLinks(t *testing.T, body string) (refs []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		for _, a := range n.Attr {
			switch a.Key {
			case "href", "src", "action":
				if n.Data == "form" && hasAttr(n, "method", "post") {
					continue
				}
				refs = append(refs, a.Val)
			case "srcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					refs = append(refs, strings.Fields(candidate)[0])
				}
			}
		}
	}
	return refs
}

func hasAttr(n *html.Node, key, value string) bool {
	for _, a := range n.Attr {
		if a.Key == key && a.Val == value {
			return true
		}
	}
	return false
}

func cssLinks(body string) (refs []string) {
	for _, m := range regexp.MustCompile(`url\("([^"]*)"\)`).FindAllStringSubmatch(body, -1) {
		refs = append(refs, m[1])
	}
	return refs
}
