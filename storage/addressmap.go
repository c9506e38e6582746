package storage

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Presets of an AddressMap. They apply to addresses of the earlier scan's own host,
// with or without "www.".
const (
	MapWWW   = "www"   // "www." as the later scan's start address has it
	MapHTTPS = "https" // http or https as the later scan's start address has it
	MapSlash = "slash" // with and without a slash at the end of the path
	MapHost  = "host"  // the later scan's host in place of the earlier one's
)

// AddressMap says which address of one scan is which of another, where the addresses
// of the site have changed. The zero value changes no address. Nothing may be changed
// in one.
type AddressMap struct {
	rules    []addressRule // longest From first
	old, now origin        // of the start addresses
	presets  []string
	texts    []string
}

// addressRule replaces the beginning of an address.
type addressRule struct{ from, to string }

// origin is the scheme and the host of an address.
type origin struct{ scheme, host string }

func originOf(address string) origin {
	u, err := url.Parse(address)
	if err != nil {
		return origin{}
	}
	return origin{u.Scheme, u.Host}
}

func (o origin) bare() string { return strings.TrimPrefix(o.host, "www.") }

// MapRuleError says that a rule of an address map can't be used.
type MapRuleError struct {
	Rule string
	// Twice: another rule is for the same addresses.
	Twice bool
}

// Error names the rule.
func (e *MapRuleError) Error() string {
	return fmt.Sprintf("rule for addresses %q can't be used", e.Rule)
}

// ParseAddressMap reads rules: a preset, or OLD=NEW, by which an address that begins
// with OLD begins with NEW instead. OLD counts up to the end of a part of the address:
// "https://example.com/blog" is not the beginning of "https://example.com/blogs".
// The start addresses are those of the two scans. Its error is a *MapRuleError.
func ParseAddressMap(rules []string, oldStart, newStart string) (AddressMap, error) {
	m := AddressMap{old: originOf(oldStart), now: originOf(newStart), texts: slices.Clone(rules)}
	for _, text := range rules {
		switch text {
		case MapWWW, MapHTTPS, MapSlash, MapHost:
			m.presets = append(m.presets, text)
			continue
		}
		from, to, ok := splitRule(text)
		if !ok {
			return AddressMap{}, &MapRuleError{Rule: text}
		}
		for _, r := range m.rules {
			if r.from == from && r.to != to {
				return AddressMap{}, &MapRuleError{Rule: text, Twice: true}
			}
		}
		m.rules = append(m.rules, addressRule{from, to})
	}
	slices.SortStableFunc(m.rules, func(a, b addressRule) int { return cmp.Compare(len(b.from), len(a.from)) })
	return m, nil
}

// splitRule divides OLD=NEW before the address that follows a "=". OLD may contain
// one itself.
func splitRule(text string) (from, to string, ok bool) {
	at := max(strings.LastIndex(text, "=http://"), strings.LastIndex(text, "=https://"))
	if at < 0 {
		return "", "", false
	}
	from, ok = normalPrefix(text[:at])
	to, okTo := normalPrefix(text[at+1:])
	return from, to, ok && okTo
}

// normalPrefix returns the beginning of addresses as they are stored: with the scheme
// and the host in lower case.
func normalPrefix(text string) (string, bool) {
	text = strings.TrimSpace(text)
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Fragment != "" {
		return "", false
	}
	rest := text[len(u.Scheme)+len("://"):]
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	return u.Scheme + "://" + strings.ToLower(rest[:end]) + rest[end:], true
}

// IsZero reports whether m changes no address.
func (m AddressMap) IsZero() bool { return len(m.rules) == 0 && len(m.presets) == 0 }

// Rules returns the texts that m was read from.
func (m AddressMap) Rules() []string { return slices.Clone(m.texts) }

// String returns the rules as they are typed.
func (m AddressMap) String() string { return MapFlags(m.texts) }

// MapFlags returns rules as they are typed on a command line.
func MapFlags(rules []string) string {
	parts := make([]string, len(rules))
	for i, r := range rules {
		parts[i] = "--map " + r
		if strings.ContainsAny(r, " =?&'") {
			parts[i] = "--map '" + r + "'"
		}
	}
	return strings.Join(parts, " ")
}

// Map returns what an address of the earlier scan is in the later one. The rule with
// the longest OLD is applied, and no other; where there is none, the presets for the
// scheme and the host are. A fragment stays.
func (m AddressMap) Map(address string) string {
	for _, r := range m.rules {
		rest, ok := strings.CutPrefix(address, r.from)
		if ok && (rest == "" || strings.HasSuffix(r.from, "/") || strings.ContainsRune("/?#", rune(rest[0]))) {
			if strings.HasSuffix(r.to, "/") {
				rest = strings.TrimPrefix(rest, "/")
			} else if rest != "" && !strings.ContainsRune("/?#", rune(rest[0])) {
				rest = "/" + rest
			}
			return r.to + rest
		}
	}
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok || len(m.presets) == 0 {
		return address
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	at := origin{scheme, rest[:end]}
	if at.bare() != m.old.bare() {
		return address
	}
	for _, preset := range m.presets {
		switch preset {
		case MapHTTPS:
			at.scheme = m.now.scheme
		case MapWWW:
			host := at.bare()
			if strings.HasPrefix(m.now.host, "www.") {
				host = "www." + host
			}
			at.host = host
		case MapHost:
			at = m.now
		}
	}
	return at.scheme + "://" + at.host + rest[end:]
}

// candidates returns what an address of the earlier scan may be in the later one, the
// most likely first.
func (m AddressMap) candidates(address string) []string {
	all := []string{m.Map(address)}
	if slices.Contains(m.presets, MapSlash) {
		if other, ok := otherSlash(all[0]); ok && originOf(all[0]).bare() == m.now.bare() {
			all = append(all, other)
		}
	}
	return append(all, address)
}

// otherSlash returns an address with a slash at the end of its path where it has none,
// and without it where it has one.
func otherSlash(address string) (string, bool) {
	end := strings.IndexAny(address, "?#")
	if end < 0 {
		end = len(address)
	}
	path, rest := address[:end], address[end:]
	without, has := strings.CutSuffix(path, "/")
	switch {
	case has && strings.Count(path, "/") == 3: // the root has to have one
		return "", false
	case has:
		return without + rest, true
	default:
		return path + "/" + rest, true
	}
}

// MappedAddress is an address of the earlier scan.
type MappedAddress struct {
	URL    string
	IsPage bool
}

// Pairing is which address of the earlier scan is which of the later one.
type Pairing struct {
	// Now has the later address of those that have one, also where it is the same.
	Now map[string]string
	// Ambiguous are the addresses of which several would be the same later: they have
	// none. Claimed are the later addresses that they would be.
	Ambiguous, Claimed []string
}

// Pair pairs addresses of the earlier scan, each of which is there once, with those of
// the later one. No two have the same: a page wins over what is no page, then the
// address that has not changed, then the one that Map leads there. Where two are equal
// in that, neither has a pair.
func (m AddressMap) Pair(old []MappedAddress, isLater func(address string) bool) Pairing {
	p := Pairing{Now: make(map[string]string, len(old))}
	type claim struct{ place, rank int }
	claims := make(map[string][]claim)
	for i, a := range old {
		for rank, now := range m.candidates(a.URL) {
			if !isLater(now) {
				continue
			}
			rank = 2 * (rank + 1)
			if now == a.URL {
				rank = 1
			}
			if !a.IsPage {
				rank += 100
			}
			claims[now] = append(claims[now], claim{i, rank})
			break
		}
	}
	for now, all := range claims {
		best := slices.MinFunc(all, func(a, b claim) int { return cmp.Compare(a.rank, b.rank) })
		var ties []string
		for _, c := range all {
			if c.rank == best.rank {
				ties = append(ties, old[c.place].URL)
			}
		}
		if len(ties) > 1 {
			p.Ambiguous, p.Claimed = append(p.Ambiguous, ties...), append(p.Claimed, now)
			continue
		}
		p.Now[old[best.place].URL] = now
	}
	slices.Sort(p.Ambiguous)
	slices.Sort(p.Claimed)
	return p
}

// SuggestMap returns the presets by which one start address is the other: none where
// they are the same, or differ by more than www, https and a slash.
func SuggestMap(oldStart, newStart string) []string {
	old, now := originOf(oldStart), originOf(newStart)
	if oldStart == newStart || old.bare() != now.bare() || old.host == "" {
		return nil
	}
	var presets []string
	if old.scheme != now.scheme {
		presets = append(presets, MapHTTPS)
	}
	if old.host != now.host {
		presets = append(presets, MapWWW)
	}
	rest := func(s string, o origin) string { return strings.TrimPrefix(s, o.scheme+"://"+o.host) }
	if a, b := rest(oldStart, old), rest(newStart, now); a != b {
		if strings.TrimSuffix(a, "/") != strings.TrimSuffix(b, "/") {
			return nil
		}
		presets = append(presets, MapSlash)
	}
	return presets
}

// SuggestRules returns rules under which at least half of the pages of an earlier scan
// are pages of a later one; nil for none. They are the presets for the start
// addresses, or one for the origins that most of the pages have.
func SuggestRules(old, now []string, oldStart, newStart string) []string {
	later := make(map[string]bool, len(now))
	for _, address := range now {
		later[address] = true
	}
	addresses := make([]MappedAddress, len(old))
	for i, address := range old {
		addresses[i] = MappedAddress{URL: address, IsPage: true}
	}
	from, to := mostFrequent(old), mostFrequent(now)
	for _, rules := range [][]string{SuggestMap(oldStart, newStart), {MapHost}, {MapSlash}, {from + "/=" + to + "/"}} {
		m, err := ParseAddressMap(rules, oldStart, newStart)
		if err == nil && !m.IsZero() && 2*len(m.Pair(addresses, func(a string) bool { return later[a] }).Now) >= len(old) {
			return rules
		}
	}
	return nil
}

// mostFrequent returns the origin that most addresses have, as "https://example.com".
func mostFrequent(addresses []string) string {
	counts := make(map[origin]int)
	for _, address := range addresses {
		counts[originOf(address)]++
	}
	var best origin
	for o, n := range counts {
		if n > counts[best] || n == counts[best] && o.host < best.host {
			best = o
		}
	}
	return best.scheme + "://" + best.host
}

// MapPreview is what an AddressMap does to the addresses of an earlier scan.
type MapPreview struct {
	Addresses, Pages int // of the earlier scan
	// Paired are the addresses and the pages that the later scan found, and Moved those
	// of them that have another address there.
	Paired, PairedPages, Moved int
	// Examples of addresses that moved, and of what has no pair, pages first.
	MovedExamples []MovedAddress
	Unpaired      []string
	Ambiguous     []string // all of them; see Pairing
}

// MovedAddress is an address of the earlier scan and of the later one.
type MovedAddress struct{ Before, Now string }
