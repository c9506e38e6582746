package app

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"

	"sitewell/app/cli"
	"sitewell/app/cli/command"
	"sitewell/scanner"
)

var (
	codeLine    = regexp.MustCompile(`(?m)^    ((?:\./)?sitewell(?:-headless)? .+)$`)
	spanCommand = regexp.MustCompile("`(sitewell [^`\n]+)`")
	optionName  = regexp.MustCompile(`(?:^|[ (\[])(--?[a-z][a-z-]*)`)
	// left are commands for readers to complete, and those that a test can't run: an
	// address of a server that is described, a server for mail, a browser, and the program
	// of a build.
	left = regexp.MustCompile(`\b(SITE2?|SCAN|FILE|FOLDER|ADDRESS|COMMAND|KEY|NUMBER|NAME)\b|…|127\.0\.0\.1|notify test|--render|^\./`)
)

// documentedCommands returns the commands of a page in their order, those in blocks of
// code and those within the text.
func documentedCommands(page string) (blocks, spans []string) {
	for _, m := range codeLine.FindAllStringSubmatch(page, -1) {
		blocks = append(blocks, strings.TrimSuffix(m[1], " |")) // what reads it is another program
	}
	for _, m := range spanCommand.FindAllStringSubmatch(page, -1) {
		spans = append(spans, m[1])
	}
	return blocks, spans
}

// Every command that the documentation shows exists, and has the options that it is
// shown with.
func TestDocumentedCommandsExist(t *testing.T) {
	found := 0
	for name, page := range documentation(t) {
		if name == "CHANGELOG.md" {
			continue // its commands are those of their day
		}
		blocks, spans := documentedCommands(page)
		for _, line := range slices.Concat(blocks, spans) {
			found++
			if err := knownCommand(line); err != nil {
				t.Errorf("%s: %s: %v", name, line, err)
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d commands found: are they written in another way now?", found)
	}
}

// knownCommand reports what a command line has that Sitewell does not know.
func knownCommand(line string) error {
	line, _, _ = strings.Cut(line, " | ")
	words := strings.Fields(line)[1:]
	root := cli.Root(&command.Run{})
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("bash")
	cmd, rest, err := root.Find(words)
	if err != nil {
		return err
	}
	if cmd == root && len(rest) > 0 && rest[0] != "COMMAND" && !strings.HasPrefix(rest[0], "-") && !strings.Contains(rest[0], ".") {
		return errors.New("there is no such command")
	}
	cmd.InitDefaultHelpFlag()
	for _, m := range optionName.FindAllStringSubmatch(line, -1) {
		option := strings.TrimLeft(m[1], "-")
		var known *pflag.Flag
		if strings.HasPrefix(m[1], "--") {
			known = cmd.Flag(option)
		} else {
			known = cmd.Flags().ShorthandLookup(option)
		}
		if known == nil {
			return fmt.Errorf("it has no option %s", m[1])
		}
	}
	return nil
}

// What is known of a command line, and what is not.
func TestKnownCommand(t *testing.T) {
	for line, want := range map[string]string{
		"sitewell scan example.com --xlsx a.xlsx | head": "",
		"sitewell export 7 -o x.db":                      "",
		"sitewell example.com":                           "",
		"sitewell sites import FILE":                     "",
		"sitewell scna example.com":                      "there is no such command",
		"sitewell scan example.com --xslx a.xlsx":        "it has no option --xslx",
		"sitewell scan example.com -o a.xlsx":            "it has no option -o",
	} {
		got := ""
		if err := knownCommand(line); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", line, diff)
		}
	}
}

// network names, for a program that a test starts, the servers behind example.com: for
// http, for https, and the file with the certificate.
const networkVariable = "SITEWELL_TEST_NETWORK"

// useDocumented leads a program to the site of the documentation, if a test asks for that.
func useDocumented(o *scanner.Options) {
	network := strings.Fields(os.Getenv(networkVariable))
	if len(network) != 3 {
		return
	}
	certificate, err := os.ReadFile(network[2])
	if err != nil {
		panic(err)
	}
	o.Roots = x509.NewCertPool()
	o.Roots.AppendCertsFromPEM(certificate)
	o.Resolver = documentedNames{}
	o.Dial = func(ctx context.Context, kind, address string) (net.Conn, error) {
		switch _, port, _ := net.SplitHostPort(address); port {
		case "80":
			address = network[0]
		case "443":
			address = network[1]
		}
		return (&net.Dialer{}).DialContext(ctx, kind, address)
	}
}

// documentedNames is a network with example.com, its sub-domains, and example.org.
type documentedNames struct{}

func (documentedNames) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host == "localhost" || host == "example.com" || host == "example.org" || strings.HasSuffix(host, ".example.com") {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// documentedSite answers as each of them. They link to a partner who is gone.
func documentedSite(w http.ResponseWriter, r *http.Request) {
	body := map[string]string{
		"/":     `<title>Home</title><a href="/menu">Menu</a> <a href="/old-menu">Old menu</a> <a href="/news-2009">News</a> <a href="/blog/1">Blog</a> <a href="https://partner.example/">Partner</a>`,
		"/menu": `<title>Menu</title><a href="/">Home</a>`,
	}[r.URL.Path]
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if body == "" {
		w.WriteHeader(http.StatusNotFound)
		body = `<title>Not found</title><a href="/">Home</a>`
	}
	fmt.Fprint(w, "<!doctype html>"+body)
}

// serveDocumented serves example.com and returns what leads a program there.
func serveDocumented(t *testing.T) string {
	t.Helper()
	secure := httptest.NewUnstartedServer(http.HandlerFunc(documentedSite))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // connections that a program closes early
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{documentedCertificate(t)}}
	secure.StartTLS()
	t.Cleanup(secure.Close)
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://"+r.Host+r.URL.RequestURI(), http.StatusMovedPermanently)
	}))
	t.Cleanup(plain.Close)
	file := filepath.Join(t.TempDir(), "certificate.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return networkVariable + "=" + plain.Listener.Addr().String() + " " + secure.Listener.Addr().String() + " " + file
}

// follower is a person at a terminal who types what a page shows.
type follower struct {
	dir string
	env []string
}

// documentedFiles are those that pages take for granted.
var documentedFiles = map[string]string{
	"clients.csv":         "address,name,client\nexample.com,Corner bakery,Baker & Co\nexample.org,Shoe shop,Baker & Co\n",
	"links.csv":           "address\nhttps://example.com/menu\nhttps://example.com/old-menu\n",
	"cookies.txt":         "session=abcdefgh12345678\n",
	"token.txt":           "Authorization: Bearer abcdefgh12345678\n",
	"public/index.html":   "<!doctype html><title>Home</title>\n<a href=\"/old-menu.html\">Menu</a>\n",
	"public/404.html":     "<!doctype html><title>Not found</title><a href=\"/\">Home</a>\n",
	"bin/systemctl":       "#!/bin/sh\nexit 0\n",
	"bin/systemd-analyze": "#!/bin/sh\nexit 0\n",
}

// newFollower makes a home folder with what pages take for granted.
func newFollower(t *testing.T, network string) *follower {
	t.Helper()
	r := &follower{dir: t.TempDir()}
	for name, text := range documentedFiles {
		file := filepath.Join(r.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r.env = append(os.Environ(), network, "HOME="+r.dir, "DISPLAY=", "SITEWELL_PASSWORD=correct horse", "PATH="+r.dir+"/bin:"+os.Getenv("PATH"),
		"XDG_DATA_HOME="+r.dir+"/data", "XDG_STATE_HOME="+r.dir+"/state", "XDG_CONFIG_HOME="+r.dir+"/config", "XDG_RUNTIME_DIR="+r.dir)
	return r
}

// does runs a line and returns what it printed, and its exit code.
func (r *follower) does(t *testing.T, line string) (string, int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	cmd.Dir, cmd.Env = r.dir, r.env
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// Every command in a block of code can be run as it is, one after the other, by a person
// who scanned example.com twice before. One that is incomplete on purpose has a word in
// capitals.
func TestDocumentedCommandsRun(t *testing.T) {
	network := serveDocumented(t)
	seeded := newFollower(t, network)
	seed := "sitewell scan example.com --fail-on none && sitewell scan example.com --fail-on none && sitewell scan staging.example.com --fail-on none"
	if out, code := seeded.does(t, seed); code != command.ExitOK {
		t.Fatalf("before a page is read: exit code %d\n%s", code, out)
	}
	for name, page := range documentation(t) {
		blocks, _ := documentedCommands(page)
		blocks = slices.DeleteFunc(blocks, left.MatchString)
		if len(blocks) == 0 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			r := newFollower(t, network)
			if err := os.CopyFS(filepath.Join(r.dir, "data"), os.DirFS(filepath.Join(seeded.dir, "data"))); err != nil {
				t.Fatal(err)
			}
			for _, line := range blocks {
				if out, code := r.does(t, line); code != command.ExitOK && code != command.ExitBroken {
					t.Errorf("%s: exit code %d\n%s", line, code, out)
				}
			}
		})
	}
}
