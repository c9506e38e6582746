package suggest

import "testing"

func TestArchive(t *testing.T) {
	for in, want := range map[string]string{
		"https://mill.example/flour?kind=rye#price": "https://web.archive.org/web/*/https://mill.example/flour?kind=rye",
		"http://baker:secret@mill.example/":         "https://web.archive.org/web/*/http://mill.example/",
		"http://127.0.0.1:8080/":                    "",
		"http://192.168.1.1/":                       "",
		"http://printer/":                           "",
		"mailto:baker@mill.example":                 "",
		"no address":                                "",
	} {
		if got := ArchiveURL(in); got != want {
			t.Errorf("%s: got %q, want %q", in, got, want)
		}
	}
}
