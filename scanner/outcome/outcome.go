// Package outcome defines the possible outcomes of a check and what they mean for
// a visitor. It is data: it uses only the standard library and has no state. It
// must not know how an address is fetched, stored or shown.
//
// Every key that the scanner can produce is listed in this package's table and
// has an entry in the knowledge base; a test in assets compares the two.
package outcome

import (
	"cmp"
	"slices"
	"strconv"
)

// Key identifies an outcome: an HTTP status as three digits ("404") or, if there
// was no usable status, what happened instead ("dns-not-found").
type Key string

// FromStatus returns the key of an HTTP status code.
func FromStatus(code int) Key { return Key(strconv.Itoa(code)) }

// Status returns the HTTP status code of a key, and whether the key is one.
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

// Verdict is what an outcome means to the owner of the site.
// The numbers are stored; never reorder them.
type Verdict uint8

const (
	// Unchecked is the zero value: the address is waiting to be checked.
	Unchecked Verdict = iota
	// Works means that a visitor gets what the link promises.
	Works
	// Warning means that the address works, but should be changed.
	Warning
	// CantVerify means that something prevented a reliable check (a bot wall, a
	// rate limit, a login).
	CantVerify
	// Broken means that the address is proved not to work.
	Broken
	// Skipped means that the address was deliberately not checked, for the reason
	// that is the outcome.
	Skipped
)

var verdictNames = [...]string{"unchecked", "works", "warning", "cant-verify", "broken", "skipped"}

// Verdicts returns the verdicts that a checked address can have, worst first.
func Verdicts() []Verdict { return []Verdict{Broken, Warning, CantVerify, Works, Skipped} }

// String returns the word that JSON Lines and the database use: "broken",
// "warning", "cant-verify", "works", "skipped" or "unchecked".
func (v Verdict) String() string {
	if int(v) < len(verdictNames) {
		return verdictNames[v]
	}
	return "verdict-" + strconv.Itoa(int(v))
}

// ParseVerdict is the reverse of String. It returns false for any other word.
func ParseVerdict(s string) (Verdict, bool) {
	i := slices.Index(verdictNames[:], s)
	return Verdict(max(i, 0)), i >= 0
}

// IsProblem reports whether an address with this verdict is listed as a problem:
// it was checked and does not simply work.
func (v Verdict) IsProblem() bool { return v == Broken || v == Warning || v == CantVerify }

// Rank returns a number by which verdicts are compared: Broken has the highest,
// then come Warning, CantVerify and Works; any other has 0.
func (v Verdict) Rank() int {
	switch v {
	case Broken:
		return 4
	case Warning:
		return 3
	case CantVerify:
		return 2
	case Works:
		return 1
	}
	return 0
}

// Severity is how serious a problem is. The numbers are stored.
type Severity uint8

const (
	NoSeverity Severity = iota
	Minor
	Moderate
	Serious
	Critical
)

var severityNames = [...]string{"none", "minor", "moderate", "serious", "critical"}

// String returns "none", "minor", "moderate", "serious" or "critical".
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

// Class is a group of outcomes, for readers who browse them.
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

// Info describes an outcome in general.
type Info struct {
	Key   Key
	Class Class
	// Internal and External are the default verdicts for an address of the site
	// itself and for one of another site. The settings of a site override them,
	// and so may evidence (a bot wall behind a 403).
	Internal, External Verdict
	// Transient is true if an address with this outcome is retried later before
	// the outcome is accepted.
	Transient bool
}

// Lookup returns the description of a key. A status that is not in the table has
// the default of its class, so that every number that a server may send is
// covered. Lookup returns false only if the key is neither in the table nor a
// status.
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

// Default returns the verdict of a key, regardless of settings and evidence.
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

// All returns every outcome that has its own entry, ordered by key.
func All() []Info { return slices.Clone(table) }

// ClassOf returns the class of a status code.
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
