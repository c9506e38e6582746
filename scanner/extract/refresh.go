package extract

import "time"

// maxDelay caps a delay so that it fits a Duration; anything near it is never.
const maxDelay = 365 * 24 * time.Hour

// parseRefresh reads a meta refresh's content or a Refresh header's value by
// the HTML Standard's "shared declarative refresh steps": "5; url=x",
// "0;URL='x'", "1, x", "3 url = x". It reports false where the value is no
// order at all. ref is empty where the page is to load itself again.
func parseRefresh(value []byte) (delay time.Duration, ref []byte, ok bool) {
	i := skipSpace(value, 0)
	start := i
	seconds := 0
	for ; i < len(value) && '0' <= value[i] && value[i] <= '9'; i++ {
		seconds = min(seconds*10+int(value[i]-'0'), int(maxDelay/time.Second))
	}
	if i == start && (i == len(value) || value[i] != '.') {
		return 0, nil, false
	}
	delay = time.Duration(seconds) * time.Second
	for i < len(value) && ('0' <= value[i] && value[i] <= '9' || value[i] == '.') {
		i++
	}
	if i < len(value) && value[i] != ';' && value[i] != ',' && !isSpace(value[i]) {
		return 0, nil, false
	}
	i = skipSpace(value, i)
	if i < len(value) && (value[i] == ';' || value[i] == ',') {
		i = skipSpace(value, i+1)
	}
	return delay, refreshTarget(value[i:]), true
}

// refreshTarget reads what follows the time.
func refreshTarget(s []byte) []byte {
	rest := s
	if len(s) >= 3 && equalFold(s[:3], "url") {
		i := skipSpace(s, 3)
		if i == len(s) || s[i] != '=' {
			return trim(s) // an address that happens to begin so
		}
		rest = s[skipSpace(s, i+1):]
	}
	if len(rest) > 0 && (rest[0] == '"' || rest[0] == '\'') {
		quote := rest[0]
		rest = rest[1:]
		for i, c := range rest {
			if c == quote {
				rest = rest[:i]
				break
			}
		}
	}
	return trim(rest)
}
