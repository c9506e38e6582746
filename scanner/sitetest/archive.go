package sitetest

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

// defaultOrigin is whose the sections before the first host are.
const defaultOrigin = "http://site.test"

// origin is one scheme, host and port with all its answers.
type origin struct {
	url         string // "https://shop.example"
	scheme      string
	host        string // without port and brackets
	port        uint16
	certificate string
	tls         string
	protocol    string // "" or "h2", "h2-reset", …
	code        uint32 // of h2-reset
	dns         string
	connect     string
	addresses   []address
	capacity    int
	delay       time.Duration
	fallback    *section
	sections    map[string][]*section // by path, "*" at its end kept
}

// address is where a name leads, and what a connection there meets ("": a
// server).
type address struct {
	ip    netip.Addr
	fault string
}

// parse reads an archive.
func parse(archive *txtar.Archive) ([]*origin, error) {
	var origins []*origin
	byURL := make(map[string]*origin)
	at := func(raw string) (*origin, error) {
		o, err := newOrigin(raw)
		if err != nil {
			return nil, err
		}
		if known, ok := byURL[o.url]; ok {
			return known, nil
		}
		byURL[o.url] = o
		origins = append(origins, o)
		return o, nil
	}
	var current *origin
	for _, file := range archive.Files {
		words := strings.Fields(file.Name)
		var err error
		switch {
		case len(words) != 2:
			err = fmt.Errorf("section %q is neither \"host ORIGIN\" nor \"METHOD PATH\"", file.Name)
		case words[0] == "host":
			if current, err = at(words[1]); err == nil {
				err = current.options(string(file.Data))
			}
		default:
			if current == nil {
				if current, err = at(defaultOrigin); err != nil {
					return nil, err
				}
			}
			var s *section
			if s, err = parseSection(words[0], string(file.Data)); err == nil {
				current.sections[words[1]] = append(current.sections[words[1]], s)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("section %q: %w", file.Name, err)
		}
	}
	return origins, nil
}

func newOrigin(raw string) (*origin, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil, err
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("%q is no origin such as https://shop.example", raw)
	}
	o := &origin{scheme: u.Scheme, host: strings.ToLower(u.Hostname()), port: 80, sections: make(map[string][]*section)}
	if o.scheme == "https" {
		o.port = 443
	}
	o.url = o.scheme + "://" + strings.ToLower(u.Host)
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil {
			return nil, err
		}
		o.port = uint16(n)
	}
	o.fallback = &section{status: 404, reason: "Not Found", body: []byte("<title>Not found</title>\n"), left: -1}
	return o, nil
}

// options reads the lines of a host section.
func (o *origin) options(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("option %q has no colon", line)
		}
		if err := o.option(name, strings.TrimSpace(value)); err != nil {
			return fmt.Errorf("option %q: %w", line, err)
		}
	}
	return nil
}

func (o *origin) option(name, value string) (err error) {
	switch name {
	case "certificate":
		o.certificate, err = oneOf(value, "good", "expired", "not-yet-valid", "expires-soon", "wrong-host",
			"self-signed", "unknown-authority", "incomplete-chain")
	case "tls":
		o.tls, err = oneOf(value, "1.0", "1.1", "client-certificate", "plain", "garbage", "close", "reset", "hang")
	case "protocol":
		kind, code, _ := strings.Cut(value, " ")
		if o.protocol, err = oneOf(kind, "h2", "h2-reset", "h2-goaway", "h2-headers", "h2-window", "h2-window-body"); err == nil && code != "" {
			var n uint64
			n, err = strconv.ParseUint(code, 10, 32)
			o.code = uint32(n)
		}
	case "dns":
		o.dns, err = oneOf(value, "nxdomain", "no-address", "servfail", "timeout")
	case "connect":
		o.connect, err = oneOf(value, "refused", "timeout", "unreachable", "reset", "hang")
	case "address":
		for part := range strings.SplitSeq(value, ",") {
			a, err := parseAddress(part)
			if err != nil {
				return err
			}
			o.addresses = append(o.addresses, a)
		}
	case "capacity":
		o.capacity, err = strconv.Atoi(value)
	case "delay":
		o.delay, err = time.ParseDuration(value)
	case "default":
		o.fallback, err = parseSection("ANY", value)
	default:
		return fmt.Errorf("no option has that name")
	}
	return err
}

func parseAddress(text string) (address, error) {
	ip, fault, _ := strings.Cut(strings.TrimSpace(text), " ")
	a, err := netip.ParseAddr(ip)
	if err == nil && fault != "" {
		fault, err = oneOf(strings.TrimSpace(fault), "refused", "timeout", "unreachable")
	}
	return address{ip: a, fault: fault}, err
}

// oneOf allows only the words that the package comment lists.
func oneOf(word string, words ...string) (string, error) {
	for _, w := range words {
		if w == word {
			return word, nil
		}
	}
	return "", fmt.Errorf("%q is none of %s", word, strings.Join(words, ", "))
}

// find returns the section that answers a request, nil for none. times of the
// section are used up by it; the caller holds the site's lock.
func (o *origin) find(r *request) *section {
	for _, path := range []string{r.uri, r.path()} {
		if s := pick(o.sections[path], r); s != nil {
			return s
		}
	}
	longest := ""
	var found []*section
	for pattern, sections := range o.sections {
		prefix, ok := strings.CutSuffix(pattern, "*")
		if ok && strings.HasPrefix(r.uri, prefix) && len(pattern) > len(longest) {
			longest, found = pattern, sections
		}
	}
	return pick(found, r)
}

// pick takes the first section that wants the request, one for the very
// method before one for GET.
func pick(sections []*section, r *request) *section {
	methods := []string{r.method, "ANY"}
	if r.method == "HEAD" {
		methods = []string{"HEAD", "GET", "ANY"}
	}
	for _, method := range methods {
		for _, s := range sections {
			if s.method == method && s.left != 0 && s.holds(r.header) {
				if s.left > 0 {
					s.left--
				}
				return s
			}
		}
	}
	return nil
}
