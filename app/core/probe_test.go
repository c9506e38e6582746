package core

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"sitewell/scanner"
	"sitewell/scanner/sitetest"
	"sitewell/scanner/weburl"
)

const streets = `
-- host https://good.example --
-- GET / --
-- host http://good.example --
-- GET / --

-- host https://onlyhttp.example --
connect: refused
-- host http://onlyhttp.example --
-- GET / --

-- host https://expired.example --
certificate: expired
-- GET / --
-- host http://expired.example --
-- GET / --
301
Location: https://expired.example/

-- host https://wrong.example --
certificate: wrong-host
-- GET / --
-- host http://wrong.example --
-- GET / --

-- host https://lonely.example --
certificate: self-signed
-- GET / --
-- host http://lonely.example --
connect: refused

-- host https://slow.example --
-- GET / --
!hang

-- host http://slow.example --
connect: refused

-- host https://error.example --
default: 500
-- host http://error.example --
-- GET / --
`

func TestReach(t *testing.T) {
	site := sitetest.New(t, streets)
	o := scanner.Options{Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots()}
	tests := []struct{ name, typed, want string }{
		{"https before http", "good.example", "https://good.example/"},
		{"as typed", "http://good.example", "http://good.example/"},
		{"http where there is no https", "onlyhttp.example", "http://onlyhttp.example/"},
		{"https that http leads to, whatever ails it", "expired.example", "https://expired.example/"},
		{"http where https is another's", "wrong.example", "http://wrong.example/"},
		{"a bad certificate better than nothing", "lonely.example", "https://lonely.example/"},
		{"an error page is an answer", "error.example", "https://error.example/"},
		{"the path is kept", "good.example/shop?x=1", "https://good.example/shop?x=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			candidates, err := weburl.ParseInput(tt.typed)
			if err != nil {
				t.Fatal(err)
			}
			got, err := probeStart(t.Context(), candidates, o)
			if err != nil {
				t.Fatal(err)
			}
			if got.Key() != tt.want {
				t.Errorf("got %s, want %s", got.Key(), tt.want)
			}
		})
	}
}

func TestReachEndsWithContext(t *testing.T) {
	site := sitetest.New(t, "-- host http://good.example --\n-- GET / --\n")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	candidates, err := weburl.ParseInput("http://good.example")
	if err != nil {
		t.Fatal(err)
	}
	_, err = probeStart(ctx, candidates, scanner.Options{Resolver: site.Resolver(), Dial: site.Dial})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// A server that takes longer than a person wants to wait is there all the same.
func TestReachSlowServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		site := sitetest.New(t, streets, sitetest.InMemory())
		candidates, err := weburl.ParseInput("slow.example")
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		got, err := probeStart(t.Context(), candidates, scanner.Options{Resolver: site.Resolver(), Dial: site.Dial, Roots: site.Roots()})
		if err != nil {
			t.Fatal(err)
		}
		if got.Key() != "https://slow.example/" {
			t.Errorf("got %s, want https", got.Key())
		}
		if waited := time.Since(began); waited > probeTimeout+probeConnectTimeout {
			t.Errorf("a person waits %s", waited)
		}
	})
}
