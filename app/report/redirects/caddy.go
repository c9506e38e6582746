package redirects

import (
	"bytes"
	"fmt"
	"strings"
)

// writeCaddy writes directives for the block of a site in a Caddyfile: a map
// (https://caddyserver.com/docs/caddyfile/directives/map) from the address as the browser
// sent it, query included, and one redir. The keys are regular expressions, in which
// nothing needs quoting. { and $ would name placeholders in a target; no target has them.
func writeCaddy(b *bytes.Buffer, rules []rule, about []string) {
	comment(b, "#", about)
	b.WriteString("map {host}{http.request.orig_uri} {sitewell_redirect} {\n")
	for i := range rules {
		r := &rules[i]
		host := "[^/]*"
		if !r.own {
			host = pattern(withoutPort(r.host))
		}
		fmt.Fprintf(b, "\t\"~^%s%s$\" \"%s\"\n", host, pattern(r.uri()), r.to)
	}
	b.WriteString("\tdefault \"\"\n}\n@sitewell_redirect not vars {sitewell_redirect} \"\"\nredir @sitewell_redirect {sitewell_redirect} 301\n")
}

// withoutPort returns a host without its port. An IPv6 address is in brackets.
func withoutPort(host string) string {
	if at := strings.LastIndexByte(host, ':'); at > strings.LastIndexByte(host, ']') {
		return host[:at]
	}
	return host
}
