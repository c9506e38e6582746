package extract

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"

	"sitewell/scanner/weburl"
)

// Post is the entry that a page shows, as the WordPress that made it numbers it.
type Post struct {
	ID int64 // 0 for none
	// Folder is the path below which WordPress is, with a slash at both ends.
	Folder string
}

// wordpress is what the elements of a page tell of its entry. WordPress names it up to
// three times: as a class of the body ("postid-7", "page-id-7";
// https://developer.wordpress.org/reference/functions/get_body_class/), as the shortlink
// ("?p=7"; https://developer.wordpress.org/reference/functions/wp_get_shortlink/), and as the
// address of the entry in its REST API ("wp-json/wp/v2/posts/7";
// https://developer.wordpress.org/rest-api/using-the-rest-api/discovery/).
type wordpress struct {
	class, short, rest int64
	// home is the reference from which the folder follows, "" for none; api: it is that of
	// the REST API, which only WordPress has.
	home string
	api  bool
}

// longestHome bounds what is kept of a reference.
const longestHome = 500

// link takes in a link element.
func (w *wordpress) link(rel, mediaType, href []byte) {
	if len(href) == 0 || len(href) > longestHome {
		return
	}
	address := string(trim(href))
	for token := range tokens(rel) {
		switch {
		case equalFold(token, "https://api.w.org/"):
			w.home, w.api = address, true
		case equalFold(token, "shortlink"):
			if home, id, ok := strings.Cut(address, "?p="); ok {
				w.short = entryID(id)
				w.noteHome(home)
			}
		case equalFold(token, "alternate") && equalFold(trim(mediaType), "application/json"):
			w.restLink(address)
		}
	}
}

// restLink takes in the address of an entry in the REST API. Those of categories, tags
// and people are no entries.
func (w *wordpress) restLink(address string) {
	if plain, err := url.QueryUnescape(address); err == nil {
		address = plain
	}
	home, route, ok := strings.Cut(address, "wp/v2/")
	if !ok {
		return
	}
	kind, id, _ := strings.Cut(route, "/")
	switch kind {
	case "posts", "pages", "product":
		w.rest = entryID(id)
		w.noteHome(home)
	}
}

func (w *wordpress) noteHome(address string) {
	if w.home == "" {
		w.home = address
	}
}

// body takes in the classes of the body.
func (w *wordpress) body(classes []byte) {
	for class := range tokens(classes) {
		for _, prefix := range []string{"postid-", "page-id-"} {
			if id, ok := bytes.CutPrefix(class, []byte(prefix)); ok && w.class == 0 {
				w.class = entryID(string(id))
			}
		}
	}
}

// entryID reads the number of an entry; 0 if it is none.
func entryID(text string) int64 {
	id, err := strconv.ParseInt(strings.TrimRight(text, "/"), 10, 53)
	if err != nil || id < 1 {
		return 0
	}
	return id
}

// post returns the entry of a page, the zero value where it names none, or belongs to
// another host. known says that something else on the page is of WordPress: other
// systems may have such a class, too.
func (w *wordpress) post(at, base weburl.URL, known bool) Post {
	id := w.rest
	if id == 0 && (known || w.api || w.home != "") {
		id = w.class
	}
	if id == 0 {
		id = w.short
	}
	if id == 0 {
		return Post{}
	}
	if w.home == "" {
		return Post{id, "/"}
	}
	home, err := base.Resolve(w.home)
	if err != nil || home.Hostname() != at.Hostname() {
		return Post{}
	}
	folder := home.Path()
	for _, end := range []string{"wp-json/", "wp-json", "index.php"} {
		folder = strings.TrimSuffix(folder, end)
	}
	if !strings.HasPrefix(folder, "/") || !strings.HasSuffix(folder, "/") {
		return Post{}
	}
	return Post{id, folder}
}
