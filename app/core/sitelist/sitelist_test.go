package sitelist

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRead(t *testing.T) {
	const utf16 = "\xff\xfeK\x00u\x00n\x00d\x00e\x00;\x00U\x00R\x00L\x00\n\x00A\x00;\x00e\x00x\x00.\x00d\x00e\x00"
	for name, tt := range map[string]struct {
		text string
		want []string // row address | name | client, and ! where it can't be used
	}{
		"addresses":            {"example.com\nexample.org\r\n\r\n# no\n", []string{"1 example.com||", "2 example.org||"}},
		"commas":               {"Name,Address\n\"Baker, Sons\",example.com\n", []string{"2 example.com|Baker, Sons|"}},
		"semicolons and BOM":   {"\ufeffclient;url\nA;example.com\n;example.org\n", []string{"2 example.com||A", "3 example.org||"}},
		"German headings":      {"Kunde;Bezeichnung;Webseite\nBäcker;Laden;example.com\n", []string{"2 example.com|Laden|Bäcker"}},
		"Excel in Unicode":     {utf16, []string{"2 ex.de||A"}},
		"Excel of the west":    {"Adresse;Kunde\nexample.com;M\xfcller\n", []string{"2 example.com||Müller"}},
		"Excel's separator":    {"sep=;\nAdresse;Kunde\nexample.com;A\n", []string{"3 example.com||A"}},
		"empty cells of tabs":  {"name\tclient\twebsite\n\tA\texample.com\n", []string{"2 example.com||A"}},
		"no headings":          {"Shop;example.com;Baker\nCafé;example.org;Baker\n", []string{"1 example.com|Shop|Baker", "2 example.org|Café|Baker"}},
		"some with a name":     {"example.com\nexample.org, Shop\nexample.net, Café\n", []string{"1 example.com||", "2 example.org|Shop|", "3 example.net|Café|"}},
		"one with a name":      {"example.com;Shop\nexample.org\nexample.net\n", []string{"1 example.com|Shop|", "2 example.org||", "3 example.net||"}},
		"a quote that is open": {"address,name\nexample.com,\"12\" pizza\n", []string{`2 example.com|12" pizza|`}},
		"what can't be used":   {"address,name\nexample.com,\nftp://x,\n,Nameless\n", []string{"2 example.com||", "3 ftp://x||!", "4 |Nameless|!"}},
		"nothing":              {"", nil},
		"only headings":        {"address,name\n", []string{}},
	} {
		sites, err := Read(t.Context(), []byte(tt.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var got []string
		if sites != nil {
			got = []string{}
		}
		for _, s := range sites {
			line := strings.Join([]string{string(rune('0'+s.Row)) + " " + s.Address, s.Name, s.Client}, "|")
			if s.Err != nil {
				line += "!"
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTooMany(t *testing.T) {
	if _, err := Read(t.Context(), []byte(strings.Repeat("a.example\n", MaxSites+1))); !errors.Is(err, ErrTooMany) {
		t.Errorf("error %v", err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("address;name\nexample.com;x\n")
	f.Add("\"\n\"a,\tb")
	f.Fuzz(func(t *testing.T, text string) {
		sites, err := Read(t.Context(), []byte(text))
		if err != nil && sites != nil {
			t.Error("sites beside an error")
		}
		for _, s := range sites {
			if (s.Err == nil) != (s.Start.Key() != "") {
				t.Errorf("%+v", s)
			}
		}
	})
}

// A file that is dropped on the window is a list of sites or of addresses.
func TestIsSites(t *testing.T) {
	for text, want := range map[string]bool{
		"address,name,client\nexample.com,Bakery,Baker\n":        true,
		"Kunde;Adresse\nBaker;example.com/shop\n":                true,
		"example.com\nwww.example.org\nhttps://example.net/\n":   true,
		"Bakery,example.com\nMill,example.org\n":                 true,
		"example.com\nexample.org\nno address\n":                 true,
		"https://example.com/\nhttps://example.com/menu\n":       false,
		"https://example.com/a\nhttps://example.org/b\n":         false,
		"https://example.com/?id=1\nhttps://example.org/?id=2\n": false,
		"example.com\n": false,
		"url,title\nhttps://example.com/,Home\nhttps://example.com/x,X": false,
		"": false,
	} {
		if got := IsSites(t.Context(), []byte(text)); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}
