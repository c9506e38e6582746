package weburl

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"sitewell/scanner/outcome"
)

// SameSite reports whether u belongs to the site that begins at site. The names
// with and without www, http and https are one site, and a trailing dot makes no
// difference. Ports must be equal, except that 80 and 443 count as equal. With
// subdomains, every name below the site's own (without www) belongs to it as
// well, unless the site's name is a public suffix (github.io).
func SameSite(site, u URL, subdomains bool) bool {
	if site.IsZero() || u.IsZero() || sitePort(site) != sitePort(u) {
		return false
	}
	a, b := apex(site), apex(u)
	if a == b {
		return true
	}
	return subdomains && strings.HasSuffix(b, "."+a) && !publicSuffix(a) && !u.isIP()
}

// Below reports whether the host of an address is a name below that of the site that
// begins at site, in whatever port or scheme. Who has a name decides which names there
// are below it, unless it is a public suffix.
func Below(site, address string) bool {
	from, err := Parse(site)
	if err != nil {
		return false
	}
	u, err := Parse(address)
	if err != nil {
		return false
	}
	a := apex(from)
	return strings.HasSuffix(apex(u), "."+a) && !publicSuffix(a)
}

// SiteKey returns what the addresses of one site have in common, subdomains apart: two
// addresses have the same key if SameSite says so.
func (u URL) SiteKey() string { return apex(u) + ":" + strconv.Itoa(sitePort(u)) }

func sitePort(u URL) int {
	if p := u.Port(); p != 443 {
		return p
	}
	return 80
}

// apex returns the host without a trailing dot and a leading "www.". The "www."
// is kept if a public suffix follows ("www.com", "www.github.io").
func apex(u URL) string {
	host := strings.TrimSuffix(u.Hostname(), ".")
	rest, ok := strings.CutPrefix(host, "www.")
	if !ok || u.isIP() || publicSuffix(rest) {
		return host
	}
	return rest
}

// publicSuffix reports whether names can be registered directly under a name. For
// a name without a dot it returns true.
func publicSuffix(name string) bool {
	suffix, _ := publicsuffix.PublicSuffix(name)
	return suffix == name
}

// IP returns the IP address if the host is one. The parser has normalised every
// spelling ("127.1", "0x7f.1", "2130706433").
func (u URL) IP() (netip.Addr, bool) {
	if u.IsZero() {
		return netip.Addr{}, false
	}
	h := u.Hostname()
	if last := h[len(h)-1]; u.s[u.hostStart()] != '[' && (last < '0' || last > '9') {
		return netip.Addr{}, false
	}
	a, err := netip.ParseAddr(h)
	return a, err == nil
}

func (u URL) isIP() bool { _, ok := u.IP(); return ok }

// LocalOutcome returns the outcome of a link on site to an address that no visitor can
// reach: a name or IP address of the author's own machine (AddressLocalhost) or
// network (AddressPrivate). It returns "" if the address is public, as far as its
// text shows, or if the site itself is in the same place.
func LocalOutcome(site, u URL) outcome.Key {
	if u.IsZero() {
		return ""
	}
	here, there := placeOf(site), placeOf(u)
	if there == public || there == here || !site.IsZero() && site.Hostname() == u.Hostname() {
		return ""
	}
	switch there {
	case schemeName:
		return outcome.AddressMalformed
	case privateNet:
		return outcome.AddressPrivate
	default:
		return outcome.AddressLocalhost
	}
}

// place is where a host is, as far as its name shows.
type place uint8

const (
	public     place = iota
	thisDevice       // localhost, 127.0.0.1, ::1
	localName        // a name that public name servers do not know
	privateNet       // a private, link-local or metadata IP address
	schemeName       // "http://http//example.com": the scheme typed twice
)

// localDomains never resolve on the public internet: RFC 6761 and 6762,
// RFC 8375, ICANN's reservation of .internal, and domains that routers use.
var localDomains = []string{
	"local", "test", "internal", "intranet", "lan", "home", "corp", "private", "localdomain", "home.arpa",
}

func placeOf(u URL) place {
	if u.IsZero() {
		return public
	}
	if a, ok := u.IP(); ok {
		switch NetClassOf(a) {
		case Loopback, Unspecified:
			return thisDevice
		case Private, LinkLocal, Metadata, Shared:
			return privateNet
		default:
			return public
		}
	}
	host := strings.TrimSuffix(u.Hostname(), ".")
	switch {
	case host == "localhost" || strings.HasSuffix(host, ".localhost"):
		return thisDevice
	case host == "http" || host == "https":
		return schemeName
	case !strings.Contains(host, "."):
		return localName
	case slices.ContainsFunc(localDomains, func(d string) bool { return strings.HasSuffix(host, "."+d) }):
		return localName
	default:
		return public
	}
}
