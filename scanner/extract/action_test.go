package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check 87: what a page says about a link besides its address is told to
// Options.Unsafe, and its answer is Unsafe of the link. Addresses in ping are no
// links at all (check 23).
func TestUnsafeLinks(t *testing.T) {
	tests := []struct {
		name, page string
		want       map[string]string // by the end of the address: what was told
	}{
		{"text", `<a href=/x>Log <b>out</b></a><a href=/y></a>`, map[string]string{"/x": "text=Log out"}},
		{"image", `<a href=/x><img src=/i alt="Delete"></a>`, map[string]string{"/x": "text=Delete"}},
		{"icon with a label", `<a href=/x aria-label="Delete post" title=Bin>×</a>`, map[string]string{"/x": "text=× label=Delete post title=Bin"}},
		{"class, ID and click", `<a href=/x class="a b" id=c onclick="go()"></a>`, map[string]string{"/x": "marks=a b c go()"}},
		{"Rails", `<a href=/x data-method="DELETE"></a>`, map[string]string{"/x": "acts=data-method=delete"}},
		{"Rails, but a GET", `<a href=/x data-method=get></a>`, map[string]string{}},
		{"Turbo", `<a href=/x data-turbo-method=post></a>`, map[string]string{"/x": "acts=data-turbo-method=post"}},
		{"Turbo after a GET", `<a href=/x data-method=get data-turbo-method=delete></a>`, map[string]string{"/x": "acts=data-turbo-method=delete"}},
		{"Unpoly", `<a href=/x up-method=put></a>`, map[string]string{"/x": "acts=up-method=put"}},
		{"a method of its own", `<a href=/x data-method=undo></a>`, map[string]string{"/x": "acts=data-method"}},
		{"htmx", `<a href=/x hx-delete=/x></a><a href=/y data-hx-post=/y></a><a href=/z hx-get=/z></a>`, map[string]string{"/x": "acts=hx-delete", "/y": "acts=hx-post"}},
		{"asks first", `<a href=/x data-confirm="Sure?"></a><a href=/y data-turbo-confirm="Sure?"></a>`, map[string]string{"/x": "acts=confirm", "/y": "acts=confirm"}},
		{"asks first by script", `<a href=/x onclick="return confirm('Sure?')"></a>`, map[string]string{"/x": "marks=return confirm('Sure?') acts=confirm"}},
		{"area", `<map><area href=/x alt="Log out"></map>`, map[string]string{"/x": "text=Log out"}},
		{"SVG", `<svg><a href=/x><text>Log out</text></a></svg>`, map[string]string{"/x": "text=Log out"}},
		{"link that is never closed", `<a href=/x>Log out`, map[string]string{"/x": "text=Log out"}},
		{"to a place", `<a href=/x#delete>Delete</a><a href=/y# data-method=delete>Delete</a>`, map[string]string{"/y#": "text=Delete acts=data-method=delete"}},
		{"form", `<form action=/x><input name=q><button>Delete</button></form>`, map[string]string{"/x": "text=Delete"}},
		{"form with a field", `<form action=/x><input type=submit value="Delete it"></form>`, map[string]string{"/x": "text=Delete it"}},
		{"form by POST", `<form action=/x method=post><button>Delete</button></form>`, map[string]string{}},
		{"form with a label", `<form action=/x aria-label=Search></form>`, map[string]string{"/x": "label=Search"}},
		{"button elsewhere", `<form action=/x><button formaction=/y>Delete</button></form><button>Remove</button>`, map[string]string{"/y": "text=Delete"}},
		{"button that is never closed", `<form action=/x><button>Delete</form>`, map[string]string{"/x": "text=Delete"}},
		{"image alone", `<img src=/x alt=Delete>`, map[string]string{}},
		{"ping", `<a href=/x ping="/y /z">Log out</a>`, map[string]string{"/x": "text=Log out"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Reader{Options: Options{Unsafe: func(w LinkWords) string {
				said := ""
				for _, part := range [][2]string{{"text", w.Text}, {"label", w.Label}, {"title", w.Title}, {"marks", w.Marks}, {"acts", w.Acts}} {
					if part[1] != "" {
						said += " " + part[0] + "=" + part[1]
					}
				}
				return strings.TrimSpace(said)
			}}}
			home := at(t, "https://site.test/")
			got := map[string]string{}
			for _, l := range r.HTML([]byte(tt.page), home, "text/html; charset=utf-8").Links {
				if strings.HasSuffix(l.URL, "/z") && tt.name == "ping" || tt.name == "ping" && strings.HasSuffix(l.URL, "/y") {
					t.Errorf("%s is a link", l.URL)
				}
				if l.Unsafe != "" {
					end := strings.TrimPrefix(l.URL, "https://site.test")
					if tt.name == "to a place" {
						end += "#"
					}
					got[end] = l.Unsafe
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, l := range HTML([]byte(tt.page), home, "text/html").Links {
				if l.Unsafe != "" {
					t.Errorf("%s is unsafe though nobody asks", l.URL)
				}
			}
		})
	}
}
