package redirects

import (
	"bytes"
	"fmt"
	"strings"

	"sitewell/storage"
)

// checkApache leaves out what mod_rewrite refuses: an escaped "?" in the request with a
// query in the target (https://httpd.apache.org/docs/2.4/rewrite/flags.html#flag_unsafe_allow_3f;
// the flag that allows it is an error in versions before 2.4.60).
// Names of folders and files that no file system has (longer than 255 bytes) are answered by
// 403 before .htaccess is read.
func checkApache(r *rule) storage.RedirectTrouble {
	for name := range strings.SplitSeq(r.path, "/") {
		if len(name)-2*strings.Count(name, "%") > 255 {
			return storage.RedirectLong
		}
	}
	if strings.Contains(strings.ToLower(r.path), "%3f") && r.toQuery != "" {
		return storage.RedirectCharacters
	}
	return checkLong(r)
}

// writeApache writes rules of mod_rewrite (https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html).
// The request line is compared, which is the only place where the address is as the browser sent
// it: everything else has lost its escapes or its query. In a target, % and $ would name
// parts of the request, and \ takes that from them.
func writeApache(b *bytes.Buffer, rules []rule, about []string) {
	comment(b, "#", about)
	b.WriteString("<IfModule mod_rewrite.c>\nRewriteEngine On\n")
	for i := range rules {
		r := &rules[i]
		if !r.own {
			fmt.Fprintf(b, "RewriteCond %%{HTTP_HOST} \"^%s$\" [NC]\n", pattern(r.host))
		}
		fmt.Fprintf(b, "RewriteCond %%{THE_REQUEST} \"^[A-Za-z]+\\x20%s\\x20HTTP/\"\n", pattern(r.uri()))
		fmt.Fprintf(b, "RewriteRule ^ \"%s\" [R=301,L,NE,QSD]\n", strings.ReplaceAll(r.to, "%", `\%`))
	}
	b.WriteString("</IfModule>\n")
}
