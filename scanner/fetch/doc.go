// Package fetch asks one address and tells how it answered: status, redirects
// followed by hand, body decoded within limits, and evidence. What goes wrong
// on the way (name look-up, connection, TLS, a malformed answer) is an
// outcome, never a Go error.
//
// A Client is a chain of small http.RoundTrippers over one http.Transport.
// Each adds one thing: the headers that say who asks, credentials for the
// site's own origin, decoding, deadlines and trace. The Transport dials
// through this package's own look-up, address policy, racing of IPv4 and IPv6
// and TLS, so that every failure has a type before net/http can blur it.
//
// One call is one attempt. The package does not sleep, keeps no queue, and
// must not know robots.txt, politeness, the frontier, verdicts or what a page
// says beyond the signs of a wall, a platform or a leaking error page.
package fetch
