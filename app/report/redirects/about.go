package redirects

import (
	"slices"
	"strings"
)

// Instructions say in words what to do with a file of the format: where it belongs, how to
// test it, and how to undo it. speak translates them; nil leaves them in English.
func (f Format) Instructions(speak Speak) (where, test, undo string) {
	speak = speak.orEnglish()
	test = speak("Test: open one of the old addresses in a private window of your browser. The new page must appear.")
	undo = speak("Undo: remove these lines again.")
	switch f {
	case Apache:
		where = speak("Where: put this at the top of the file .htaccess in the main folder of the website, above everything else (above “# BEGIN WordPress”, for example). Keep a copy of the old file.")
	case NGINX:
		where = speak("Where: save this as /etc/nginx/conf.d/sitewell-redirects.conf, and put this line into the server block of the website: if ($sitewell_redirect) { return 301 $sitewell_redirect; }")
		test = speak("Test: run “nginx -t”, then “nginx -s reload”, and open one of the old addresses in a private window of your browser.")
		undo = speak("Undo: remove that line and this file, then run “nginx -s reload”.")
	case IIS:
		where = speak("Where: save this as web.config in the main folder of the website. If there is such a file already, copy what is in rewriteMaps and rules into it. It needs the URL Rewrite Module.")
		undo = speak("Undo: remove these maps and rules again.")
	case Caddy:
		where = speak("Where: save this beside the Caddyfile, and put this line into the block of the website: import sitewell-redirects.caddy")
		test = speak("Test: run “caddy validate”, then “caddy reload”, and open one of the old addresses in a private window of your browser.")
		undo = speak("Undo: remove that line, then run “caddy reload”.")
	case Netlify:
		where = speak("Where: put this at the top of the file _redirects in the folder that you publish, and deploy the website.")
		undo = speak("Undo: remove these lines again, and deploy the website.")
	case Cloudflare:
		where = speak("Where: in Cloudflare open Bulk Redirects, create a Bulk Redirect List and import this file there. Then create a Bulk Redirect Rule for the list.")
		undo = speak("Undo: disable the Bulk Redirect Rule.")
	case WordPress:
		where = speak("Where: in WordPress open Tools > Redirection > Import/Export, and import this file. It needs the plugin Redirection.")
		undo = speak("Undo: in Tools > Redirection, choose the imported entries and delete them.")
	}
	return where, test, undo
}

// about returns the lines of the comment at the head of a file.
func about(f Format, rules []rule, speak Speak) []string {
	where, test, undo := f.Instructions(speak)
	lines := []string{speak("Redirects for addresses that were not found, made by Sitewell."), where, test, undo}
	slash := func(r rule) bool { return strings.Contains(strings.ToLower(r.path), "%2f") }
	if f == Apache && slices.ContainsFunc(rules, slash) {
		lines = append(lines, speak("For addresses with %2F the server also needs “AllowEncodedSlashes On” in its main configuration."))
	}
	for i, line := range lines {
		lines[i] = strings.Join(strings.Fields(line), " ") // no translation may end its comment
	}
	return lines
}
