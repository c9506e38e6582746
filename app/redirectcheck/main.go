// Command redirectcheck loads redirect rules into real servers, nginx, Apache and Caddy,
// and requests every old address: each must be answered by 301 with its target, and
// every other address as before. It is a command, not a test, because it needs these
// servers; it installs nothing, and says which are missing. On Debian they are the packages
// nginx-light, apache2 and caddy. The exit code is 1 if an answer is wrong.
//
//	go run ./app/redirectcheck
package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"sitewell/app/report/redirects"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "redirectcheck:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	var failed error
	for _, s := range servers() {
		if _, err := os.Stat(s.program); err != nil {
			fmt.Printf("%-7s not tried: %s is not installed\n", s.format, s.program)
			continue
		}
		right, err := s.try(ctx)
		if err != nil {
			failed = errors.Join(failed, fmt.Errorf("%s: %w", s.format, err))
			continue
		}
		fmt.Printf("%-7s %d answers are right\n", s.format, right)
	}
	return failed
}

// request is an address, and what its answer must be.
type request struct {
	host string // "" is that of the site
	uri  string
	want string // target; "" for no redirect
}

// old are the paths with queries that are redirected, each to one of targets.
var old = []string{
	"/old", "/Old-Page.html", "/sp%20ace", "/Stra%C3%9Fe/K%C3%B6ln", "/a%2Fb", "/a+b", "/it's", "/quo%22te", "/semi;colon", "/ha%23sh", "/%7Bbrace%7D",
	"/dollar$1", "/per%25cent", "/back%5Cslash", "/(a|b)*", "/[x]", "/star*", "/a:b", "/:id", "/tilde~", "/page.php?id=3", "/page.php?id=3&x=$y", "/q?a=%C3%A4%20b",
	"/q?x={y}", "/q?x=\\", "/q?x='y", "/q?x=a+b", "/q?x=", "/folder/", "/folder//double", "/%E2%80%A8line", "/long-" + strings.Repeat("a", 1500), "/?p=12", "/wp-content/%25s",
}

// targets are where they lead: an address of the site, or a whole one.
var targets = []string{
	"/new", "/neu%20e%C3%BC", "/a%2Fb/c", "/n?x=1&y=%20#top", "https://www.example.org/$1/%2520", "/plus+minus", "/x?y={z}", "/%1", "/it's;x", "/new?x=${HOME}&y=%{HTTP_HOST}",
}

// requestsTo returns requests to a site, and the rules that they are for.
func requestsTo(site string) (all []request, rules []redirects.Rule) {
	for i, uri := range old {
		to := targets[i%len(targets)]
		if strings.HasPrefix(to, "/") {
			to = site + to
		}
		rules = append(rules, redirects.Rule{From: site + uri, To: to})
		all = append(all, request{uri: uri, want: escaped(to)})
	}
	rules = append(rules, redirects.Rule{From: "http://blog.example.com/only-here", To: site + "/new"})
	all = append(all, request{host: "blog.example.com", uri: "/only-here", want: site + "/new"}, request{uri: "/only-here"},
		request{host: "www.other.example", uri: "/old", want: site + "/new"}, // rules for the site's own host hold for every name of the server
		request{uri: "/stra%c3%9fe/k%c3%b6ln"}, request{uri: "/Stra%c3%9Fe/K%C3%b6ln", want: escaped(targets[3%len(targets)], site)})
	for _, uri := range []string{
		"/", "/new", "/OLD", "/old/", "/old?x=1", "/oldx", "/x/old", "/Old-PageXhtml", "/page.php", "/page.php?id=4", "/page.php?id=33", "/page.php?id=3&x=", "/a/b", "/sp", "/folder", "/?p=1", "/?p=123", "/star", "/starx",
	} {
		all = append(all, request{uri: uri})
	}
	return all, rules
}

// escaped returns an address as files have it as a target.
func escaped(to string, site ...string) string {
	return strings.NewReplacer("{", "%7B", "}", "%7D", "$", "%24").Replace(strings.Join(append(site, to), ""))
}

// check requests an address, byte for byte as it is written, and says what is wrong with
// the answer.
func check(ctx context.Context, address string, r request) error {
	dialer := net.Dialer{Timeout: 10 * time.Second}
	connection, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(20 * time.Second))
	host := r.host
	if host == "" {
		host = address
	}
	fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", r.uri, host)
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		return fmt.Errorf("%s: %w", r.uri, err)
	}
	defer answer.Body.Close()
	got := ""
	if answer.StatusCode == http.StatusMovedPermanently {
		got = answer.Header.Get("Location")
	}
	if got != r.want || answer.StatusCode >= 500 {
		return fmt.Errorf("%s %.100s: status %d, Location %q, want %q", host, r.uri, answer.StatusCode, answer.Header.Get("Location"), r.want)
	}
	return nil
}
