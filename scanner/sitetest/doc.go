// Package sitetest serves whole websites to tests, as txtar files describe
// them, behind real host names, over loopback or in memory. It plays what
// servers, networks and name servers do wrong as well.
//
// It is for tests only. It must not know the scanner: what it gives are the
// standard library's types, which fit the seams of scanner.Options and
// fetch.Options (Resolver, Dial, Roots).
//
// # Sites
//
// A section whose name begins with "host" starts an origin; the sections
// behind it are its answers. Without one the origin is http://site.test. The
// host section may hold options, one a line:
//
//	-- host https://shop.example --
//	certificate: expired
//
// The options:
//
//	certificate: good | expired | not-yet-valid | expires-soon | wrong-host |
//	             self-signed | unknown-authority | incomplete-chain
//	tls:         1.0 | 1.1 | client-certificate | plain | garbage | close | reset | hang
//	protocol:    h2 | h2-reset CODE | h2-goaway | h2-headers | h2-window | h2-window-body
//	dns:         nxdomain | no-address | servfail | timeout
//	address:     IP [refused|timeout|unreachable], …   where the name leads
//	connect:     refused | timeout | unreachable | reset | hang
//	capacity:    K      503 for all requests past K at once
//	delay:       D      before every answer (a Go duration)
//	default:     404 | close …   as the first lines of an answer, for paths
//	             that no section names; 404 if it is left out
//
// Addresses that are not given come from 198.18.0.0/15, the network for
// benchmarks (RFC 2544), which the scanner treats as public.
//
// # Answers
//
// A section "METHOD PATH" is an answer: an optional status line, header
// lines, an empty line, the body.
//
//	-- GET /moved --
//	301
//	Location: /new
//
//	-- GET /new --
//	Content-Type: text/html
//
//	<a href="/">home</a>
//
// The status is 200 and the type text/html unless they are given. GET answers
// HEAD, too, unless a section of its own does; ANY answers every method. A
// path may hold a query ("/x?a=1", which comes before "/x"), or end in "*" for
// everything that begins so. Several sections for one path are tried in order:
// the first whose conditions hold answers.
//
// Lines of the header that begin with "!" are directives:
//
//	!times N           answers N requests, then the next section does
//	!when Name: part   answers only requests whose header has part; an
//	                   empty part means that the field is there
//	!unless Name: part the reverse
//	!wait GATE         not before the test calls Site.Open(GATE)
//	!delay D           waits, or until the client goes away
//	!hang              no answer until the client goes away
//	!hang header       … after half of the header
//	!hang body         … after the body, which is announced to be longer
//	!slow D            a line of the header every D
//	!drip D            a byte of the body every D, again and again for ever
//	!endless           the body again and again until the client goes away
//	!reset             resets the connection in place of an answer
//	!reset header      … after half of the header
//	!reset body        … after the body, which is announced to be longer
//	!close             closes the connection in place of an answer
//	!truncate [SIZE]   closes after the body, which is announced to be longer,
//	                   or SIZE bytes before its end
//	!chunked           sends the body in chunks
//	!encode NAMES      compresses the body: gzip, x-gzip, br, zstd, deflate,
//	                   raw-deflate, several in order of application
//	!bomb NAME SIZE    a body of SIZE zeros, compressed
//	!nothing NAME      compressed bytes without content, again and again until
//	                   the client goes away
//	!padding SIZE      a header field of that size
//	!interim CODE      an interim answer (103) before the answer
//	!extra TEXT        bytes behind the answer that nobody asked for
//	!raw               the body is all that is sent, line ends as CRLF, with
//	                   Go's escapes (\x00), then the connection is closed
//	!maze N            redirects N times, to itself with ?n=1, 2 … N
//	!repeat N          the body N times
//	!body              the body is sent to HEAD, too
//
// SIZE is in bytes, with KiB or MiB if need be.
//
// # Time
//
// Nothing in this package sleeps but "!delay", "!slow", "!drip" and "delay:". In a
// testing/synctest bubble, use InMemory, and time is the bubble's.
package sitetest
