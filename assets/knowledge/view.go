package knowledge

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// view is what templates see of Facts: the same, with every text from the
// network made safe for where it is going to stand, and with the questions
// that entries ask. Its fields and methods are the templates' vocabulary.
type view struct {
	Code   string // "404", "dns-not-found"
	Title  string // of the entry
	Short  string
	Ask    string // what a message asks for
	Status int
	// StatusTitle is the title of the final status's own entry.
	StatusTitle string

	URL, Final, Host, Fragment                string
	Method, Remote, Agent, Detail, Snippet    string
	CertSubject, CertIssuer, Server, Platform string
	Scheme                                    string
	Pages, Jumps, Tries                       int
	FailedBefore, ScansBefore                 int
	Since, At, CertExpires                    time.Time
	InNavigation, Orphan                      bool
	Weights                                   []outcome.Weight
	Yours, Theirs, General                    bool // in general, both sides are explained
	Problem                                   bool
	Unproven                                  bool // the check could not tell
	Skipped                                   bool // nothing was checked, so nothing can be checked again
	Terminal                                  bool // there is nothing to press
	Hops                                      []hop
	Attempts                                  []attempt
	Headers                                   []field
	Links                                     []Link
	facts                                     Facts
	action                                    Action
	assignees                                 []Assignee
}

type hop struct {
	From   string
	Status int
	To     string
}

type attempt struct {
	At     time.Time
	Method string
	Status int
	Took   time.Duration
	Detail string
}

type field struct{ Name, Value string }

// newView makes the facts fit for templates; safe makes a text from the
// network harmless where it is shown.
func newView(f Facts, safe func(string) string) *view {
	f.Server, f.Platform = f.own()
	v := &view{
		Code: string(f.Key), Status: f.Status,
		URL: safe(f.URL), Final: safe(f.Final), Host: safe(f.host()), Fragment: safe(f.Fragment),
		Method: safe(f.Method), Remote: safe(f.RemoteAddr), Agent: safe(f.Agent), Detail: safe(f.Detail), Snippet: safe(f.Snippet),
		CertSubject: safe(f.CertSubject), CertIssuer: safe(f.CertIssuer),
		Server: named(f.Server, Servers(), safe), Platform: platformName(f.Platform, safe),
		Pages: f.Pages, InNavigation: f.InNavigation, Orphan: f.Orphan, Weights: f.Weights,
		Since: f.Since, At: f.At, CertExpires: f.CertExpires,
		FailedBefore: f.FailedBefore, ScansBefore: f.ScansBefore, Tries: len(f.Attempts),
		Yours: f.Internal || f.general(), Theirs: !f.Internal || f.general(), General: f.general(),
		Problem: f.Verdict.IsProblem(), Unproven: f.Verdict == outcome.CantVerify, Skipped: f.Verdict == outcome.Skipped, Terminal: f.Terminal,
		facts: f,
	}
	if n, ok := f.Key.Status(); ok && v.Status == 0 {
		v.Status = n
	}
	v.Scheme, _, _ = strings.Cut(strings.ToLower(f.URL), ":")
	for _, h := range f.Hops {
		v.Hops = append(v.Hops, hop{From: safe(h.URL), Status: h.Status, To: safe(h.Location)})
		if h.Location != "" {
			v.Jumps++
		}
	}
	for _, a := range f.Attempts {
		v.Attempts = append(v.Attempts, attempt{
			At: a.At, Method: safe(a.Method), Status: a.Status,
			Took: a.Duration.Round(time.Millisecond), Detail: safe(a.Detail),
		})
	}
	for _, l := range f.Links {
		v.Links = append(v.Links, Link{Page: safe(l.Page), Text: safe(l.Text)})
	}
	for _, h := range f.Response {
		if slices.ContainsFunc(tellingHeaders(), func(n string) bool { return strings.EqualFold(n, h.Name) }) {
			v.Headers = append(v.Headers, field{Name: safe(h.Name), Value: safe(h.Value)})
		}
	}
	return v
}

// answering is the view of what happened, where v is that of what the reader
// can do: the server and the platform are those that answered, also at
// another site.
func (v *view) answering(f Facts) *view {
	if f.Internal || f.general() {
		return v
	}
	there := *v
	there.facts.Server, there.facts.Platform, there.facts.Panel = f.Server, f.Platform, ""
	there.Server = named(f.Server, Servers(), codeSpan)
	there.Platform = platformName(f.Platform, codeSpan)
	return &there
}

// kinds of address that texts may tell apart.
func kinds() []result.Kind {
	return []result.Kind{
		result.KindPage, result.KindImage, result.KindStyle, result.KindScript, result.KindModule, result.KindFont,
		result.KindMedia, result.KindFrame, result.KindDownload, result.KindFeed, result.KindForm,
		result.KindMeta, result.KindCanonical, result.KindLanguage, result.KindAlternate, result.KindNext, result.KindPrev,
		result.KindRequest, result.KindSitemap, result.KindOther,
	}
}

// tellingHeaders are the response headers that help the recipient of a message.
func tellingHeaders() []string {
	return []string{"Server", "Date", "Via", "Location", "Retry-After", "Content-Type", "X-Powered-By", "CF-RAY", "X-Request-Id", "X-Amz-Cf-Id"}
}

// IsServer reports whether the server program that answered is the one named.
// A name that nothing else knows is a mistake in the entry.
func (v *view) IsServer(name string) (bool, error) {
	if !slices.Contains(Servers(), name) {
		return false, fmt.Errorf("server %q is not known", name)
	}
	return v.isServer(name), nil
}

// KnownServer reports whether any of IsServer's names holds.
func (v *view) KnownServer() bool { return v.isServer(Servers()...) }

// IsPlatform reports whether the site runs on what is named, or on something that
// is built on it.
func (v *view) IsPlatform(name string) (bool, error) {
	if !slices.ContainsFunc(families, func(f Family) bool { return f.Name == name }) {
		return false, fmt.Errorf("platform %q is not known", name)
	}
	return v.familyHere().is(name), nil
}

// KnownPlatform reports whether any of IsPlatform's names holds.
func (v *view) KnownPlatform() bool { return v.familyHere().Name != "" }

// Action is what to do first here.
func (v *view) Action() string { return string(v.action) }

// CanAsk reports whether somebody can fix it here, and so be written to.
func (v *view) CanAsk(who string) bool { return slices.Contains(v.assignees, Assignee(who)) }

// IsKind reports whether the address is a page, an image and so on.
func (v *view) IsKind(name string) (bool, error) {
	if !slices.Contains(kinds(), result.Kind(name)) {
		return false, fmt.Errorf("kind %q is not known", name)
	}
	kind := v.facts.Kind
	if kind == result.KindModule && name != string(kind) {
		kind = result.KindScript // which it is, too
	}
	return kind == result.Kind(name), nil
}

// Noted reports whether the check noticed a further outcome beside its own.
func (v *view) Noted(key string) (bool, error) {
	if _, ok := outcome.Lookup(outcome.Key(key)); !ok {
		return false, fmt.Errorf("outcome %q is not known", key)
	}
	return outcome.Key(key) != v.facts.Key &&
		slices.ContainsFunc(v.facts.Notes, func(n result.Note) bool { return n.Outcome == outcome.Key(key) }), nil
}

// DaysLeft is the number of whole days from the check to the end of the
// certificate; negative once it has ended.
func (v *view) DaysLeft() int { return int(v.CertExpires.Sub(v.At).Hours() / 24) }

// DaysOver is the reverse of DaysLeft.
func (v *view) DaysOver() int { return -v.DaysLeft() }

func isNamed(evidence, name string) bool {
	return strings.Contains(strings.ToLower(evidence), strings.ToLower(name))
}

// platformName returns the usual spelling of a family's name, and any other name
// made safe.
func platformName(evidence string, safe func(string) string) string {
	if f, ok := familyOf(evidence); ok {
		return f.Name
	}
	return safe(evidence)
}

// named returns the usual spelling of a known name, and any other made safe.
func named(evidence string, known []string, safe func(string) string) string {
	for _, n := range known {
		if isNamed(evidence, n) {
			return n
		}
	}
	return safe(evidence)
}

// Lengths at which texts from the network are cut, in characters.
const (
	maxShown = 300
	maxPlain = 2000
)

// codeSpan shows a text from the network in Markdown: as a code span, whose
// content formats nothing. Empty stays empty.
func codeSpan(s string) string {
	s = cut(plain(s), maxShown)
	if s == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// plainText shows a text from the network where nothing is formatted.
func plainText(s string) string { return cut(plain(s), maxPlain) }

// plain makes one line of a text, without control characters and without
// those that turn the direction of writing round.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
