package scanner

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"strings"

	"sitewell/scanner/weburl"
)

// sessions notices addresses that carry the number of a visit (check 84). Each
// is an address of its own and is told as such. A site that gives every visit a
// new number gives every page new addresses without end, so only a few that
// differ in nothing else are asked for.
type sessions struct {
	seed     maphash.Seed
	variants map[uint64]int // by the address without the number
}

// maxSessions is how many addresses that differ in the number alone are asked.
const maxSessions = 3

func newSessions() sessions {
	return sessions{seed: maphash.MakeSeed(), variants: make(map[uint64]int)}
}

// caught says why an address is one too many, "" where it is not. It must be
// asked once for each address.
func (s *sessions) caught(u weburl.URL) string {
	name, rest := sessionOf(u)
	if name == "" {
		return ""
	}
	key := maphash.String(s.seed, rest)
	s.variants[key]++
	if s.variants[key] <= maxSessions {
		return ""
	}
	return fmt.Sprintf("%s with another session number in %s; %d of these were checked", rest, name, maxSessions)
}

// sessionOf finds the number of a visit in an address. It gives the name of the
// part that holds it, "" for none, and the address without it. Only names that
// are used for nothing else count, and values that look like drawn by lot.
func sessionOf(u weburl.URL) (name, rest string) {
	path := u.Path()
	if strings.IndexByte(path, ';') >= 0 {
		if m := pathParameter.FindStringSubmatchIndex(path); m != nil && drawn(path[m[4]:m[5]]) {
			return path[m[2]:m[3]], u.Origin() + path[:m[0]] + path[m[1]:] + queryOf(u.Query())
		}
	}
	if strings.Contains(path, "/(") { // ASP.NET: /(S(…))/page.aspx
		if m := cookieless.FindStringIndex(path); m != nil {
			return "(S(…))", u.Origin() + path[:m[0]] + "/" + path[m[1]:] + queryOf(u.Query())
		}
	}
	query := u.Query()
	if query == "" {
		return "", ""
	}
	kept := make([]string, 0, strings.Count(query, "&")+1)
	for pair := range strings.SplitSeq(query, "&") {
		n, value, _ := strings.Cut(pair, "=")
		if name == "" && sessionName(n) && drawn(value) {
			name = n
			continue
		}
		kept = append(kept, pair)
	}
	return name, u.Origin() + path + queryOf(strings.Join(kept, "&"))
}

func queryOf(query string) string {
	if query == "" {
		return ""
	}
	return "?" + query
}

var (
	pathParameter = regexp.MustCompile(`(?i);(jsessionid|phpsessid|sid|sessionid)=([^/;?]*)`)
	cookieless    = regexp.MustCompile(`(?i)/\((?:[A-Z]\([^)]*\))*S\([a-z0-9]{24}\)(?:[A-Z]\([^)]*\))*\)/`)
)

func sessionName(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "phpsessid", "jsessionid", "sid", "sessid", "sess_id", "sessionid", "session_id", "oscsid", "zenid", "xtcsid", "cftoken", "asp.net_sessionid":
		return true
	}
	return strings.HasPrefix(name, "aspsessionid")
}

// drawn reports whether a value looks like drawn by lot: at least 16 letters
// and digits, both kinds among them.
func drawn(value string) bool {
	digits, letters := 0, 0
	for _, c := range []byte(value) {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c|0x20 && c|0x20 <= 'z':
			letters++
		case strings.IndexByte("-_,.!", c) < 0:
			return false
		}
	}
	return digits+letters >= 16 && digits >= 3 && letters >= 2
}
