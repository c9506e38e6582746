package fetch

import (
	"html"
	"regexp"
	"strings"
)

// leakBytes is how much of an error page is searched.
const leakBytes = 256 << 10

// leakSigns are what frameworks and databases print when an error is shown
// instead of logged. Each is too special for prose about errors to match by
// accident, yet pages that teach programming may: ask of error pages only.
var leakSigns = []*regexp.Regexp{
	// PHP
	regexp.MustCompile(`(?:Fatal error|Parse error|Warning|Notice|Deprecated)(?:</b>)?:\s.{1,300}? in (?:<b>)?(?:/|[A-Za-z]:\\)[^\s<]{3,200}(?:</b>)? on line (?:<b>)?\d+`),
	regexp.MustCompile(`#\d+ (?:/|[A-Za-z]:\\)[^\s(]{3,200}\.php\(\d+\)`),
	regexp.MustCompile(`\bSymfony\\Component\\[A-Za-z\\]{3,80}Exception`),
	regexp.MustCompile(`\bIlluminate\\[A-Za-z\\]{3,80}(?:Exception|Error)`),
	// Python
	regexp.MustCompile(`Traceback \(most recent call last\)`),
	regexp.MustCompile(`File "(?:/|[A-Za-z]:\\)[^"\n]{2,200}\.py", line \d+, in `),
	regexp.MustCompile(`You're seeing this error because you have <code>DEBUG = True</code>`),
	// Java
	regexp.MustCompile(`\bat (?:[a-z_]\w*\.){1,10}[A-Z][\w$]*\.[\w$<>]+\([A-Z]\w*\.(?:java|kt|scala):\d+\)`),
	regexp.MustCompile(`\bjava(?:x)?\.[a-z.]{2,40}\.[A-Z]\w{2,60}(?:Exception|Error)\b`),
	// .NET
	regexp.MustCompile(`\bat [\w.]{3,120}\([^)\n]{0,120}\) in [A-Za-z]:\\[^\s<]{3,200}:line \d+`),
	regexp.MustCompile(`\[\w{3,60}Exception(?: \(0x[0-9a-fA-F]{8}\))?: `),
	regexp.MustCompile(`Server Error in '[^'\n]{1,80}' Application`),
	// Ruby
	regexp.MustCompile(`(?:/[\w.-]+){2,20}\.rb:\d+:in ['` + "`" + `][^'\n]{1,80}'`),
	regexp.MustCompile(`\bActionController::\w{3,60}|\bActiveRecord::\w{3,60}(?:Error|NotFound|Invalid)\b`),
	// Node.js
	regexp.MustCompile(`\bat (?:[\w.<>$\[\] ]{1,80} \()?(?:file://)?(?:/|[A-Za-z]:\\)[^\s()]{2,200}\.[mc]?[jt]s:\d+:\d+\)?`),
	regexp.MustCompile(`\bat \S{1,80} \(node:internal/[^)]{1,80}\)`),
	// Go
	regexp.MustCompile(`goroutine \d+ \[(?:running|runnable|select|chan )`),
	// Databases
	regexp.MustCompile(`You have an error in your SQL syntax; check the manual`),
	regexp.MustCompile(`\bSQLSTATE\[\w{5}\]`),
	regexp.MustCompile(`\bORA-\d{5}: `),
	regexp.MustCompile(`Unclosed quotation mark (?:after|before) the character string`),
	regexp.MustCompile(`\b(?:mysqli?|pg|PDO)(?:_\w{2,30}\(\)|Exception)[^\n<]{0,40}: `),
	regexp.MustCompile(`Access denied for user '[^']{1,80}'@'[^']{1,80}'`),
	regexp.MustCompile(`ERROR:\s+(?:syntax error at or near|relation|column) "[^"\n]{1,80}"`),
	// Paths of a server's own disk
	regexp.MustCompile(`(?:/var/www|/home/[\w.-]{1,40}/(?:public_html|www|htdocs)|/srv/(?:www|http)|/usr/share/nginx)/[^\s<"']{2,160}\.(?:php|py|rb|js|pl|cgi|inc|phtml)\b`),
	regexp.MustCompile(`\b[A-Za-z]:\\(?:inetpub|xampp|wamp\d*|Windows|Users)\\[^\s<"']{2,160}`),
	// Versions that error pages of servers show
	regexp.MustCompile(`<address>Apache/\d[^<]{2,120} Server at `),
	regexp.MustCompile(`<h3>Apache Tomcat/\d+\.\d+\.\d+`),
	regexp.MustCompile(`<center>nginx/\d+\.\d+\.\d+`),
	regexp.MustCompile(`Microsoft \.NET Framework Version:\d[\d.]+`),
}

// Leak looks for technical details on an error page that a stranger should
// not see (stack traces, file paths, database errors, versions) and gives the
// first such phrase as evidence, at most 200 bytes of text (check 94).
func Leak(body []byte) (phrase string, ok bool) {
	text := string(body[:min(len(body), leakBytes)])
	if strings.Contains(text, "&") {
		text = html.UnescapeString(text)
	}
	for _, sign := range leakSigns {
		if m := sign.FindString(text); m != "" {
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
