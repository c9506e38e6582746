package extract

import (
	"strings"
	"testing"
)

// check 93: by signs of the page itself, and not by words that any page may have.
func TestParked(t *testing.T) {
	article := "<title>Trade in names</title><h1>Buy this domain!</h1><p>" + strings.Repeat("Dealers say it in bold letters. ", 60)
	tests := []struct{ name, body, want string }{
		{"a company's script", `<script src="https://img.sedoparking.com/js/x.js"></script>`, "sedoparking.com/"},
		{"the key for ad blockers", `<html DATA-adblockkey="MFww_x"><body>Related links`, "data-adblockkey="},
		{"a lander", `<script>window.onload=function(){window.location.href="/lander"}</script><link href="https://img1.wsimg.com/parking-lander/static/css/main.css">`, "/parking-lander/"},
		{"the way to a lander", `<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>`, parkedStub},
		{"a page with a button", `<p>Our new lamp <button onclick='window.location.href="/lander"'>Order</button>`, ""},
		{"an offer as the title", "<title>example.org – This domain is for sale</title>", "this domain is for sale"},
		{"an offer in the text", "<h1>old-bakery.example</h1><p>This domain <b>may be</b> for sale.", "this domain may be for sale"},
		{"an offer in German", "<title>x.example</title><p>Diese Domain steht zum Verkauf!", "diese domain steht zum verkauf"},
		{"an offer in French, not UTF-8", "<meta charset=iso-8859-1><p>Ce domaine est \xe0 vendre", "ce domaine est à vendre"},
		{"a domain that has run out", "<p>This domain has expired. If you owned it, renew it.", "this domain has expired"},
		{"an article about it", article, ""},
		{"an offer that nobody sees", "<p>Bread and cakes, says our domain<script>var s = 'Buy this domain'</script><!-- buy this domain -->", ""},
		{"a link to a dealer", `<p>We bought our name at <a href="https://sedo.com/">Sedo</a> and <a href="https://dan.com/">Dan</a>.`, ""},
		{"a page", "<title>Bakery</title><p>Bread, and cakes for sale.", ""},
		{"nothing", "", ""},
	}
	for _, tt := range tests {
		if got := ParkedSign([]byte(tt.body), at(t, "http://old-bakery.example/"), "text/html"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := ParkedSign([]byte(strings.Repeat(" ", parkedBytes)+"data-adblockkey="), at(t, page), "text/html"); got != "" {
		t.Errorf("past the first bytes: got %q", got)
	}
}
