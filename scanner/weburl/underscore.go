package weburl

import "strings"

// Underscores in international names: browsers accept "my_shop.bäckerei.example"
// and name servers know such hosts, but the library refuses an underscore
// anywhere in a name that needs punycode. So ASCII labels with an underscore are
// replaced while the library parses the rest.

// labelDots are the characters that count as a dot between labels (UTS #46).
const labelDots = ".\u3002\uff0e\uff61"

// replaceUnderscores replaces the labels with an underscore in a host with its
// port by plain labels. It returns false if that would not help.
func replaceUnderscores(host string) (masked string, labels []string, ok bool) {
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

// restoreUnderscores returns the address with the original labels.
func restoreUnderscores(href, hostname string, labels []string) string {
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
