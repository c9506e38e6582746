package outcome

import (
	"cmp"
	"slices"
)

// The outcomes that are not an HTTP status. The knowledge base describes each
// under the same key.
const (
	// Address: wrong as written, before any request.
	AddressMalformed   Key = "address-malformed"
	AddressEmpty       Key = "address-empty"
	AddressPlaceholder Key = "address-placeholder"
	UnsupportedScheme  Key = "unsupported-scheme"
	AddressIDN         Key = "address-idn"
	AddressLocalhost   Key = "address-localhost"
	AddressPrivate     Key = "address-private"
	MailtoBad          Key = "mailto-bad"
	TelBad             Key = "tel-bad"
	DataBad            Key = "data-bad"

	// Name look-up.
	DNSNotFound  Key = "dns-not-found"
	DNSNoAddress Key = "dns-no-address"
	DNSFailure   Key = "dns-failure"
	DNSTimeout   Key = "dns-timeout"

	// Connection.
	ConnectionRefused Key = "connection-refused"
	ConnectionReset   Key = "connection-reset"
	Unreachable       Key = "unreachable"
	ConnectTimeout    Key = "connect-timeout"
	ProxyFailure      Key = "proxy-failure"
	Offline           Key = "offline"

	// TLS.
	TLSExpired           Key = "tls-expired"
	TLSNotYetValid       Key = "tls-not-yet-valid"
	TLSWrongHost         Key = "tls-wrong-host"
	TLSSelfSigned        Key = "tls-self-signed"
	TLSUnknownAuthority  Key = "tls-unknown-authority"
	TLSIncompleteChain   Key = "tls-incomplete-chain"
	TLSOldProtocol       Key = "tls-old-protocol"
	TLSClientCertificate Key = "tls-client-certificate"
	TLSHandshake         Key = "tls-handshake"
	TLSPlainHTTP         Key = "tls-plain-http"
	TLSExpiresSoon       Key = "tls-expires-soon"

	// HTTP exchange.
	TimeoutHeaders    Key = "timeout-headers"
	TimeoutBody       Key = "timeout-body"
	EmptyReply        Key = "empty-reply"
	MalformedResponse Key = "malformed-response"
	HTTP2Error        Key = "http2-error"
	HeadersTooLarge   Key = "headers-too-large"
	BodyTruncated     Key = "body-truncated"
	BadCompression    Key = "bad-compression"
	TooLarge          Key = "too-large"
	EmptyPage         Key = "empty-page"
	WrongType         Key = "wrong-type"

	// Redirects.
	RedirectLoop      Key = "redirect-loop"
	RedirectTooMany   Key = "redirect-too-many"
	RedirectNoTarget  Key = "redirect-no-target"
	RedirectBadTarget Key = "redirect-bad-target"
	RedirectDowngrade Key = "redirect-downgrade"
	RedirectHome      Key = "redirect-home"
	RedirectLogin     Key = "redirect-login"
	RedirectOtherSite Key = "redirect-other-site"
	RedirectBroken    Key = "redirect-broken"
	RedirectChain     Key = "redirect-chain"
	MetaRefresh       Key = "meta-refresh"

	// Access.
	RobotsBlocked     Key = "robots-blocked"
	RobotsUnreachable Key = "robots-unreachable"
	LoginWall         Key = "login-wall"
	BotChallenge      Key = "bot-challenge"
	RateLimited       Key = "rate-limited"

	// Content.
	Soft404         Key = "soft-404"
	Parked          Key = "parked"
	Maintenance     Key = "maintenance"
	MissingFragment Key = "missing-fragment"
	MixedContent    Key = "mixed-content"
	ScriptRequest   Key = "script-request"
	ErrorLeak       Key = "error-leak"
	NoErrorPage     Key = "no-error-page"
	SessionID       Key = "session-id"

	// Scan: skipped by a rule or not reached.
	Excluded   Key = "excluded"
	TooDeep    Key = "too-deep"
	OverLimit  Key = "over-limit"
	Trap       Key = "trap"
	LogsOut    Key = "logs-out"
	LeavesSite Key = "leaves-site"
	Cancelled  Key = "cancelled"
	NotReached Key = "not-reached"
)

// table is ordered by key. The reasons for verdicts that are not obvious:
//
//   - Outside the site, Broken needs proof that a visitor would fail too.
//     Firewalls answer crawlers with 403, 406, 418, resets and silence, so
//     these are Can't verify there; 404, 410, a name that does not exist, a
//     refused connection or a certificate that browsers reject are proof.
//   - 301 and 308 mean that the address has moved permanently, so the link
//     should be changed; 302, 303 and 307 mean that the old address remains
//     valid (RFC 9110 §15.4).
//   - Most browsers complete an incomplete certificate chain silently, but no
//     other programs do, so it is a Warning.
var table = sorted([]Info{
	status(100, CantVerify, CantVerify),
	status(101, CantVerify, CantVerify),
	status(102, CantVerify, CantVerify),
	status(103, CantVerify, CantVerify),
	status(104, CantVerify, CantVerify),
	status(200, Works, Works),
	status(201, Works, Works),
	status(202, Works, Works),
	status(203, Works, Works),
	status(204, Works, Works),
	status(205, Works, Works),
	status(206, Works, Works),
	status(207, Works, Works),
	status(208, Works, Works),
	status(218, Works, Works),
	status(226, Works, Works),
	status(300, Warning, Warning),
	status(301, Warning, Warning),
	status(302, Works, Works),
	status(303, Works, Works),
	status(304, Warning, Warning),
	status(305, Warning, Warning),
	status(306, Warning, Warning),
	status(307, Works, Works),
	status(308, Warning, Warning),
	status(400, Broken, Broken),
	status(401, CantVerify, CantVerify),
	status(402, CantVerify, CantVerify),
	status(403, Broken, CantVerify),
	status(404, Broken, Broken),
	status(405, Broken, CantVerify),
	status(406, Broken, CantVerify),
	status(407, CantVerify, CantVerify),
	status(408, Broken, CantVerify).transient(),
	status(409, Broken, CantVerify),
	status(410, Broken, Broken),
	status(411, Broken, CantVerify),
	status(412, Broken, CantVerify),
	status(413, Broken, CantVerify),
	status(414, Broken, Broken),
	status(415, Broken, CantVerify),
	status(416, Broken, CantVerify),
	status(417, Broken, CantVerify),
	status(418, Broken, CantVerify),
	status(419, CantVerify, CantVerify),
	status(420, CantVerify, CantVerify).transient(),
	status(421, Broken, CantVerify).transient(),
	status(422, Broken, CantVerify),
	status(423, Broken, CantVerify),
	status(424, Broken, CantVerify),
	status(425, Broken, CantVerify).transient(),
	status(426, Broken, CantVerify),
	status(428, Broken, CantVerify),
	status(429, CantVerify, CantVerify).transient(),
	status(430, CantVerify, CantVerify).transient(),
	status(431, Broken, CantVerify),
	status(440, CantVerify, CantVerify),
	status(444, Broken, CantVerify),
	status(449, CantVerify, CantVerify),
	status(450, CantVerify, CantVerify),
	status(451, CantVerify, CantVerify),
	status(460, Broken, CantVerify),
	status(463, Broken, CantVerify),
	status(464, Broken, CantVerify),
	status(494, Broken, CantVerify),
	status(495, Broken, CantVerify),
	status(496, CantVerify, CantVerify),
	status(497, Broken, Broken),
	status(498, CantVerify, CantVerify),
	status(499, Broken, CantVerify).transient(),
	status(500, Broken, Broken).transient(),
	status(501, Broken, CantVerify).transient(),
	status(502, Broken, Broken).transient(),
	status(503, Broken, CantVerify).transient(),
	status(504, Broken, Broken).transient(),
	status(505, Broken, CantVerify).transient(),
	status(506, Broken, Broken).transient(),
	status(507, Broken, Broken).transient(),
	status(508, Broken, Broken).transient(),
	status(509, Broken, Broken).transient(),
	status(510, Broken, CantVerify).transient(),
	status(511, CantVerify, CantVerify),
	status(520, Broken, Broken).transient(),
	status(521, Broken, Broken).transient(),
	status(522, Broken, Broken).transient(),
	status(523, Broken, Broken).transient(),
	status(524, Broken, Broken).transient(),
	status(525, Broken, Broken).transient(),
	status(526, Broken, Broken).transient(),
	status(527, Broken, Broken).transient(),
	status(529, CantVerify, CantVerify).transient(),
	status(530, Broken, Broken).transient(),
	status(540, Broken, Broken).transient(),
	status(561, CantVerify, CantVerify),
	status(598, Broken, CantVerify).transient(),
	status(599, Broken, CantVerify).transient(),
	status(783, Broken, CantVerify),
	status(999, CantVerify, CantVerify),

	of(Address, AddressMalformed, Broken, Broken),
	of(Address, AddressEmpty, Warning, Warning),
	of(Address, AddressPlaceholder, Warning, Warning),
	of(Address, UnsupportedScheme, Skipped, Skipped),
	of(Address, AddressIDN, Broken, Broken),
	of(Address, AddressLocalhost, Broken, Broken),
	of(Address, AddressPrivate, Broken, Broken),
	of(Address, MailtoBad, Broken, Broken),
	of(Address, TelBad, Broken, Broken),
	of(Address, DataBad, Broken, Broken),

	of(NameLookup, DNSNotFound, Broken, Broken).transient(),
	of(NameLookup, DNSNoAddress, Broken, Broken).transient(),
	of(NameLookup, DNSFailure, Broken, CantVerify).transient(),
	of(NameLookup, DNSTimeout, CantVerify, CantVerify).transient(),

	of(Connection, ConnectionRefused, Broken, Broken).transient(),
	of(Connection, ConnectionReset, Broken, CantVerify).transient(),
	of(Connection, Unreachable, Broken, CantVerify).transient(),
	of(Connection, ConnectTimeout, Broken, CantVerify).transient(),
	of(Connection, ProxyFailure, CantVerify, CantVerify).transient(),
	of(Connection, Offline, CantVerify, CantVerify),

	of(TLS, TLSExpired, Broken, Broken),
	of(TLS, TLSNotYetValid, Broken, Broken),
	of(TLS, TLSWrongHost, Broken, Broken),
	of(TLS, TLSSelfSigned, Broken, Broken),
	of(TLS, TLSUnknownAuthority, Broken, Broken),
	of(TLS, TLSIncompleteChain, Warning, Warning),
	of(TLS, TLSOldProtocol, Broken, Broken),
	of(TLS, TLSClientCertificate, CantVerify, CantVerify),
	of(TLS, TLSHandshake, Broken, CantVerify).transient(),
	of(TLS, TLSPlainHTTP, Broken, Broken),
	of(TLS, TLSExpiresSoon, Warning, Works),

	of(Exchange, TimeoutHeaders, Broken, CantVerify).transient(),
	of(Exchange, TimeoutBody, Broken, CantVerify).transient(),
	of(Exchange, EmptyReply, Broken, CantVerify).transient(),
	of(Exchange, MalformedResponse, Broken, Broken),
	of(Exchange, HTTP2Error, Broken, CantVerify).transient(),
	of(Exchange, HeadersTooLarge, Broken, Broken),
	of(Exchange, BodyTruncated, Warning, Warning),
	of(Exchange, BadCompression, Warning, Warning),
	of(Exchange, TooLarge, Warning, Works),
	of(Exchange, EmptyPage, Warning, Warning),
	of(Exchange, WrongType, Warning, Works),

	of(Redirects, RedirectLoop, Broken, Broken),
	of(Redirects, RedirectTooMany, Broken, Broken),
	of(Redirects, RedirectNoTarget, Broken, Broken),
	of(Redirects, RedirectBadTarget, Broken, Broken),
	of(Redirects, RedirectDowngrade, Warning, Warning),
	of(Redirects, RedirectHome, Warning, Warning),
	of(Redirects, RedirectLogin, CantVerify, CantVerify),
	of(Redirects, RedirectOtherSite, Works, Warning),
	of(Redirects, RedirectBroken, Broken, Broken),
	of(Redirects, RedirectChain, Warning, Warning),
	of(Redirects, MetaRefresh, Warning, Works),

	of(Access, RobotsBlocked, Skipped, Skipped),
	of(Access, RobotsUnreachable, CantVerify, CantVerify),
	of(Access, LoginWall, CantVerify, CantVerify),
	of(Access, BotChallenge, CantVerify, CantVerify),
	of(Access, RateLimited, CantVerify, CantVerify),

	of(Content, Soft404, Warning, Warning),
	of(Content, Parked, Warning, Warning),
	of(Content, Maintenance, Broken, CantVerify).transient(),
	of(Content, MissingFragment, Warning, Warning),
	of(Content, MixedContent, Warning, Works),
	of(Content, ScriptRequest, Warning, Warning),
	of(Content, ErrorLeak, Warning, Works),
	of(Content, NoErrorPage, Warning, Works),
	of(Content, SessionID, Warning, Works),

	of(ScanRule, Excluded, Skipped, Skipped),
	of(ScanRule, TooDeep, Skipped, Skipped),
	of(ScanRule, OverLimit, Skipped, Skipped),
	of(ScanRule, Trap, Skipped, Skipped),
	of(ScanRule, LogsOut, Skipped, Skipped),
	of(ScanRule, LeavesSite, Skipped, Skipped),
	of(ScanRule, Cancelled, Skipped, Skipped),
	of(ScanRule, NotReached, Skipped, Skipped),
})

func status(code int, internal, external Verdict) Info {
	return Info{Key: FromStatus(code), Class: ClassOf(code), Internal: internal, External: external}
}

func of(c Class, k Key, internal, external Verdict) Info {
	return Info{Key: k, Class: c, Internal: internal, External: external}
}

func (i Info) transient() Info { i.Transient = true; return i }

func sorted(infos []Info) []Info {
	slices.SortFunc(infos, func(a, b Info) int { return cmp.Compare(a.Key, b.Key) })
	return infos
}
