package weburl

import "strings"

// Underscores in international names. Browsers take "my_shop.bäckerei.example"
// and name servers know such hosts, yet the library refuses an underscore
// anywhere in a name that needs punycode. So labels of plain ASCII with an
// underscore are set aside while it reads the rest.

// labelDots are what counts as a dot between labels (UTS #46).
const labelDots = ".\u3002\uff0e\uff61"

// setAside puts a plain label in place of those with an underscore in a host,
// port included. It reports false where that would not help.
func setAside(host string) (masked string, labels []string, ok bool) {
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		name, port = host[:i], host[i:]
	}
	labels = strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune(labelDots, r) })
	plain := make([]string, len(labels))
	for i, l := range labels {
		plain[i] = l
		if strings.Contains(l, "_") {
			if strings.Trim(strings.ToLower(l), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
				return "", nil, false
			}
			plain[i], ok = "u", true
		}
	}
	return strings.Join(plain, ".") + port, labels, ok
}

// putBack gives the address with the labels that were set aside.
func putBack(href, hostname string, labels []string) string {
	read := strings.Split(hostname, ".")
	if len(read) != len(labels) {
		return ""
	}
	for i, l := range labels {
		if strings.Contains(l, "_") {
			read[i] = strings.ToLower(l)
		}
	}
	return strings.Replace(href, hostname, strings.Join(read, "."), 1)
}
