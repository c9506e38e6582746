package extract

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TestTokens: where tokens end. The whole page is there, separated by "|";
// what follows "[" is not a token.
//
// check 34
func TestTokens(t *testing.T) {
	for name, want := range map[string]string{
		"texts and tags":                        "a < b|<p>|c|</p>|< |<br/>",
		"an end tag's name alone ends it":       "</p x='>'>|a|</p\n>",
		"no tag":                                "<3 <>|</>|</ p>|<?p?>|a",
		"a tag cut by the end is none":          "a|<p>|[<p b",
		"comments":                              "<!-->|a-->|<!--->|b|<!-- c -- > - -->|<!----!>|<!--x--!>|<!doctype html>|<!x>|<!--",
		"a quoted value holds a '>'":            "<a b='>' c=\">\">|d",
		"no value begins with a name's '='":     "<a =\">|\">",
		"raw text":                              "<title>|<a></titl></titlex>|</title >|<style>|</|</style/>|<plaintext>|</plaintext>",
		"scripts":                               "<script>|a<b</scrip>|</SCRIPT\n>|a",
		"a script's comment":                    "<script>|<!-- <script></script> -->|</script>|a",
		"no comment yet":                        "<script>|<!- <script>|</script>|a",
		"a comment that ends at once":           "<script>|<!--><script>|</script>|a",
		"a comment that ends with three dashes": "<script>|<!-- ---><script>|</script>|a",
		"a comment in which a tag begins":       "<script>|<!-- <scripted>|</script>|a",
		"a comment that is open":                "<script>|<!-- <script> </script> |</script>|a",
		"a script in a script's script":         "<script>|<!-- <script> <script> </script> |</script>|a",
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			z := tokenizer{body: []byte(strings.NewReplacer("|", "", "[", "").Replace(want))}
			for kind := z.next(); kind != endOfPage; kind = z.next() {
				got = append(got, string(z.token()))
				if kind == startTag && isRaw(z.tag.atom) {
					z.raw = z.tag.atom
				}
			}
			if rest := z.body[z.end:]; len(rest) > 0 {
				got = append(got, "["+string(rest))
			}
			if diff := gocmp.Diff(want, strings.Join(got, "|")); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestReferences: references in attributes, where browsers are stricter.
//
// check 35
func TestReferences(t *testing.T) {
	for _, tt := range []struct{ value, want string }{
		{"?a&amp;b&copy=c&copyd&copy;&copy", "?a&b&copy=c&copyd©©"},
		{"&notit;&notin;&not;", "&notit;∉¬"},
		{"&semi;&fjlig;&nosuch;&", ";fj&nosuch;&"},
		{"&CounterClockwiseContourIntegral;&ContourIntegral", "∳&ContourIntegral"},
		{"&#65;&#x42&#;&#x;&#0;&#x80;&#xd800;&#99999999999;", "AB&#;&#x;\ufffd€\ufffd\ufffd"},
		{"a\r\nb\rc\x00&#13;\n", "a\nb\nc\ufffd\r\n"},
	} {
		if got := string(appendDecoded(nil, []byte(tt.value), true)); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.value, got, tt.want)
		}
	}
}

// Facts from the tokenizer tests of html5lib (html5lib-tests, MIT licence;
// those whose input is UTF-8, without the lists of all characters and names):
// state, last start tag, input, and the tokens: a text, [name, attributes,
// self-closing], ["/name"] for an end tag, ["!"] for a comment or doctype.
//
// checks 34, 35
func TestHTML5Lib(t *testing.T) {
	text, err := os.ReadFile("testdata/html5lib.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases [][]any
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 2400 {
		t.Fatalf("got %d cases, want all of them", len(cases))
	}
	// The attributes there are called "a" and the like: let these be of interest.
	known := interesting
	t.Cleanup(func() { interesting = known })
	for i, name := range letterAttrs {
		interesting.add(name, uint32(i)+1)
	}
	for _, c := range cases {
		state, last, input, want := c[0].(string), c[1].(string), c[2].(string), c[3:]
		for _, token := range want {
			if tag, ok := token.([]any); ok && len(tag) > 1 {
				maps.DeleteFunc(tag[1].(map[string]any), func(name string, _ any) bool { return !slices.Contains(letterAttrs, name) })
			}
		}
		if diff := gocmp.Diff(want, tokensOf(input, state, last), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s, %q (-want +got)\n%s", state, input, diff)
		}
	}
}

var letterAttrs = []string{"a", "b", "c", "y", "z", "aa", "ab", "ay", "az"}

// tokensOf returns the tokens of an input as html5lib.json has them. What
// the tokenizer leaves to its readers is done here: adjacent texts are one, line
// ends are normalised, and NULs replaced where the standard does so.
func tokensOf(input, state, last string) (tokens []any) {
	z := tokenizer{body: []byte(input)}
	z.tag.odd = true
	references := state == "Data" || state == "RCDATA"
	switch state {
	case "PLAINTEXT":
		z.raw = atom.Plaintext
	case "RCDATA", "RAWTEXT":
		z.raw = cmp.Or(atom.Lookup([]byte(last)), atom.Title)
	case "Script data":
		z.raw = atom.Script
	case "CDATA section":
		z.body, z.cdata = []byte("<![CDATA["+input), true
	}
	text := func(s []byte, nul string) {
		s = bytes.ReplaceAll(bytes.ReplaceAll(s, []byte("\r\n"), newline), []byte("\r"), newline)
		s = bytes.ReplaceAll(s, []byte{0}, []byte(nul))
		if references {
			s = appendDecoded(nil, s, false)
		}
		if n := len(tokens); n > 0 {
			if before, ok := tokens[n-1].(string); ok {
				tokens[n-1] = before + string(s)
				return
			}
		}
		tokens = append(tokens, string(s))
	}
	for {
		switch z.next() {
		case endOfPage:
			return tokens
		case textToken:
			references = true
			text(z.token(), "\x00")
		case cdataToken:
			if s := z.cdataText(); len(s) > 0 {
				text(s, "\x00")
			}
		case rawToken:
			text(z.token(), "\ufffd")
		case startTag:
			attributes := make(map[string]any)
			for i, name := range letterAttrs {
				if a := attr(i) + 1; z.tag.has(a) {
					attributes[name] = string(z.tag.get(a))
				}
			}
			tag := []any{nameOf(&z.tag), attributes}
			if z.tag.selfClosing {
				tag = append(tag, true)
			}
			tokens = append(tokens, tag)
		case endTag:
			tokens = append(tokens, []any{"/" + nameOf(&z.tag)})
		case otherToken:
			if string(z.token()) != "</>" {
				tokens = append(tokens, []any{"!"})
			}
		}
	}
}

func nameOf(t *tag) string { return strings.ReplaceAll(string(t.lowerName()), "\x00", "\ufffd") }

// FuzzTokenizer: token for token the same as golang.org/x/net/html's.
func FuzzTokenizer(f *testing.F) {
	f.Add([]byte(`<a HREF = 'x&amp;y' href=z class=""id=a/b/ =title=c alt title>`), false)
	f.Add([]byte("<p id=\"a\x00\" style=&copy name=\r\n'x\ry' rel=\"&ampx\"/>"), false)
	f.Add([]byte("<script><!-- <script> </script> --></script><title>&lt;</title ><plaintext></plaintext>"), false)
	f.Add([]byte("<!----!><!--><!doctype html><?x?></3></><![CDATA[ ]]]>a<b></"), true)
	f.Fuzz(func(t *testing.T, body []byte, cdata bool) { sameTokens(t, body, cdata) })
}

// sameTokens reads a body with both tokenizers. It gives the number of tokens.
func sameTokens(t *testing.T, body []byte, cdata bool) (n int) {
	t.Helper()
	mine, theirs := tokenizer{body: body, cdata: cdata}, html.NewTokenizer(bytes.NewReader(body))
	mine.tag.odd = true
	theirs.AllowCDATA(cdata)
	end := 0
	for ; ; n++ {
		got, want := mine.next(), theirs.Next()
		if mine.start != end {
			t.Fatalf("token begins at %d, the one before ends at %d", mine.start, end)
		}
		end = mine.end
		if want == html.ErrorToken {
			if got != endOfPage {
				t.Fatalf("at %d: %q is a token of kind %d, want the end", mine.start, mine.token(), got)
			}
			return n
		}
		if raw := theirs.Raw(); !bytes.Equal(mine.token(), raw) {
			if got == rawToken && mine.rawOf == atom.Script && staysInComment.Match(mine.token()) {
				theirs = html.NewTokenizer(bytes.NewReader(body[end:]))
				theirs.AllowCDATA(cdata)
				continue
			}
			t.Fatalf("at %d: token of kind %d %q, want %v %q", mine.start, got, mine.token(), want, raw)
		}
		switch want {
		case html.TextToken:
			sameText(t, &mine, got, theirs)
		case html.StartTagToken, html.SelfClosingTagToken:
			if got != startTag {
				t.Fatalf("%q: kind %d, want a start tag", mine.token(), got)
			}
			sameTag(t, &mine.tag, want, theirs)
			if mine.tag.atom == atom.Noscript { // check 32
				theirs.NextIsNotRawText()
			} else if isRaw(mine.tag.atom) {
				mine.raw = mine.tag.atom
			}
		case html.EndTagToken:
			if name, _ := theirs.TagName(); got != endTag || mine.tag.atom != atom.Lookup(name) {
				t.Fatalf("%q: kind %d, element %q, want the end of %q", mine.token(), got, mine.tag.atom, name)
			}
		default:
			if got != otherToken {
				t.Fatalf("%q: kind %d, want %v", mine.token(), got, want)
			}
		}
	}
}

// staysInComment: in a script's comment stands a '<' that begins nothing. Theirs
// leaves the comment there; a browser does not (script data escaped less-than
// sign state, §13.2.5.23).
var staysInComment = regexp.MustCompile(`(?s)<!--.*<[^/A-Za-z]`)

func sameText(t *testing.T, mine *tokenizer, got tokenKind, theirs *html.Tokenizer) {
	t.Helper()
	// Line ends and NULs of texts are left to those who read them.
	normal := func(s []byte) []byte {
		s = bytes.ReplaceAll(bytes.ReplaceAll(s, []byte("\r\n"), newline), []byte("\r"), newline)
		return bytes.ReplaceAll(s, []byte{0}, []byte("\ufffd"))
	}
	var text []byte
	switch got {
	case textToken:
		text = appendDecoded(nil, normal(mine.token()), false)
	case cdataToken:
		// Theirs decodes references in CDATA sections; to a browser there are none.
		text = appendDecoded(nil, normal(mine.cdataText()), false)
	case rawToken:
		text = normal(mine.token())
		if mine.rawOf == atom.Title || mine.rawOf == atom.Textarea {
			text = appendDecoded(nil, text, false)
		}
	default:
		t.Fatalf("%q: kind %d, want a text", mine.token(), got)
	}
	if want := bytes.ReplaceAll(theirs.Text(), []byte{0}, []byte("\ufffd")); !bytes.Equal(text, want) {
		t.Fatalf("%q: text %q, want %q", mine.token(), text, want)
	}
}

func sameTag(t *testing.T, mine *tag, want html.TokenType, theirs *html.Tokenizer) {
	t.Helper()
	raw := bytes.Clone(theirs.Raw())
	name, more := theirs.TagName()
	if got := nameOf(mine); got != string(name) || mine.atom != atom.Lookup(name) {
		t.Fatalf("%q: name %q, element %q, want %q", raw, got, mine.atom, name)
	}
	var have uint64
	for more {
		var key, value []byte
		key, value, more = theirs.TagAttr()
		a := attrByName(string(key))
		if a == noAttr || have&(1<<a) != 0 { // two names of one
			continue
		}
		have |= 1 << a
		if got := mine.get(a); !bytes.Equal(got, value) {
			t.Fatalf("%q: %s = %q, want %q", raw, key, got, value)
		}
	}
	if mine.have != have {
		t.Fatalf("%q: attributes %b, want %b", raw, mine.have, have)
	}
	if mine.selfClosing != (want == html.SelfClosingTagToken) && (mine.selfClosing || !endsInValue.Match(raw)) {
		t.Fatalf("%q: self-closing %v, want %v", raw, mine.selfClosing, want)
	}
}

// endsInValue: the last attribute's value has no quotes and ends with a solidus.
// To a browser that tag is not self-closing. Theirs looks at the last attribute
// that it kept, which is another one if this is a duplicate.
var endsInValue = regexp.MustCompile(`=[ \t\r\n\f]*(?:[^ \t\r\n\f"'>][^ \t\r\n\f>]*)?/>$`)

func attrByName(name string) attr {
	for a, names := range attrNames {
		for _, n := range names {
			if n == name {
				return attr(a)
			}
		}
	}
	return noAttr
}

// TestNames: every name of a table is found in it, in any case, and what is no
// part of it is not.
func TestNames(t *testing.T) {
	read := func(s string) *tag {
		var g tag
		if g.read([]byte(s), 1, false) != len(s) {
			t.Fatalf("%q is not read to its end", s)
		}
		return &g
	}
	elements := strings.Fields(frequentNames + " svgg ockquote blockquotes aa foreignObject annotation-xml x-frame")
	for _, name := range elements {
		want := atom.Lookup([]byte(strings.ToLower(name)))
		for _, s := range []string{name, strings.ToUpper(name)} {
			if got := read("<" + s + ">").atom; got != want {
				t.Errorf("%s: got element %q, want %q", s, got, want)
			}
		}
	}
	for a := noAttr + 1; a < numAttrs; a++ {
		if len(attrNames[a]) == 0 {
			t.Errorf("attribute %d has no name", a)
		}
		for _, name := range attrNames[a] {
			for _, s := range []string{name, strings.ToUpper(name)} {
				if got := read("<p " + s + "=x>"); got.have != 1<<a || string(got.get(a)) != "x" {
					t.Errorf("%s: got attributes %b, value %q", s, got.have, got.get(a))
				}
			}
			for _, other := range []string{name + "x", "x" + name, name[max(0, len(name)-maxPacked):]} {
				isName := slices.ContainsFunc(attrNames[:], func(names []string) bool { return slices.Contains(names, other) })
				if got := read("<p " + other + "=y>"); !isName && got.have != 0 {
					t.Errorf("%s: got attributes %b", other, got.have)
				}
			}
		}
	}
}
