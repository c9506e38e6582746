package settings

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// ProxyAddress is the address of a proxy in its parts. It prints without its password.
type ProxyAddress struct {
	Scheme, Host string // "http", "proxy.example:3128"
	User         string
	Password     string
}

// String returns the address without its password.
func (p ProxyAddress) String() string {
	u := url.URL{Scheme: p.Scheme, Host: p.Host}
	if p.User != "" {
		u.User = url.User(p.User)
	}
	return u.String()
}

// Format hides the password from every verb of package fmt.
func (p ProxyAddress) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// URL returns the address with its password.
func (p ProxyAddress) URL() string {
	u := url.URL{Scheme: p.Scheme, Host: p.Host}
	if p.User != "" {
		u.User = url.UserPassword(p.User, p.Password)
	}
	return u.String()
}

// ParseProxy reads the address of a proxy as a person types it: proxy.example:3128,
// http://anna@proxy.example:3128, socks5://127.0.0.1:1080. The error is a *ValueError.
func ParseProxy(typed string) (ProxyAddress, error) {
	wrong := &ValueError{Name: Proxy, Value: withoutPassword(typed)}
	text := strings.TrimSpace(typed)
	if !strings.Contains(text, "://") {
		text = "http://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil, u.Hostname() == "", u.Path != "" && u.Path != "/", u.RawQuery != "", u.Fragment != "", strings.ContainsAny(u.Host, " \t"):
		return ProxyAddress{}, wrong
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
	default:
		return ProxyAddress{}, wrong
	}
	if port := u.Port(); port != "" {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return ProxyAddress{}, wrong
		}
	} else if !strings.Contains(u.Hostname(), ".") && u.Hostname() != "localhost" && net.ParseIP(u.Hostname()) == nil {
		return ProxyAddress{}, wrong // a word, such as a misspelled "none"
	}
	p := ProxyAddress{Scheme: u.Scheme, Host: u.Host, User: u.User.Username()}
	p.Password, _ = u.User.Password()
	return p, nil
}

// withoutPassword returns what was typed without what may be a password.
func withoutPassword(typed string) string {
	if i := strings.LastIndex(typed, "@"); i >= 0 {
		return "…" + typed[i:]
	}
	return typed
}

func putProxy(s *Settings, value string) error {
	if value == "" || strings.EqualFold(value, NoProxy) {
		s.Proxy = strings.ToLower(value)
		return nil
	}
	p, err := ParseProxy(value)
	if err != nil {
		return err
	}
	s.Proxy = p.String()
	return nil
}
