package redirects

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"sitewell/storage"
)

// checkPathOnly leaves out what a service can't express that looks at the path alone.
func checkPathOnly(r *rule) storage.RedirectTrouble {
	switch {
	case r.query != "":
		return storage.RedirectQuery
	case r.leadsHome() && r.path == r.toPath:
		return storage.RedirectSelf
	}
	return checkLong(r)
}

// checkNetlify leaves out what means something else in _redirects: * and words that begin
// with a colon; and paths of Netlify's own, which its parser refuses. A slash at the end makes no difference there
// (https://docs.netlify.com/routing/redirects/redirect-options/#trailing-slash).
func checkNetlify(r *rule) storage.RedirectTrouble {
	switch {
	case strings.Contains(r.path, "*"), strings.Contains(r.path, "/:"), strings.HasPrefix(r.path, "/.netlify"):
		return storage.RedirectCharacters
	case r.leadsHome() && sameButSlash(r.path, r.toPath):
		return storage.RedirectAlike
	}
	return checkPathOnly(r)
}

func sameButSlash(a, b string) bool {
	return strings.TrimRight(a, "/") == strings.TrimRight(b, "/")
}

// writeNetlify writes _redirects: a line for each rule, whose words have spaces between
// (https://docs.netlify.com/routing/redirects/#syntax-for-the-redirects-file). 301! also counts where
// there is a file at the address.
func writeNetlify(b *bytes.Buffer, rules []rule, about []string) {
	comment(b, "#", about)
	colons := strings.NewReplacer("/:", "/%3A", "*", "%2A")
	for i := range rules {
		r := &rules[i]
		from := r.path
		if !r.own {
			from = "https://" + r.host + r.path
		}
		scheme, rest, _ := strings.Cut(r.to, "://")
		fmt.Fprintf(b, "%s %s://%s 301!\n", from, scheme, colons.Replace(rest))
	}
}

// checkCloudflare leaves out what a source may not have: a query or a port
// (https://developers.cloudflare.com/rules/url-forwarding/bulk-redirects/reference/url-components/).
func checkCloudflare(r *rule) storage.RedirectTrouble {
	if withoutPort(r.host) != r.host {
		return storage.RedirectHost
	}
	return checkPathOnly(r)
}

// writeCloudflare writes the CSV file of a Bulk Redirect List, which has no head and no
// comments (https://developers.cloudflare.com/rules/url-forwarding/bulk-redirects/reference/csv-file-format/).
// A source without a scheme is for http and https.
func writeCloudflare(b *bytes.Buffer, rules []rule, _ []string) {
	w := csv.NewWriter(b)
	for i := range rules {
		r := &rules[i]
		_ = w.Write([]string{r.host + r.path, r.to, "301", "FALSE", "FALSE", "FALSE", "FALSE"}) // a buffer has no errors
	}
	w.Flush()
}

// checkWordPress leaves out what the plugin Redirection reads differently: it knows one
// host; usually takes no notice of case and of a slash at the end; and its CSV reader
// (PHP's fgetcsv) takes \ before a quotation mark for an escape, and reads 5,000 bytes of a line.
func checkWordPress(r *rule) storage.RedirectTrouble {
	switch {
	case !r.own:
		return storage.RedirectHost
	case strings.ContainsAny(r.uri(), `\"`):
		return storage.RedirectCharacters
	case r.leadsHome() && r.query == r.toQuery && sameButSlash(strings.ToLower(r.path), strings.ToLower(r.toPath)):
		return storage.RedirectAlike
	case len(r.uri())+len(r.to) > 4900:
		return storage.RedirectLong
	}
	return ""
}

// writeWordPress writes the CSV file that the plugin Redirection imports, which has no
// comments (https://redirection.me/support/import-export-redirects/; fileio/csv.php of the plugin
// names the columns).
func writeWordPress(b *bytes.Buffer, rules []rule, _ []string) {
	b.WriteString("source,target,regex,code,type,hits,title,status\n")
	for i := range rules {
		r := &rules[i]
		fmt.Fprintf(b, "\"%s\",\"%s\",0,301,\"url\",0,\"\",\"active\"\n", r.uri(), r.to)
	}
}
