package extract

import "testing"

// check 40
func TestSniff(t *testing.T) {
	const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
	const zip = "PK\x03\x04\x14\x00"
	tests := []struct {
		name, header, body, want string
		wrong                    bool
	}{
		{"right", "Text/HTML; charset=utf-8", "<!doctype html><p>", "text/html", false},
		{"a fragment of html", "text/html", "hello", "text/html", false},
		{"empty body", "text/html", "", "text/html", false},
		{"no header, no body", "", "", "text/plain", false},
		{"malformed parameters", "text/html; charset", "<p>", "text/html", false},
		{"missing", "", "<!-- x --><!DOCTYPE HTML>", "text/html", true},
		{"missing, an svg", "", `<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>`, "image/svg+xml", true},
		{"missing, a feed", "", "\ufeff<?xml version='1.0'?>\n<rss version=2.0>", "application/rss+xml", true},
		{"missing, a sitemap", "", "<urlset>", "application/xml", true},
		{"missing, a picture", "", png, "image/png", true},
		{"unknown", "unknown/unknown", "%PDF-1.4", "application/pdf", true},
		{"nonsense", "html", "<html>", "text/html", true},
		{"a picture that is a page", "image/png", "<html><h1>404</h1>", "text/html", true},
		{"a script that is a page", "application/javascript", "<!DOCTYPE html><p>", "text/html", true},
		{"a style that is a page", "text/css", "\n<!doctype html>", "text/html", true},
		{"a style that begins as a comment of HTML", "text/css", "<!-- a{b:c} -->", "text/css", false},
		{"a script that begins so", "text/javascript", "<!-- hide\nvar a = 1", "text/javascript", false},
		{"a page that begins so", "text/css", "<!-- x -->\n<html>", "text/html", true},
		{"a page that is a picture", "text/html", png, "image/png", true},
		{"a page that is a pdf", "text/html", "%PDF-1.7", "application/pdf", true},
		{"text that is a page", "text/plain", "<!doctype html><title>x</title>", "text/html", true},
		{"a page to be saved", "application/octet-stream", "<!doctype html>", "text/html", true},
		{"an archive to be saved", "application/octet-stream", zip, "application/octet-stream", false},
		{"a feed that calls itself a page", "text/html", "<?xml version='1.0'?><rss>", "application/rss+xml", true},
		{"xhtml with a declaration", "text/html", "<?xml version='1.0'?><!DOCTYPE html PUBLIC '' ''><html>", "text/html", false},
		{"xhtml", "application/xhtml+xml", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>", "application/xhtml+xml", false},
		{"a feed as xml", "text/xml", "<?xml version='1.0'?><feed>", "text/xml", false},
		{"check 110: jnlp", "application/x-java-jnlp-file", "<?xml version='1.0'?><jnlp>", "application/x-java-jnlp-file", false},
		{"check 110: opml", "text/x-opml", "<?xml version='1.0'?><opml>", "text/x-opml", false},
		{"check 110: xsl", "text/xsl", "<?xml version='1.0'?><xsl:stylesheet>", "text/xsl", false},
		{"check 110: xsl of a page", "text/xsl", "<?xml version='1.0'?><html xsl:version='1.0'>", "text/xsl", false},
		{"check 110: wml", "text/vnd.wap.wml", "<?xml version='1.0'?><!DOCTYPE wml><wml><head>", "text/vnd.wap.wml", false},
		{"check 110: kml", "application/vnd.google-earth.kml", "<?xml version='1.0'?><kml>", "application/vnd.google-earth.kml", false},
		{"check 110: jnlp that is a page", "application/x-java-jnlp-file", "<!doctype html><h1>404", "text/html", true},
		{"check 110: json that is xml", "application/json", "<?xml version='1.0'?><error>", "text/xml", true},
		{"check 110: a pdf that is xml", "application/pdf", "<?xml version='1.0'?><error>", "text/xml", true},
		{"check 110: a style that is xml", "text/css", "<?xml version='1.0'?><error>", "text/xml", true},
		{"a script", "text/javascript", "var a = '<p>'", "text/javascript", false},
		{"json", "application/json", `{"a":1}`, "application/json", false},
		{"json that is a picture", "application/json", png, "image/png", true},
		{"another kind of picture", "image/jpeg", png, "image/jpeg", false},
		{"an svg", "image/svg+xml", "<svg>", "image/svg+xml", false},
		{"a picture that is text", "image/png", "not found", "text/plain", true},
		{"an office document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", false},
		{"a pdf that is an archive", "application/pdf", zip, "application/zip", true},
		{"a pdf that is text", "application/pdf", "File not found.", "text/plain", true},
		{"a font by an old name", "application/x-font-woff", "wOF2\x00\x01", "application/x-font-woff", false},
		{"sound in a container", "application/ogg", "OggS\x00", "application/ogg", false},
		{"bytes of no known kind", "image/avif", "\x00\x00\x00 ftypavif", "image/avif", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, wrong := Sniff(tt.header, []byte(tt.body)); got != tt.want || wrong != tt.wrong {
				t.Errorf("got %s, %v; want %s, %v", got, wrong, tt.want, tt.wrong)
			}
		})
	}
}
