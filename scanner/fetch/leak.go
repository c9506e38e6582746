package fetch

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// leakBytes is how much of an error page is searched.
const leakBytes = 256 << 10

// leakSign is a pattern, and texts of which everything that it matches contains at
// least one: most error pages contain none, and are not searched with the pattern.
type leakSign struct {
	hints   []string
	pattern func() *regexp.Regexp
}

func leak(pattern string, hints ...string) leakSign {
	return leakSign{hints, sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })}
}

// leakSigns are what frameworks and databases print when an error is shown
// instead of logged. Each is too special for prose about errors to match by
// accident, yet pages that teach programming may: ask of error pages only.
var leakSigns = []leakSign{
	// PHP
	leak(`(?:Fatal error|Parse error|Warning|Notice|Deprecated)(?:</b>)?:\s.{1,300}? in (?:<b>)?(?:/|[A-Za-z]:\\)[^\s<]{3,200}(?:</b>)? on line (?:<b>)?\d+`, " on line "),
	leak(`#\d+ (?:/|[A-Za-z]:\\)[^\s(]{3,200}\.php\(\d+\)`, ".php("),
	leak(`\bSymfony\\Component\\[A-Za-z\\]{3,80}Exception`, `Symfony\Component\`),
	leak(`\bIlluminate\\[A-Za-z\\]{3,80}(?:Exception|Error)`, `Illuminate\`),
	// Python
	leak(`Traceback \(most recent call last\)`, "Traceback (most recent call last)"),
	leak(`File "(?:/|[A-Za-z]:\\)[^"\n]{2,200}\.py", line \d+, in `, `.py", line `),
	leak(`You're seeing this error because you have <code>DEBUG = True</code>`, "DEBUG = True"),
	// Java
	leak(`\bat (?:[a-z_]\w*\.){1,10}[A-Z][\w$]*\.[\w$<>]+\([A-Z]\w*\.(?:java|kt|scala):\d+\)`, ".java:", ".kt:", ".scala:"),
	leak(`\bjavax?\.[a-z.]{2,40}\.[A-Z]\w{2,60}(?:Exception|Error)\b`, "java.", "javax."),
	// .NET
	leak(`\bat [\w.]{3,120}\([^)\n]{0,120}\) in [A-Za-z]:\\[^\s<]{3,200}:line \d+`, ":line "),
	leak(`\[\w{3,60}Exception(?: \(0x[0-9a-fA-F]{8}\))?: `, "Exception: ", "): "),
	leak(`Server Error in '[^'\n]{1,80}' Application`, "Server Error in '"),
	// Ruby
	leak("(?:/[\\w.-]+){2,20}\\.rb:\\d+:in ['`][^'\\n]{1,80}'", ".rb:"),
	leak(`\bActionController::\w{3,60}|\bActiveRecord::\w{3,60}(?:Error|NotFound|Invalid)\b`, "ActionController::", "ActiveRecord::"),
	// Node.js
	leak(`\bat (?:[\w.<>$\[\] ]{1,80} \()?(?:file://)?(?:/|[A-Za-z]:\\)[^\s()]{2,200}\.[mc]?[jt]s:\d+:\d+\)?`, "js:", "ts:"),
	leak(`\bat \S{1,80} \(node:internal/[^)]{1,80}\)`, "(node:internal/"),
	// Go
	leak(`goroutine \d+ \[(?:running|runnable|select|chan )`, "goroutine "),
	// Databases
	leak(`You have an error in your SQL syntax; check the manual`, "You have an error in your SQL syntax"),
	leak(`\bSQLSTATE\[\w{5}\]`, "SQLSTATE["),
	leak(`\bORA-\d{5}: `, "ORA-"),
	leak(`Unclosed quotation mark (?:after|before) the character string`, "Unclosed quotation mark"),
	leak(`Access denied for user '[^']{1,80}'@'[^']{1,80}'`, "Access denied for user '"),
	leak(`ERROR:\s+(?:syntax error at or near|relation|column) "[^"\n]{1,80}"`, "ERROR:"),
	// Paths of a server's own disk
	leak(`(?:/var/www|/home/[\w.-]{1,40}/(?:public_html|www|htdocs)|/srv/(?:www|http)|/usr/share/nginx)/[^\s<"']{2,160}\.(?:php|py|rb|js|pl|cgi|inc|phtml)\b`,
		"/var/www/", "/home/", "/srv/", "/usr/share/nginx/"),
	leak(`\b[A-Za-z]:\\(?:inetpub|xampp|wamp\d*|Windows|Users)\\[^\s<"']{2,160}`, `:\`),
	// Versions that error pages of servers show
	leak(`<address>Apache/\d[^<]{2,120} Server at `, "<address>Apache/"),
	leak(`<h3>Apache Tomcat/\d+\.\d+\.\d+`, "<h3>Apache Tomcat/"),
	leak(`<center>nginx/\d+\.\d+\.\d+`, "<center>nginx/"),
	leak(`Microsoft \.NET Framework Version:\d[\d.]+`, ".NET Framework Version:"),
}

// FindLeak looks for technical details on an error page that a stranger should
// not see (stack traces, file paths, database errors, versions) and gives the
// first such phrase as evidence, at most 200 bytes of text (check 94).
func FindLeak(body []byte) (phrase string, ok bool) {
	text := string(body[:min(len(body), leakBytes)])
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	for i := range leakSigns {
		sign := &leakSigns[i]
		if !slices.ContainsFunc(sign.hints, func(hint string) bool { return strings.Contains(text, hint) }) {
			continue
		}
		if m := sign.pattern().FindString(text); m != "" {
			return leakPhrase(m), true
		}
	}
	return "", false
}

var tags = regexp.MustCompile(`<[^>]*>`)

func leakPhrase(s string) string {
	s = strings.Join(strings.Fields(tags.ReplaceAllString(s, " ")), " ")
	if len(s) > 200 {
		s = strings.ToValidUTF8(s[:197], "") + "…"
	}
	return s
}
