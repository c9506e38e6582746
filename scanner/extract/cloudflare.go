package extract

import (
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// protectedMail is the path of the links that Cloudflare puts in the place of mail
// links, so that programs do not find the addresses. A script of its own makes them
// mail links again in the browser (Cloudflare, "Email Address Obfuscation").
const protectedMail = "/cdn-cgi/l/email-protection"

// mailTarget returns what a link to protectedMail is for visitors: the mail link
// that its fragment holds (check 100). Without one, or with one that can't be read,
// the script finds the address elsewhere on the page.
func mailTarget(u weburl.URL, fragment string) target {
	address, ok := revealedMail(fragment)
	if !ok {
		return target{url: u.Key(), outcome: outcome.UnsupportedScheme, reason: "mail address that Cloudflare protects", kind: result.KindOther}
	}
	ref := "mailto:" + address
	key, reason := weburl.Inspect(ref)
	return target{url: shortenText(ref), outcome: key, reason: reason, kind: result.KindOther}
}

// revealedMail decodes what Cloudflare makes of a mail address: bytes in
// hexadecimal, of which the first was combined with each of the others by exclusive
// or. It reports false if s is nothing of the kind.
func revealedMail(s string) (address string, ok bool) {
	if len(s) < 4 || len(s)%2 != 0 {
		return "", false
	}
	plain := make([]byte, 0, len(s)/2)
	for i := 0; i < len(s); i += 2 {
		hi, ok1 := unhex(s[i])
		lo, ok2 := unhex(s[i+1])
		if !ok1 || !ok2 {
			return "", false
		}
		plain = append(plain, hi<<4|lo)
	}
	for i := range plain[1:] {
		plain[i+1] ^= plain[0]
	}
	return strings.ToValidUTF8(string(plain[1:]), "\uFFFD"), true
}

// kindOfLinked returns what a link to a path leads to: kindByPath, or KindOther for
// what Cloudflare answers itself below /cdn-cgi/ on each of its sites. These are no
// pages of the site, and crawlers are told to leave them alone (Cloudflare,
// "/cdn-cgi/ endpoint"). Resized images are the site's own.
func kindOfLinked(path string) result.Kind {
	kind := kindByPath(path)
	if kind == "" && strings.HasPrefix(path, "/cdn-cgi/") && !strings.HasPrefix(path, "/cdn-cgi/image/") {
		return result.KindOther
	}
	return kind
}
