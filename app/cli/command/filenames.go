package command

import (
	"fmt"
	"net/url"
	"os"
	"strings"
)

// HostIn is the host of a typed address, as part of the name of a file.
func HostIn(site string) string {
	if !strings.Contains(site, "://") {
		site = "http://" + site
	}
	u, err := url.Parse(site)
	if err != nil {
		return "site"
	}
	host := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		default:
			return -1
		}
	}, u.Hostname())
	if host = strings.Trim(host, ".-"); host == "" {
		return "site"
	}
	return host
}

// FreeName returns a file name that is not taken yet.
func FreeName(base, ext string) string {
	name := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}
