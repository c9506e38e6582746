// Package redirects writes redirect rules as the files that web servers and services
// read. It escapes whatever an address holds, so that no address can become anything
// but one address of one rule.
//
// A rule is for one address, query included, and for nothing else. It must not know
// where rules come from: package core has resolved chains and left loops out.
package redirects

import (
	"bytes"

	"sitewell/storage"
)

// Format is a kind of file. Its text is what a person types on the command line.
type Format string

const (
	Apache     Format = "apache"     // .htaccess with mod_rewrite
	NGINX      Format = "nginx"      // a map
	IIS        Format = "iis"        // web.config with a rewrite map
	Caddy      Format = "caddy"      // directives of a Caddyfile
	Netlify    Format = "netlify"    // _redirects
	Cloudflare Format = "cloudflare" // CSV of a Bulk Redirect List
	WordPress  Format = "wordpress"  // CSV of the plugin Redirection
)

// Formats returns all formats, the most common ones first.
func Formats() []Format {
	return []Format{Apache, NGINX, WordPress, Cloudflare, IIS, Caddy, Netlify}
}

// Rule redirects one address to another, for good. Both are normalised http or https
// addresses (WHATWG URL); To may have a fragment.
type Rule struct{ From, To string }

// Left is a rule that a format can't express, and why.
type Left struct {
	Rule
	Why storage.RedirectTrouble
}

// File is a file with rules.
type File struct {
	Text  []byte
	Rules int // that it has
	Left  []Left
}

// Speak translates a sentence; nil leaves it in English.
type Speak func(text string) string

func (s Speak) orEnglish() Speak {
	if s == nil {
		return func(text string) string { return text }
	}
	return s
}

// Build returns the file of a format with the rules for a site that starts at an
// address. Rules for the host of the site hold for it with and without “www.”, with http
// and https.
func Build(f Format, start string, rules []Rule, speak Speak) File {
	w := writers[f]
	var file File
	var all []rule
	seen := make(map[string]bool)
	for _, r := range rules {
		s, why := readRule(r, start)
		if why == "" {
			why = w.check(&s)
		}
		switch {
		case why != "":
			file.Left = append(file.Left, Left{r, why})
		case !seen[s.key()]:
			seen[s.key()] = true
			all = append(all, s)
		}
	}
	var text bytes.Buffer
	w.write(&text, all, about(f, all, speak.orEnglish()))
	file.Text, file.Rules = text.Bytes(), len(all)
	return file
}

// writer writes one format.
type writer struct {
	// check says why the format can't express a rule, "" where it can.
	check func(*rule) storage.RedirectTrouble
	// write writes the file; about are the lines of the comment at its head.
	write func(b *bytes.Buffer, rules []rule, about []string)
}

var writers = map[Format]writer{
	Apache:     {checkApache, writeApache},
	NGINX:      {checkNGINX, writeNGINX},
	IIS:        {checkIIS, writeIIS},
	Caddy:      {checkLong, writeCaddy},
	Netlify:    {checkNetlify, writeNetlify},
	Cloudflare: {checkCloudflare, writeCloudflare},
	WordPress:  {checkWordPress, writeWordPress},
}

// FileName returns what a file of the format is usually called.
func (f Format) FileName() string {
	switch f {
	case Apache:
		return ".htaccess"
	case NGINX:
		return "sitewell-redirects.conf"
	case IIS:
		return "web.config"
	case Caddy:
		return "sitewell-redirects.caddy"
	case Netlify:
		return "_redirects"
	default:
		return "redirects-" + string(f) + ".csv"
	}
}

// comment writes lines as comments that begin with a sign.
func comment(b *bytes.Buffer, sign string, lines []string) {
	for _, line := range lines {
		b.WriteString(sign + " " + line)
		b.WriteByte('\n')
	}
}
