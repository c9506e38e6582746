package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// floorWorkers is the number of concurrent requests, as in the scan.
const floorWorkers = 8

// floor is the bare loop: it requests every page with net/http, runs the
// tokenizer over it and keeps a set of the addresses it has seen. It stores
// nothing, decides no verdicts and checks no fragments. Whatever a scan takes
// beyond it is the cost of Sitewell's own work.
func floor(ctx context.Context, start string) error {
	base, err := url.Parse(start)
	if err != nil {
		return err
	}
	l := &loop{
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: floorWorkers}},
		host:   base.Host,
		seen:   make(map[string]struct{}),
	}
	l.changed = sync.NewCond(&l.mu)
	l.add(base.String())
	var workers sync.WaitGroup
	for range floorWorkers {
		workers.Go(func() { l.work(ctx) })
	}
	workers.Wait()
	fmt.Printf("%d pages, %d links, %d addresses\n", l.pages, l.links, len(l.seen))
	return l.err
}

// loop is the state that the workers share.
type loop struct {
	client *http.Client
	host   string

	mu       sync.Mutex
	changed  *sync.Cond
	seen     map[string]struct{}
	queue    []string
	inFlight int
	pages    int
	links    int
	err      error
}

// add queues an address of the site unless it has been seen. mu must be held
// once the workers have started.
func (l *loop) add(address string) {
	if _, ok := l.seen[address]; ok {
		return
	}
	l.seen[address] = struct{}{}
	l.queue = append(l.queue, address)
}

// next waits for the next address. It returns false when there will be none.
func (l *loop) next() (string, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.queue) == 0 {
		if l.inFlight == 0 {
			l.changed.Broadcast()
			return "", false
		}
		l.changed.Wait()
	}
	address := l.queue[0]
	l.queue = l.queue[1:]
	l.inFlight++
	return address, true
}

func (l *loop) work(ctx context.Context) {
	for {
		address, ok := l.next()
		if !ok {
			return
		}
		found, links, page, err := l.fetch(ctx, address)
		l.mu.Lock()
		l.inFlight--
		l.links += links
		if page {
			l.pages++
		}
		if err != nil && l.err == nil {
			l.err = err
		}
		for _, to := range found {
			l.add(to)
		}
		l.changed.Broadcast()
		l.mu.Unlock()
	}
}

// fetch requests an address and, if it is a page, reads its links. found are
// the links to the same host, each once, without fragments.
func (l *loop) fetch(ctx context.Context, address string) (found []string, links int, page bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, 0, false, nil // not a valid address
	}
	response, err := l.client.Do(request)
	if err != nil {
		return nil, 0, false, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, 0, false, err
	}
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/html") {
		return nil, 0, false, nil
	}
	base := response.Request.URL
	once := make(map[string]struct{})
	z := html.NewTokenizer(bytes.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return found, links, true, nil
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		name, more := z.TagName()
		if string(name) == "noscript" { // its links are for browsers without scripts
			z.NextIsNotRawText()
		}
		if len(name) == 0 || !more {
			continue
		}
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			switch string(key) {
			case "href", "src":
			case "content": // the start page of openjdk-17-doc is a meta refresh
				if _, value, _ = bytes.Cut(value, []byte(";url=")); len(value) == 0 {
					continue
				}
			default:
				continue
			}
			links++
			value, _, _ = bytes.Cut(value, []byte("#"))
			if _, known := once[string(value)]; known || len(value) == 0 {
				continue
			}
			once[string(value)] = struct{}{}
			ref, err := url.Parse(string(value))
			if err != nil {
				continue
			}
			if to := base.ResolveReference(ref); to.Host == l.host && to.Scheme == base.Scheme {
				found = append(found, to.String())
			}
		}
	}
}
