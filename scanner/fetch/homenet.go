package fetch

import (
	"net/netip"
	"sync"

	"sitewell/scanner/weburl"
)

// HomeNetwork is what is known of the network in which a site lives. It decides
// which addresses may be dialled: public ones always, private ones only where
// the site itself was reached in a network of that kind (check 88).
//
// The address of the first connection to the site's own host settles that. From
// the moment when a look-up of that host names a public address the site is
// public for good: a name server that gives one answer now and another one
// later opens nothing by it. A metadata address is never dialled.
//
// All clients of the same site should share one HomeNetwork. It is safe for
// concurrent use.
type HomeNetwork struct {
	host string

	mu      sync.Mutex
	settled bool
	class   weburl.NetClass
}

// NewHomeNetwork returns the network of the site that starts at an address. It
// is settled where the host is written as a number.
func NewHomeNetwork(start weburl.URL) *HomeNetwork {
	n := &HomeNetwork{host: start.Hostname()}
	if ip, ok := start.IP(); ok {
		n.settled, n.class = true, weburl.NetClassOf(ip)
	}
	return n
}

// RecordRemote records the address and port from which the site was answered in an
// earlier scan. It only counts where that is public: a private one may be that
// of a proxy.
func (n *HomeNetwork) RecordRemote(remote string) {
	a, err := netip.ParseAddrPort(remote)
	if err != nil || weburl.NetClassOf(a.Addr().Unmap()).IsLocal() {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.settled {
		n.settled, n.class = true, weburl.Public
	}
}

// allowed returns which addresses of a host may be dialled. They are all that
// one look-up named.
func (n *HomeNetwork) allowed(host string, addrs []netip.Addr) (some []netip.Addr) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if host == n.host {
		for _, a := range addrs {
			if !weburl.NetClassOf(a).IsLocal() {
				n.settled, n.class = true, weburl.Public
			}
		}
	}
	for _, a := range addrs {
		if n.allowsLocked(host, a) {
			some = append(some, a)
		}
	}
	return some
}

// connected takes in that there is a connection to an address of a host. It
// reports whether it may be used: another one may have settled the network
// meanwhile.
func (n *HomeNetwork) connected(host string, a netip.Addr) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if host == n.host && !n.settled {
		n.settled, n.class = true, weburl.NetClassOf(a)
	}
	return n.allowsLocked(host, a)
}

func (n *HomeNetwork) allowsLocked(host string, a netip.Addr) bool {
	switch class := weburl.NetClassOf(a); {
	case !class.IsLocal():
		return true
	case class == weburl.Metadata:
		return false
	case !n.settled:
		return host == n.host
	default:
		return class == n.class
	}
}
