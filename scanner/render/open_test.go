package render

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// A page is opened as a visitor would open it, through the gate alone.
func TestOpen(t *testing.T) {
	program, err := Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/wall" {
			w.WriteHeader(404)
			return
		}
		w.WriteHeader(403)
		w.Write([]byte(`<!doctype html><title>x</title><body style="background: #c00"><img src="http://10.1.2.3/private.png"><script>
			document.title = 'Just a moment'; fetch('http://192.168.1.1/router').catch(() => {}); fetch('http://mc.yandex.ru/watch').catch(() => {}); new WebSocket('ws://10.1.2.3/socket');</script>`))
	}))
	defer srv.Close()
	var mu sync.Mutex
	var refused []string
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "site.example:80" {
			return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
		}
		mu.Lock()
		defer mu.Unlock()
		refused = append(refused, address)
		return nil, errors.New("refused")
	}
	profiles := t.TempDir()
	o := OpenOptions{Program: program, Dial: dial, TempDir: profiles, Timeout: slow}
	got, err := Open(t.Context(), o, "http://site.example/wall")
	if err != nil {
		t.Fatal(err)
	}
	if got.Status != 403 || got.Title != "Just a moment" || got.URL != "http://site.example/wall" {
		t.Errorf("got %d %q at %s", got.Status, got.Title, got.URL)
	}
	picture, err := jpeg.Decode(bytes.NewReader(got.Screenshot))
	if err != nil || picture.Bounds().Dx() != 800 {
		t.Errorf("the screenshot: %v, %v", picture, err)
	} else if r, g, _, _ := picture.At(300, 300).RGBA(); r>>8 < 150 || g>>8 > 60 {
		t.Error("the screenshot does not show the page")
	}
	mu.Lock()
	defer mu.Unlock()
	if all := strings.Join(refused, " "); !strings.Contains(all, "192.168.1.1:80") || !strings.Contains(all, "10.1.2.3:80") || strings.Contains(all, "yandex") {
		t.Errorf("the gate was asked for %q", all)
	}
	nothingIsLeft(t, profiles)
}

// What can't be reached is an error and no result.
func TestOpenNothing(t *testing.T) {
	program, err := Find("")
	if err != nil {
		t.Fatalf("%v: run .ci/needs browser", err)
	}
	profiles := t.TempDir()
	o := OpenOptions{Program: program, TempDir: profiles, Timeout: slow, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("refused")
	}}
	if got, err := Open(t.Context(), o, "https://site.example/"); err == nil {
		t.Errorf("got %v", got)
	}
	nothingIsLeft(t, profiles)
}
