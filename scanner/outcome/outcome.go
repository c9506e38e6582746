// Package outcome names everything a check can find, and what it means for a
// visitor. It is data: standard library only, no state, safe to use from
// anywhere. It must not know how an address is fetched, stored or shown.
//
// Every key that the scanner can produce stands in this package's table, and
// every one of them has an entry in the knowledge base; a test in assets
// holds the two together.
package outcome

import (
	"cmp"
	"slices"
	"strconv"
)

// Key names an outcome: an HTTP status as three digits ("404") or, where there
// was no usable status, what happened instead ("dns-not-found").
type Key string

// FromStatus gives the key of an HTTP status code.
func FromStatus(code int) Key { return Key(strconv.Itoa(code)) }

// Status reports the HTTP status code a key stands for, and whether it stands
// for one at all.
func (k Key) Status() (code int, ok bool) {
	if len(k) != 3 {
		return 0, false
	}
	n, err := strconv.Atoi(string(k))
	if err != nil || n < 100 {
		return 0, false
	}
	return n, true
}

// Verdict is what an outcome means to the person who owns the site.
// The numbers are stored; never reorder them.
type Verdict uint8

const (
	// Unchecked is the zero value: the address is known and still waits.
	Unchecked Verdict = iota
	// Works: a visitor gets what the link promises.
	Works
	// Warning: it works, but should be changed.
	Warning
	// CantVerify: something stood between us and the answer (a bot wall, a
	// rate limit, a login), so we do not claim to know.
	CantVerify
	// Broken: proved not to work.
	Broken
	// Skipped: deliberately not checked, for the reason the outcome names.
	Skipped
)

var verdictNames = [...]string{"unchecked", "works", "warning", "cant-verify", "broken", "skipped"}

// Verdicts lists those that a finished address can have, worst first.
func Verdicts() []Verdict { return []Verdict{Broken, Warning, CantVerify, Works, Skipped} }

// String gives the word that JSON Lines and the database use: "broken",
// "warning", "cant-verify", "works", "skipped" or "unchecked".
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return "verdict-" + strconv.Itoa(int(v))
}

// ParseVerdict is the reverse of String. It reports false for any other word.
func ParseVerdict(s string) (Verdict, bool) {
	i := slices.Index(verdictNames[:], s)
	return Verdict(max(i, 0)), i >= 0
}

// IsProblem reports whether a verdict belongs on the list of things to look
// at: everything that was checked and does not simply work.
func (v Verdict) IsProblem() bool { return v == Broken || v == Warning || v == CantVerify }

// Severity says how much a problem matters. The numbers are stored.
type Severity uint8

const (
	NoSeverity Severity = iota
	Minor
	Moderate
	Serious
	Critical
)

var severityNames = [...]string{"none", "minor", "moderate", "serious", "critical"}

// String gives "none", "minor", "moderate", "serious" or "critical".
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return "severity-" + strconv.Itoa(int(s))
}

// ParseSeverity is the reverse of String.
func ParseSeverity(s string) (Severity, bool) {
	i := slices.Index(severityNames[:], s)
	return Severity(max(i, 0)), i >= 0
}

// Class groups outcomes for a reader who looks through them.
type Class string

const (
	Informational Class = "1xx"
	Success       Class = "2xx"
	Redirection   Class = "3xx"
	ClientError   Class = "4xx"
	ServerError   Class = "5xx"
	OtherStatus   Class = "other-status" // outside 100–599
	Address       Class = "address"
	NameLookup    Class = "name"
	Connection    Class = "connection"
	TLS           Class = "tls"
	Exchange      Class = "exchange"
	Redirects     Class = "redirect"
	Access        Class = "access"
	Content       Class = "content"
	ScanRule      Class = "scan"
)

// Info is what is known of an outcome before any particular address is looked at.
type Info struct {
	Key   Key
	Class Class
	// Internal and External are the verdicts by default, for an address of the
	// site itself and for one of another site. A site's own settings override
	// them, and evidence (a bot wall behind a 403) may.
	Internal, External Verdict
	// Transient outcomes are tried again later before they are believed.
	Transient bool
}

// Lookup gives the facts of a key. A status that is not in the table gets its
// class's default, so that any number a server makes up is still answered.
// It reports false only where the key is neither in the table nor a status.
func Lookup(k Key) (Info, bool) {
	if i, found := slices.BinarySearchFunc(table, k, func(e Info, k Key) int { return cmp.Compare(e.Key, k) }); found {
		return table[i], true
	}
	code, ok := k.Status()
	if !ok {
		return Info{Key: k}, false
	}
	return classDefault(code), true
}

// Default gives the verdict of a key before settings and evidence.
func Default(k Key, internal bool) Verdict {
	info, ok := Lookup(k)
	switch {
	case !ok:
		return CantVerify
	case internal:
		return info.Internal
	default:
		return info.External
	}
}

// All lists every outcome with an entry of its own, ordered by key.
func All() []Info { return slices.Clone(table) }

// ClassOf tells the class that a status code belongs to.
func ClassOf(code int) Class {
	switch {
	case code >= 100 && code < 200:
		return Informational
	case code >= 200 && code < 300:
		return Success
	case code >= 300 && code < 400:
		return Redirection
	case code >= 400 && code < 500:
		return ClientError
	case code >= 500 && code < 600:
		return ServerError
	default:
		return OtherStatus
	}
}

func classDefault(code int) Info {
	info := Info{Key: FromStatus(code), Class: ClassOf(code)}
	switch info.Class {
	case Success:
		info.Internal, info.External = Works, Works
	case Redirection:
		info.Internal, info.External = Warning, Warning
	case ClientError:
		info.Internal, info.External = Broken, CantVerify
	case ServerError:
		info.Internal, info.External, info.Transient = Broken, CantVerify, true
	default:
		info.Internal, info.External = CantVerify, CantVerify
	}
	return info
}
