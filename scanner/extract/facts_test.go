package extract

import (
	"strings"
	"testing"
)

// The hash of the text says whether the words changed: not dates, prices and counters,
// nor case, ASCII punctuation, white space, markup and what nobody sees.
func TestText(t *testing.T) {
	of := func(body string) uint64 {
		return HTML([]byte("<title>T</title><body>"+body), at(t, page), "text/html; charset=utf-8").Text
	}
	const was = "<p>Open since 1900, daily from 7:30. Bread is 3.20 €</p>"
	for _, same := range []string{
		"<p>Open since 1901, daily from 10:00. Bread is 13.20 €</p>", "<p>OPEN since<br>\n 1900; daily: from 7:30! <b>Bread</b> is 3.20 €</p>",
		was + "<script>var changed = 1</script><style>p { color: red }</style><template>hidden</template>",
		"<p>Open since May2025 1900, daily from 7:30. Bread is 3.20 €</p>",
	} {
		if of(same) != of(was) {
			t.Errorf("%q counts as another text", same)
		}
	}
	for _, other := range []string{
		"<p>Closed since 1900, daily from 7:30. Bread is 3.20 €</p>", "<p>daily Open since 1900, from 7:30. Bread is 3.20 €</p>",
		"<p>Open since 1900, daily from 7:30. Bread is cheap: 3.20 €</p>", "", "<p>Opensince 1900, daily from 7:30. Bread is 3.20 €</p>",
	} {
		if of(other) == of(was) {
			t.Errorf("%q counts as the same text", other)
		}
	}
}

func TestDescription(t *testing.T) {
	for _, tt := range []struct{ head, want string }{
		{"", ""},
		{`<meta name="Description" content=" Fresh  bread&amp;butter
			">`, "Fresh bread&butter"},
		{`<meta name=description content="first"><meta name=description content="second">`, "first"},
		{`<meta property="og:description" content="social">`, ""},
		{`<meta name=description content="` + strings.Repeat("ä", 200) + `">`, strings.Repeat("ä", maxDescription/2)},
	} {
		if got := HTML([]byte(tt.head), at(t, page), "text/html; charset=utf-8").Description; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.head, got, tt.want)
		}
	}
}
