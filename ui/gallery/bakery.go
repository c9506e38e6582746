package gallery

import (
	"fmt"
	"slices"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/sqlitetest"
)

// Addresses of the bakery's site, and what its scan finds of them.
const (
	own = "https://www.example.com"

	Home        = own + "/"
	NotFound    = own + "/cakes/wedding/three-tiers.html"
	ServerError = own + "/order/form?product=sourdough&size=large&delivery=yes"
	Image       = own + "/images/shop-window-in-winter.jpg" // not found either
	NoHost      = "https://old-supplier.example/flour"
	Moved       = "http://www.example.com/about" // leads to https
	Loop        = own + "/old-menu"
	Expired     = "https://expired.example/recipes" // the certificate
	Refused     = "https://social.example/bakery"
	TooMany     = "https://reviews.example/the-corner-bakery/what-people-say-about-us"
	Mail        = "mailto:orders@example.com"
	Forbidden   = own + "/admin/" // by robots.txt
	Place       = own + "/opening-hours#christmas"
)

// pages is how many pages of the site are read, where there are so many.
const pages = 48

// began is when the newest scan began.
var began = time.Date(2026, 5, 3, 14, 7, 0, 0, time.UTC)

// problem is an address that does not simply work, with where it is linked.
type problem struct {
	sqlitetest.Address
	sources int // number of pages that link to it
	text    string
}

func problems() []problem {
	p := func(url string, key outcome.Key, kind result.Kind, s outcome.Severity, sources int, text, reason string) problem {
		internal := len(url) > len(own) && url[:len(own)] == own || url == Moved
		return problem{answer(url, key, internal, kind, s, reason), sources, text}
	}
	all := []problem{
		p(NotFound, "404", result.KindPage, outcome.Critical, pages, "Three tiers", "HTTP 404 Not Found, confirmed by GET after 5 s"),
		p(ServerError, "500", result.KindPage, outcome.Serious, 12, "Order now", "HTTP 500 Internal Server Error, 3 attempts"),
		p(Image, "404", result.KindImage, outcome.Moderate, 3, "", "HTTP 404 Not Found"),
		p(NoHost, outcome.DNSNotFound, result.KindPage, outcome.Moderate, 31, "Our flour", "no such host, 2 attempts"),
		p(Moved, "301", result.KindPage, outcome.Minor, pages, "About us", "HTTP 301 to https"),
		p(Loop, outcome.RedirectLoop, result.KindPage, outcome.Serious, 1, "Last year's menu", "the same address again after 2 redirects"),
		p(Expired, outcome.TLSExpired, result.KindPage, outcome.Moderate, 4, "Recipes", "certificate expired 12 days ago"),
		p(Refused, "403", result.KindPage, outcome.Minor, pages, "Our friends", "HTTP 403, a check for robots"),
		p(TooMany, "429", result.KindPage, outcome.Minor, 1, "What people say", "HTTP 429, asked to wait 120 s"),
		p(Mail, outcome.UnsupportedScheme, result.KindOther, outcome.NoSeverity, pages, "Write to us", "mail address"),
		p(Forbidden, outcome.RobotsBlocked, result.KindPage, outcome.NoSeverity, 1, "Sign in", "robots.txt: Disallow: /admin/"),
		p(Place, outcome.MissingFragment, result.KindPage, outcome.Minor, 2, "Christmas", "no element with id christmas"),
	}
	for i := range all {
		switch a := &all[i]; a.URL {
		case NotFound:
			a.Evidence.Hops = []result.Hop{{URL: a.URL, Status: 301, Location: "/moved"}, {URL: own + "/moved", Status: 404}}
			a.Evidence.Snippet = "<!doctype html>\n<title>Not found</title>\n<h1>There is nothing here</h1>"
		case Moved:
			a.Status, a.Final = 200, own+"/about"
		case Place:
			a.Status = 200
		}
	}
	return all
}

// answer is how an address answered.
func answer(url string, key outcome.Key, internal bool, kind result.Kind, s outcome.Severity, reason string) sqlitetest.Address {
	a := sqlitetest.Address{Row: storage.Row{
		URL: url, Internal: internal, Kind: kind, Depth: 2, Outcome: key, Severity: s, Reason: reason,
		Size: 4321, Took: 180 * time.Millisecond, ContentType: "text/html", At: began.Add(time.Minute),
	}}
	status, answered := key.Status()
	if !answered {
		return a
	}
	a.Evidence = result.Evidence{
		Method: "GET", RemoteAddr: "192.0.2.10:443", Protocol: "HTTP/2.0", Server: "nginx", Platform: "WordPress", Clue: "header X-Powered-By",
		Response: []result.Header{{Name: "server", Value: "nginx/1.24.0"}, {Name: "content-type", Value: "text/html; charset=UTF-8"}, {Name: "x-powered-by", Value: "PHP/8.2, WordPress 6.5"}},
		Timing:   result.Timing{DNS: 12 * time.Millisecond, Connect: 31 * time.Millisecond, TLS: 44 * time.Millisecond, FirstByte: 120 * time.Millisecond, Total: 180 * time.Millisecond},
		Attempts: []result.Attempt{
			{At: a.At, Method: "HEAD", Status: status, Outcome: key, Duration: 90 * time.Millisecond},
			{At: a.At.Add(5 * time.Second), Method: "GET", Status: status, Outcome: key, Duration: 180 * time.Millisecond},
		},
	}
	return a
}

// working is an address of the site that works.
func working(url, title string, kind result.Kind) sqlitetest.Address {
	a := answer(url, "200", true, kind, outcome.NoSeverity, "HTTP 200 OK")
	a.Title = title
	return a
}

const weddingTitle = "Three tiers for your wedding"

// newestScan is the scan whose results are shown.
func newestScan(works int) sqlitetest.Scan {
	s := scanAt(0, storage.Complete)
	home := working(Home, "The Corner Bakery", result.KindPage)
	home.Depth = 0
	s.Found = []sqlitetest.Address{home}
	all := problems()
	for _, p := range all {
		s.Found = append(s.Found, p.Address)
	}
	first := len(s.Found)
	s.Found = append(s.Found,
		working(own+"/opening-hours", "Opening hours", result.KindPage),
		working(own+"/about", "About us", result.KindPage),
		working(own+"/cakes/wedding/three-tiers", "Three tiers", result.KindPage),
		working(own+"/occasions/weddings", weddingTitle, result.KindPage),
		working(own+"/pictures/shop-window-in-winter.jpg", "", result.KindImage),
	)
	for n := range works - 5 {
		s.Found = append(s.Found, working(fmt.Sprintf("%s/bread/%05d.html", own, n+1), fmt.Sprintf("Bread no. %d", n+1), result.KindPage))
	}
	link(&s, all, s.Found[first:])
	return s
}

// link makes the home page and the pages about bread link to everything.
func link(s *sqlitetest.Scan, problems []problem, works []sqlitetest.Address) {
	read := []*sqlitetest.Address{&s.Found[0]}
	for i := len(s.Found) - len(works) + 5; i < len(s.Found) && len(read) < pages; i++ {
		read = append(read, &s.Found[i])
	}
	for n, page := range read {
		page.Read = true
		add := func(to, text, element string, place result.Place) {
			page.Links = append(page.Links, sqlitetest.Link{To: to, Text: text, Element: element, Place: place, Line: 20 + len(page.Links)})
		}
		add(Home, "Home", "", result.PlaceNavigation)
		for i := n; i < len(works); i += len(read) {
			add(works[i].URL, works[i].Title, "", result.PlaceMain)
		}
		for _, p := range problems {
			element, place := "", result.PlaceMain
			if p.Kind == result.KindImage {
				element = "img[src]"
			}
			if p.sources == pages {
				place = result.PlaceFooter
			}
			if n < p.sources {
				add(p.URL, p.text, element, place)
			}
		}
	}
}

// pastScans are those of the four weeks before, the oldest first. Three weeks
// before the newest all was well, and the scan after that was stopped before it
// came to anything.
func pastScans() (all []sqlitetest.Scan) {
	for weeks := 4; weeks > 0; weeks-- {
		s := scanAt(weeks, storage.Complete)
		s.Found = []sqlitetest.Address{working(Home, "The Corner Bakery", result.KindPage)}
		if weeks == 2 {
			s.State = storage.Stopped
			all = append(all, s)
			continue
		}
		for _, p := range problems() {
			if p.URL == Place { // its page was not there yet
				continue
			}
			a := p.Address
			if weeks == 3 && p.URL != Mail && p.URL != Forbidden {
				a.Row = answer(p.URL, "200", p.Internal, p.Kind, outcome.NoSeverity, "HTTP 200 OK").Row
				if p.URL == NotFound {
					a.Title = weddingTitle
				}
			}
			a.At = s.Began.Add(time.Minute)
			s.Found = append(s.Found, a)
		}
		all = append(all, s)
	}
	return all
}

func scanAt(weeks int, state storage.State) sqlitetest.Scan {
	at := began.AddDate(0, 0, -7*weeks)
	return sqlitetest.Scan{Scan: storage.Scan{
		Start: Home, State: state, Began: at, Ended: at.Add(192 * time.Second), Worked: 192 * time.Second, Version: "1.0",
	}}
}

// OnlyWorks takes everything out of a scan that does not work.
func OnlyWorks(s *sqlitetest.Scan) {
	gone := make(map[string]bool)
	for _, p := range problems() {
		gone[p.URL] = true
	}
	s.Found = slices.DeleteFunc(s.Found, func(a sqlitetest.Address) bool { return gone[a.URL] })
	for i := range s.Found {
		a := &s.Found[i]
		a.Links = slices.DeleteFunc(a.Links, func(l sqlitetest.Link) bool { return gone[l.To] })
	}
}

// Interrupt makes a scan end by a crash, with 1,204 addresses that wait.
func Interrupt(s *sqlitetest.Scan) {
	s.State = storage.Interrupted
	for n := range 1204 {
		s.Found = append(s.Found, sqlitetest.Address{Row: storage.Row{URL: fmt.Sprintf("%s/rolls/%04d.html", own, n+1), Internal: true, Depth: 3}})
	}
}
