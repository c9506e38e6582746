package demo

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"
)

// bakeryHandler serves the bakery: its files, and what goes wrong with it.
func bakeryHandler(hosts *strings.Replacer) http.Handler {
	site := folder{dir: "site", hosts: hosts, missing: send(http.StatusNotFound, "not-found.html")}
	mux := http.NewServeMux()
	mux.Handle("/", site)

	// Answers that say what is wrong.
	mux.Handle("/summer-2019.html", send(http.StatusGone, "gone.html"))
	mux.Handle("/staff/rota.html", send(http.StatusForbidden, "forbidden.html"))
	mux.Handle("/members/{$}", asksForPassword(send(http.StatusUnauthorized, "unauthorized.html")))
	mux.Handle("/oven-camera", send(http.StatusTooManyRequests, "too-many.html"))
	mux.Handle("/order/basket", poweredBy("PHP/8.1.2", send(http.StatusInternalServerError, "server-error.html")))
	mux.Handle("/newsletter", send(http.StatusServiceUnavailable, "unavailable.html"))

	// Redirects.
	mux.Handle("/today", redirect(http.StatusFound, "/bread.html"))
	mux.Handle("/cake-menu.html", redirect(http.StatusMovedPermanently, "/cakes.html"))
	for _, recipe := range []string{"sourdough", "pretzels", "carrot-cake", "apple-strudel"} {
		mux.Handle("/baking-school/"+recipe+".html", redirect(http.StatusMovedPermanently, "/recipes/"+recipe+".html"))
	}
	mux.Handle("/old/shop", redirect(http.StatusMovedPermanently, "../shop"))
	mux.Handle("/shop", redirect(http.StatusMovedPermanently, "/order.html"))
	mux.Handle("/loop/settings", redirect(http.StatusFound, "/loop/consent"))
	mux.Handle("/loop/consent", redirect(http.StatusFound, "/loop/settings"))
	mux.Handle("/weddings.html", redirect(http.StatusMovedPermanently, "/wedding-cakes.html"))
	mux.Handle("/blog/2017/first-post.html", redirect(http.StatusMovedPermanently, "/"))
	mux.Handle("/members/recipes", redirect(http.StatusFound, "/login?next=/members/recipes"))
	mux.Handle("/app", redirect(http.StatusFound, "file:///C:/Bakery/app.html"))
	mux.Handle("/social", redirect(http.StatusFound, hosts.Replace("http://hofmuehle.example/")))
	mux.HandleFunc("/order/checkout", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) })

	// Pages that are not what they seem.
	mux.Handle("/login", send(http.StatusOK, "sign-in.html"))
	mux.Handle("/search", send(http.StatusOK, "search.html"))
	mux.Handle("/specials/{$}", site)
	mux.Handle("/specials/", send(http.StatusOK, "nothing-here.html"))
	mux.Handle("/images/stamp.png", send(http.StatusOK, "nothing-here.html"))
	mux.HandleFunc("/press.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", types[".html"])
	})

	// Transport that goes wrong.
	mux.Handle("/recipes/rye.html", notCompressed(site))
	mux.Handle("/news/archive.html", cutShort(site))
	mux.HandleFunc("/delivery/track", func(w http.ResponseWriter, _ *http.Request) { hangUp(w, "") })
	mux.HandleFunc("/delivery/zones", func(w http.ResponseWriter, _ *http.Request) { hangUp(w, "BREAD IS READY\r\n\r\n") })
	return mux
}

// millHandler serves the other site.
func millHandler(hosts *strings.Replacer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", folder{dir: "mill", hosts: hosts, missing: http.NotFoundHandler()})
	mux.Handle("/prices", redirect(http.StatusMovedPermanently, "/price-list.html"))
	mux.Handle("/laboratory.html", send(http.StatusForbidden, "forbidden.html"))
	return mux
}

func asksForPassword(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="Sourdough club", charset="UTF-8"`)
		next.ServeHTTP(w, r)
	}
}

func poweredBy(software string, next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Powered-By", software)
		next.ServeHTTP(w, r)
	}
}

// notCompressed says gzip and sends plain text, as servers do that are told
// twice to compress.
func notCompressed(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		next.ServeHTTP(w, r)
	}
}

// cutShort promises more bytes than it sends, and closes the connection.
func cutShort(next http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var page page
		next.ServeHTTP(&page, r)
		w.Header().Set("Content-Type", types[".html"])
		w.Header().Set("Content-Length", strconv.Itoa(page.body.Len()))
		_, _ = w.Write(page.body.Bytes()[:page.body.Len()*2/3])
	}
}

// page is a response that is kept.
type page struct {
	header http.Header
	body   bytes.Buffer
}

func (p *page) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}
func (p *page) Write(b []byte) (int, error) { return p.body.Write(b) }
func (p *page) WriteHeader(int)             {}

// hangUp sends text as it stands, instead of an answer, and closes the
// connection.
func hangUp(w http.ResponseWriter, text string) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return // the client is gone
	}
	_, _ = conn.Write([]byte(text))
	_ = conn.Close()
}
