package weburl

import (
	"net/netip"
)

// NetClass is the kind of network that an IP address belongs to. It is used to
// keep a public site from making us connect to a private network.
type NetClass uint8

const (
	// Public is an address that can be reached from anywhere. It is not the zero
	// value, so that no address is public by mistake.
	NoNetwork NetClass = iota
	Public
	Loopback
	Private   // RFC 1918, unique local and site-local addresses
	LinkLocal // RFC 3927, RFC 4291 §2.5.6
	Metadata  // metadata services of cloud providers
	Multicast
	Shared      // carrier-grade NAT (RFC 6598); private networks overlaid on it
	Unspecified // 0.0.0.0/8 and ::, which connect to this machine on many systems
	Benchmark   // 198.18.0.0/15 (RFC 2544)
	Reserved    // documentation, future use and any other that is not global
)

var netClassNames = [...]string{
	"none", "public", "loopback", "private", "link-local", "metadata", "multicast",
	"shared", "unspecified", "benchmark", "reserved",
}

// String returns a lower-case English word.
func (c NetClass) String() string {
	if int(c) < len(netClassNames) {
		return netClassNames[c]
	}
	return "unknown"
}

// IsLocal reports whether a public site must not make us connect to such an
// address. Benchmark is not local: proxy programs that route by name (Clash,
// Surge, sing-box) answer every look-up with an address of that network, so
// that their users could not scan anything.
func (c NetClass) IsLocal() bool { return c != Public && c != Benchmark }

// network is an entry of the registries.
type network struct {
	prefix netip.Prefix
	class  NetClass
}

// networks are the special-purpose networks of IANA (IPv4 and IPv6
// Special-Purpose Address Registry). The metadata addresses of cloud providers
// come before the networks that contain them.
var networks = []network{
	{netip.MustParsePrefix("169.254.169.254/32"), Metadata}, // AWS, Azure, Google, DigitalOcean, Oracle
	{netip.MustParsePrefix("169.254.169.253/32"), Metadata}, // AWS name server
	{netip.MustParsePrefix("169.254.170.2/32"), Metadata},   // AWS ECS credentials
	{netip.MustParsePrefix("169.254.170.23/32"), Metadata},  // AWS EKS credentials
	{netip.MustParsePrefix("100.100.100.200/32"), Metadata}, // Alibaba Cloud
	{netip.MustParsePrefix("168.63.129.16/32"), Metadata},   // Azure host agent
	{netip.MustParsePrefix("192.0.0.192/32"), Metadata},     // Oracle Cloud, classic
	{netip.MustParsePrefix("fd00:ec2::254/128"), Metadata},  // AWS over IPv6
	{netip.MustParsePrefix("fd00:ec2::23/128"), Metadata},   // AWS EKS over IPv6
	{netip.MustParsePrefix("fd20:ce::254/128"), Metadata},   // Google over IPv6

	{netip.MustParsePrefix("0.0.0.0/8"), Unspecified},
	{netip.MustParsePrefix("10.0.0.0/8"), Private},
	{netip.MustParsePrefix("100.64.0.0/10"), Shared},
	{netip.MustParsePrefix("127.0.0.0/8"), Loopback},
	{netip.MustParsePrefix("169.254.0.0/16"), LinkLocal},
	{netip.MustParsePrefix("172.16.0.0/12"), Private},
	{netip.MustParsePrefix("192.0.0.9/32"), Public},  // PCP anycast
	{netip.MustParsePrefix("192.0.0.10/32"), Public}, // TURN anycast
	{netip.MustParsePrefix("192.0.0.0/24"), Reserved},
	{netip.MustParsePrefix("192.0.2.0/24"), Reserved},
	{netip.MustParsePrefix("192.168.0.0/16"), Private},
	{netip.MustParsePrefix("198.18.0.0/15"), Benchmark},
	{netip.MustParsePrefix("198.51.100.0/24"), Reserved},
	{netip.MustParsePrefix("203.0.113.0/24"), Reserved},
	{netip.MustParsePrefix("224.0.0.0/4"), Multicast},
	{netip.MustParsePrefix("240.0.0.0/4"), Reserved},
	{netip.MustParsePrefix("0.0.0.0/0"), Public},

	{netip.MustParsePrefix("::/128"), Unspecified},
	{netip.MustParsePrefix("::1/128"), Loopback},
	{netip.MustParsePrefix("64:ff9b:1::/48"), Private}, // a network's own translation (RFC 8215)
	{netip.MustParsePrefix("2001:db8::/32"), Reserved},
	{netip.MustParsePrefix("2001:2::/48"), Benchmark},
	{netip.MustParsePrefix("3fff::/20"), Reserved},
	{netip.MustParsePrefix("fc00::/7"), Private},
	{netip.MustParsePrefix("fe80::/10"), LinkLocal},
	{netip.MustParsePrefix("fec0::/10"), Private},
	{netip.MustParsePrefix("ff00::/8"), Multicast},
	{netip.MustParsePrefix("2000::/3"), Public}, // all global unicast addresses that are assigned
	{netip.MustParsePrefix("::/0"), Reserved},
}

// embedded are the IPv6 networks whose addresses contain an IPv4 address that
// packets may be sent to, and the byte at which it begins.
var embedded = []struct {
	prefix netip.Prefix
	at     int
	invert bool
}{
	{prefix: netip.MustParsePrefix("64:ff9b::/96"), at: 12},            // NAT64 (RFC 6052)
	{prefix: netip.MustParsePrefix("2002::/16"), at: 2},                // 6to4 (RFC 3056)
	{prefix: netip.MustParsePrefix("2001::/32"), at: 12, invert: true}, // Teredo (RFC 4380)
	{prefix: netip.MustParsePrefix("::ffff:0:0:0/96"), at: 12},         // IPv4-translated (RFC 2765)
	{prefix: netip.MustParsePrefix("::/96"), at: 12},                   // IPv4-compatible, deprecated
}

// NetClassOf returns the class of an address. An IPv6 address that contains an
// IPv4 address (IPv4-mapped, NAT64, 6to4, Teredo) has the class of that. The zone
// of an IPv6 address is ignored. The class of the zero Addr is NoNetwork.
func NetClassOf(a netip.Addr) NetClass {
	if !a.IsValid() {
		return NoNetwork
	}
	a = a.WithZone("").Unmap()
	if a.Is6() && a != netip.IPv6Unspecified() && a != netip.IPv6Loopback() {
		if inner, ok := embeddedIPv4(a); ok {
			return NetClassOf(inner)
		}
	}
	for _, n := range networks {
		if n.prefix.Contains(a) {
			return n.class
		}
	}
	return Reserved
}

func embeddedIPv4(a netip.Addr) (netip.Addr, bool) {
	b := a.As16()
	for _, e := range embedded {
		if !e.prefix.Contains(a) {
			continue
		}
		v4 := [4]byte(b[e.at : e.at+4])
		if e.invert {
			for i := range v4 {
				v4[i] = ^v4[i]
			}
		}
		return netip.AddrFrom4(v4), true
	}
	// ISATAP (RFC 5214 §6.1): any prefix, then 0:5efe or 200:5efe.
	if b[8]&^0x02 == 0 && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe {
		return netip.AddrFrom4([4]byte(b[12:16])), true
	}
	return netip.Addr{}, false
}
