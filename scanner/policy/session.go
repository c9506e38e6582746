package policy

import (
	"fmt"
	"hash/maphash"
	"regexp"
	"strings"

	"sitewell/scanner/weburl"
)

// sessions recognises addresses with a session ID (check 84). Each of them is an
// address of its own and is reported. If a site starts a new session for every
// request, each page has a new address every time, without end. So of the
// addresses that differ in nothing but the session ID only a few are requested.
type sessions struct {
	seed     maphash.Seed
	variants map[uint64]int // by the address without its session ID
}

// MaxSessions is how many addresses are requested that differ only in their
// session ID.
const MaxSessions = 3

func newSessions() sessions {
	return sessions{seed: maphash.MakeSeed(), variants: make(map[uint64]int)}
}

// check returns why an address is not requested, or "" if it is. It must be called
// once for each address.
func (s *sessions) check(u weburl.URL) string {
	name, rest := SessionID(u)
	if name == "" {
		return ""
	}
	key := maphash.String(s.seed, rest)
	s.variants[key]++
	if s.variants[key] <= MaxSessions {
		return ""
	}
	return fmt.Sprintf("%s with another session number in %s; %d of these were checked", rest, name, MaxSessions)
}

// SessionID finds the session ID in an address. It returns the name of its
// parameter, "" if there is none, and the address without it. Only names that are
// used for nothing else count, and only values that look random.
func SessionID(u weburl.URL) (name, rest string) {
	path := u.Path()
	if strings.IndexByte(path, ';') >= 0 {
		if m := pathParameter.FindStringSubmatchIndex(path); m != nil && looksRandom(path[m[4]:m[5]]) {
			return path[m[2]:m[3]], u.Origin() + path[:m[0]] + path[m[1]:] + withQuestionMark(u.Query())
		}
	}
	if strings.Contains(path, "/(") { // ASP.NET: /(S(…))/page.aspx
		if m := cookieless.FindStringIndex(path); m != nil {
			return "(S(…))", u.Origin() + path[:m[0]] + "/" + path[m[1]:] + withQuestionMark(u.Query())
		}
	}
	query := u.Query()
	if query == "" {
		return "", ""
	}
	kept := make([]string, 0, strings.Count(query, "&")+1)
	for pair := range strings.SplitSeq(query, "&") {
		n, value, _ := strings.Cut(pair, "=")
		if name == "" && isSessionName(n) && looksRandom(value) {
			name = n
			continue
		}
		kept = append(kept, pair)
	}
	return name, u.Origin() + path + withQuestionMark(strings.Join(kept, "&"))
}

func withQuestionMark(query string) string {
	if query == "" {
		return ""
	}
	return "?" + query
}

var (
	pathParameter = regexp.MustCompile(`(?i);(jsessionid|phpsessid|sid|sessionid)=([^/;?]*)`)
	cookieless    = regexp.MustCompile(`(?i)/\((?:[A-Z]\([^)]*\))*S\([a-z0-9]{24}\)(?:[A-Z]\([^)]*\))*\)/`)
)

func isSessionName(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "phpsessid", "jsessionid", "sid", "sessid", "sess_id", "sessionid", "session_id", "oscsid", "zenid", "xtcsid", "cftoken", "asp.net_sessionid":
		return true
	}
	return strings.HasPrefix(name, "aspsessionid")
}

// looksRandom reports whether a value looks random: it has at least 16 letters and
// digits, and some of both.
func looksRandom(value string) bool {
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
