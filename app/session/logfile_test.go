package session

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Neither user info nor queries get into the log, wherever they stand (check 14).
func TestLogRedacts(t *testing.T) {
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	t.Setenv("LocalAppData", state)
	t.Setenv("HOME", state)
	p := &Session{Version: "1.2.3"}
	log, closeLog := p.OpenLog()
	log.Info("asked", "url", "https://anna:s3cret@bakery.example/shop?token=s3cret&x=1#top")
	log.Error("failed", "error", errors.New(`Get "https://bakery.example/?key=s3cret": refused`))
	log.With("url", "http://s3cret@bakery.example/").Warn("again", slog.Group("request", "url", "http://bakery.example/?s3cret"))
	if err := closeLog(); err != nil {
		t.Fatal(err)
	}
	dir, err := stateDir()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "sitewell.log"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "s3cret") {
		t.Errorf("the log tells secrets:\n%s", text)
	}
	for _, want := range []string{"version=1.2.3", "https://bakery.example/shop?…#top", "refused"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the log lacks %q:\n%s", want, text)
		}
	}
}

// A computer on which no log can be written does not keep Sitewell from working.
func TestLogIsNoNeed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"XDG_STATE_HOME", "LocalAppData", "HOME"} {
		t.Setenv(name, file)
	}
	log, closeLog := (&Session{}).OpenLog()
	log.Info("to nobody")
	if err := closeLog(); err != nil {
		t.Error(err)
	}
}
