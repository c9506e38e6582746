package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/crashtest"
	"sitewell/scanner/sitetest"
)

// peerIP is the host of the peers: loopback, and another host than that of the site.
const peerIP = "127.0.0.2"

// peers scans a site with links to another host, whose server breaks the rules of
// HTTP/2 or has a certificate for another time. Nothing of that changes what is found of the
// site, and nothing there is called good that did not answer.
func peers(ctx context.Context, r *round) error {
	p, err := r.newPeer()
	if err != nil {
		return err
	}
	defer p.close()
	s, err := serve(sitetest.Generated{Pages: 25, Children: 3, MissingEvery: 7, MovedEvery: 11}, p.linkedFrom)
	if err != nil {
		return err
	}
	defer s.close()
	r.program.Env = append(r.program.Env, "SSL_CERT_FILE="+p.trusted)
	args := scanArgs(s.address, "--timeout", "3s")
	path := filepath.Join(r.dir, database)
	if err := expect(1)(r.runs(ctx, crashtest.Order{Args: args})); err != nil {
		return err
	}
	got, err := crashtest.Contents(ctx, path)
	if err != nil {
		return err
	}
	own, theirs := p.divide(got)
	for _, line := range theirs {
		if strings.HasPrefix(line, p.address) && strings.Contains(line, ": works ") != p.isGood {
			return fmt.Errorf("%s: %s", p.name, line)
		}
	}
	if len(theirs) < 2*peerLinks {
		return fmt.Errorf("%s: only %d lines tell of the other host", p.name, len(theirs))
	}
	if err := expect(1)(r.runs(ctx, crashtest.Order{Args: append(args, "--no-external")})); err != nil {
		return err
	}
	if got, err = crashtest.Contents(ctx, path); err != nil {
		return err
	}
	want, _ := p.divide(got)
	if err := crashtest.Compare(want, own); err != nil {
		return fmt.Errorf("%s: the site itself: %w", p.name, err)
	}
	return nil
}

// peerLinks is how many addresses of the other host the site has links to.
const peerLinks = 6

// peer is the other host.
type peer struct {
	name     string
	isGood   bool // its answers are as they should be
	address  string
	trusted  string // the file with its certificate
	listener net.Listener
	stop     context.CancelFunc
}

func (p *peer) close() {
	p.stop()
	p.listener.Close()
}

// linkedFrom adds links to the peer to the home page of a site.
func (p *peer) linkedFrom(site http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			site.ServeHTTP(w, r)
			return
		}
		var links bytes.Buffer
		for i := range peerLinks {
			fmt.Fprintf(&links, "<a href=\"%s%d\">Elsewhere %d</a>\n", p.address, i, i)
		}
		fmt.Fprint(w, "<!DOCTYPE html><title>Home</title><h1>Home</h1><a href=\"/p/1.html\">1</a><a href=\"/p/2.html\">2</a><a href=\"/p/3.html\">3</a>\n", links.String())
	})
}

// divide divides lines into those of the site itself and those that tell of the peer.
func (p *peer) divide(lines []string) (own, theirs []string) {
	for _, line := range lines {
		if strings.Contains(line, p.address) {
			theirs = append(theirs, line)
		} else {
			own = append(own, line)
		}
	}
	return own, theirs
}

// newPeer starts a peer of a kind that is chosen at random.
func (r *round) newPeer() (*peer, error) {
	p := &peer{trusted: filepath.Join(r.dir, "trusted.pem")}
	from, until := time.Now().AddDate(-1, 0, 0), time.Now().AddDate(1, 0, 0)
	var converse func(net.Conn)
	if n := r.rand.IntN(len(misbehaviours) + 2); n < len(misbehaviours) {
		m := misbehaviours[n]
		p.name, p.isGood = m.name, m.isGood
		converse = func(c net.Conn) { talk(c, m) }
	} else {
		p.name = "certificate of another time"
		jump := time.Duration(1+r.rand.IntN(20*365*24)) * time.Hour
		if r.rand.IntN(2) == 0 {
			from = time.Now().Add(jump)
			until = from.AddDate(1, 0, 0)
		} else {
			until = time.Now().Add(-jump)
			from = until.AddDate(-1, 0, 0)
		}
		converse = func(c net.Conn) { talk(c, misbehaviour{isGood: true, answer: answerWell}) }
	}
	r.say("the other host: %s, certificate from %v until %v", p.name, from, until)
	own, err := certificate(p.trusted, peerIP, from, until)
	if err != nil {
		return nil, err
	}
	if p.listener, err = net.Listen("tcp", peerIP+":0"); err != nil {
		return nil, fmt.Errorf("%w: %w", errNotTried, err)
	}
	p.address = "https://" + p.listener.Addr().String() + "/"
	ctx, stop := context.WithCancel(context.Background())
	p.stop = stop
	go accept(ctx, p.listener, own, converse)
	return p, nil
}
