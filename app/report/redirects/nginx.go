package redirects

import (
	"bytes"
	"fmt"

	"sitewell/storage"
)

// longestToken is how long a word of a configuration of nginx may be: its reader has a
// buffer of 4,096 bytes (NGX_CONF_BUFFER, src/core/ngx_conf_file.c).
const longestToken = 4000

func checkNGINX(r *rule) storage.RedirectTrouble {
	if len(pattern(r.host))+len(pattern(r.uri())) > longestToken || len(r.to) > longestToken {
		return storage.RedirectLong
	}
	return ""
}

// writeNGINX writes a map (https://nginx.org/en/docs/http/ngx_http_map_module.html). Its keys are
// regular expressions, as plain strings are compared ignoring the case, so that /About
// could not be redirected to /about, and long ones need another map_hash_bucket_size.
// $request_uri is the address as the browser sent it, with its query
// (https://nginx.org/en/docs/http/ngx_http_core_module.html#var_request_uri). A value may name variables
// with $, which no target has.
func writeNGINX(b *bytes.Buffer, rules []rule, about []string) {
	comment(b, "#", about)
	b.WriteString("map $host$request_uri $sitewell_redirect {\n\tdefault \"\";\n")
	for i := range rules {
		r := &rules[i]
		host := "[^/]*"
		if !r.own {
			host = pattern(withoutPort(r.host)) // $host has no port
		}
		fmt.Fprintf(b, "\t\"~^%s%s$\" \"%s\";\n", host, pattern(r.uri()), r.to)
	}
	b.WriteString("}\n")
}
