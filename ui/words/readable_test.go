package words

import "testing"

func TestReadable(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://example.com/caf%C3%A9", "https://example.com/café"},
		{"/gr%c3%b6%C3%9fe?q=%C3%A4#%C3%BC", "/größe?q=ä#ü"},
		{"/%F0%9F%8D%B0", "/🍰"},
		{"/%E6%97%A5%E6%9C%AC", "/日本"},
		{"/%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7", "/👩\u200d👧"}, // a joiner within an emoji
		{"/e%CC%81", "/e\u0301"},
		// What would be read as another address stays.
		{"/a%20b%2Fc%25%3F", "/a%20b%2Fc%25%3F"},
		{"/%C3", "/%C3"},
		{"/%C3%28", "/%C3%28"},
		{"/%FF%FE", "/%FF%FE"},
		{"/%C0%AF", "/%C0%AF"},           // too long a form
		{"/%ED%A0%80", "/%ED%A0%80"},     // half of a pair
		{"/%C2%85", "/%C2%85"},           // a control character
		{"/%C2%A0", "/%C2%A0"},           // a space
		{"/%C2%AD", "/%C2%AD"},           // a soft hyphen
		{"/%E2%80%AE", "/%E2%80%AE"},     // turns the direction
		{"/%E2%81%A6", "/%E2%81%A6"},     // isolates it
		{"/%E2%80%8B", "/%E2%80%8B"},     // of no width
		{"/a%E2%80%8Db", "/a%E2%80%8Db"}, // a joiner between letters
		{"/%EF%BF%BD", "/%EF%BF%BD"},
		{"/%E3%85%A4", "/%E3%85%A4"}, // a letter that looks like a space
		{"/%G1 100% %", "/%G1 100% %"},
		{"/%C3%A4%FF%C3%A4", "/ä%FFä"},
		// Hosts.
		{"https://xn--bcher-kva.example/", "https://bücher.example/"},
		{"https://www.xn--bcher-kva.example:8080/xn--bcher-kva", "https://www.bücher.example:8080/xn--bcher-kva"},
		{"Replace or remove the links to xn--bcher-kva.example", "Replace or remove the links to bücher.example"},
		{"xn--80akhbyknj4f.example", "испытание.example"},
		{"xn--80ak6aa92e.com", "xn--80ak6aa92e.com"},       // all of its letters look like those of a name in ASCII
		{"xn--pple-43d.com", "xn--pple-43d.com"},           // one of them does
		{"xn--zzzzzz---.example", "xn--zzzzzz---.example"}, // no code at all
	}
	for _, tt := range tests {
		if got := Readable(tt.in); got != tt.want {
			t.Errorf("Readable(%q) = %q, want %q", tt.in, got, tt.want)
		}
		if again := Readable(Readable(tt.in)); again != Readable(tt.in) {
			t.Errorf("twice, %q becomes %q", tt.in, again)
		}
	}
}
