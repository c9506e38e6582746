package weburl

import (
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

func TestClassify(t *testing.T) {
	const (
		empty    = outcome.AddressEmpty
		place    = outcome.AddressPlaceholder
		scheme   = outcome.UnsupportedScheme
		local    = outcome.AddressLocalhost
		badMail  = outcome.MailtoBad
		badTel   = outcome.TelBad
		badData  = outcome.DataBad
		mistyped = outcome.AddressMalformed
	)
	tests := []struct {
		check int
		ref   string
		want  outcome.Key
	}{
		{11, "", empty},
		{11, " \t\n", empty},
		{11, "?", ""},
		{41, "#", ""},
		{41, "#top", ""},
		{1, "http://example.com/", ""},
		{1, "page.html", ""},
		{1, "http://", place},
		{1, "https://", place},
		{1, "HTTPS:", place},
		{1, "{{url}}", place},
		{1, "/shop/{{ product.slug }}/", place},
		{1, "%7B%7Burl%7D%7D", place},
		{1, "/x?a=1&id=%7B%7Bid%7D%7D", place},
		{1, "https://play.example/?code=println!(%22%7B%7B2764%7D%7D%22)&edition=2021", ""},
		{1, "https://play.example/?code=%7B%7B%7D%7D", ""},
		{1, "%url%", place},
		{1, "https://example.com/%base_url%/x", place},
		{1, "${link}", place},
		{1, "<%= root_path %>", place},
		{1, "<?php echo $url ?>", place},
		{1, "{% url 'home' %}", place},
		{1, "[url]", place},
		{1, "{link}", place},
		{1, "[object Object]", place},
		{1, "{{url}}#top", place},
		{108, "#{{id}}", ""},
		{108, "/page#{id}", ""},
		{108, "#{name}", ""},
		{108, "page.html#{% url %}", ""},
		{108, "page.html#%name%", ""},
		{108, "#[object Object]", ""},
		// Names that a file can have are fetched.
		{1, "TODO", ""},
		{1, "undefined", ""},
		{1, "100%", ""},
		{1, "a%zz", ""},
		{1, "%C3%BC%C3%9F", ""},
		{1, "50%-off%", ""},
		{1, "x?filter[name]=a", ""},
		{1, "/a/{b}/c", ""},
		{1, "/[1]", ""},

		{18, "javascript:void(0)", scheme},
		{18, "JavaScript:void(0)", scheme},
		{18, " java\nscript:void(0)", scheme},
		{18, "sms:+491234", scheme},
		{18, "blob:https://example.com/1", scheme},
		{18, "ftp://example.com/", scheme},
		{18, "whatsapp://send?text={{x}}", scheme},
		{18, "about:blank", scheme},
		{18, "mailto:info@example.com", scheme},
		{18, "tel:+4930123456", scheme},
		{18, "file:///C:/Users/x/index.html", local},
		{18, `C:\Users\x\index.html`, local},
		{18, "c:/x", local},
		{18, "htp://example.com", mistyped},
		{18, "htttp://example.com", mistyped},
		{18, "https//x", ""}, // a relative path, as in a browser
		{18, "htps://example.com", mistyped},
		{18, "hhttps://example.com", mistyped},
		{18, "htpt://example.com", mistyped},
		{18, "httq://example.com", mistyped},
		{18, "hppt://example.com", scheme},
		{18, "httpx:foo", scheme},

		{18, "mailto:", badMail},
		{18, "mailto:?", badMail},
		{18, "mailto:?subject=Look%20at%20this", scheme},
		{18, "mailto:info@example.com?subject=Hi&body=x%20y", scheme},
		{18, "mailto:a@example.com,b@example.com", scheme},
		{18, "mailto:a@example.com,%20b@example.com", scheme},
		{18, "mailto:a@example.com,", scheme},
		{18, "mailto:a%40example.com", scheme},
		{18, "mailto:Jo%20Baker%20%3Cjo@example.com%3E", scheme},
		{18, "mailto:%22not%40me%22@example.org", scheme},
		{18, "mailto:info@bäckerei.example", scheme},
		{18, "mailto:info@[192.0.2.1]", scheme},
		{18, "MAILTO:info@example.com", scheme},
		{18, "mailto:info", badMail},
		{18, "mailto:info@", badMail},
		{18, "mailto:@example.com", badMail},
		{18, "mailto:info@example", badMail},
		{18, "mailto:info@@example.com", badMail},
		{18, "mailto:info@example..com", badMail},
		{18, "mailto:info(at)example.com", badMail},
		{18, "mailto:info @example.com", badMail},
		{18, "mailto:a@example.com;b@example.com", badMail},
		{18, "mailto://info@example.com", badMail},
		{18, "mailto:info@exa_mple!.com", badMail},
		{18, "mailto:100%@example.com", badMail},

		{18, "tel:+49-30-123456", scheme},
		{18, "tel:030123456;phone-context=+49", scheme},
		{18, "tel:+1-201-555-0123;ext=12", scheme},
		{18, "tel:112", scheme},
		{18, "tel:+49 (0) 30 / 123 456", scheme},
		{18, "tel:%2B49%2030", scheme},
		{18, "tel://+4930123456", scheme},
		{18, "tel:*21%23", scheme},
		{18, "tel:1-800-FLOWERS", scheme},
		{18, "tel:+4930123456,,12", scheme},
		{106, "tel:\u202d+49 30 123456\u202c", scheme},
		{106, "tel:+49\u200b30\u202f123\u2009456", scheme},
		{106, "tel:+49\u221230\u2014123\u2212456", scheme},
		{106, "tel:%E2%80%AD+49%2030%20123456", scheme},
		{106, "tel:\ufeff+49\u00ad30\u00a0123\u2011456", scheme},
		{106, "tel:\uff0b\uff14\uff19 30 123456", scheme},
		{106, "tel:\u202d\u202c", badTel},
		{106, "tel:\u202dcall us", badTel},
		{106, "tel:+49 30 \u2026", badTel},
		{18, "tel:", badTel},
		{18, "tel:+", badTel},
		{18, "tel:call us", badTel},
		{18, "tel:7", badTel},
		{18, "tel:030-12x34", badTel},
		{18, "tel:info@example.com", badTel},
		{18, "tel:+49301234567890123", badTel},
		{18, "tel:%zz123", badTel},

		{18, "data:,x", scheme},
		{18, "data:text/html,<p>", scheme},
		{18, "data:image/png;base64,iVBORw0KGgo=", scheme},
		{18, "data:image/png;base64,iVBORw0KGgo", scheme},
		{18, "data:image/png; BASE64 ,AA%3D%3d", scheme},
		{18, "data:;base64,AAAA#frag,ment", scheme},
		{18, "data:text/plain", badData},
		{18, "data:;base64,A", badData},
		{18, "data:;base64,AA=A", badData},
		{18, "data:;base64,AA===", badData},
		{18, "data:;base64,AAA-", badData},
		{18, "data:;base64,AAAA=", badData},
	}
	for _, tt := range tests {
		if got := Classify(tt.ref); got != tt.want {
			t.Errorf("check %d: Classify(%q) = %q (%s), want %q", tt.check, tt.ref, got, Explain(tt.ref), tt.want)
		}
	}
}

// check 17
func TestClassifyHugeData(t *testing.T) {
	huge := "data:image/png;base64," + strings.Repeat("AAAA", 4<<20/4)
	allocs := testing.AllocsPerRun(1, func() {
		if got := Classify(huge); got != outcome.UnsupportedScheme {
			t.Errorf("got %q", got)
		}
	})
	if allocs > 5 {
		t.Errorf("4 MiB of data: %.0f allocations", allocs)
	}
}

func TestExplain(t *testing.T) {
	tests := []struct{ ref, want string }{
		{"page.html", ""},
		{"http://example.com/", ""},
		{"", "nothing in it"},
		{"{{url}}", "unfilled placeholder {{url}}"},
		{"mailto:info", "recipient has no @"},
		{"tel:+49 30 123456", "telephone number"},
		{"tel:\u202d+49 30 123456\u202c", "telephone number, with invisible or typographic characters in it"}, // check 106
		{"http://example.com:65536/", "port is over 65535"},
		{"//exa mple.com/", "host name contains a character that is not allowed"},
		{"http://xn--a/", "host name breaks the rules for international names"},
	}
	for _, tt := range tests {
		if got := Explain(tt.ref); got != tt.want {
			t.Errorf("Explain(%q) = %q, want %q", tt.ref, got, tt.want)
		}
	}
}
