package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"sitewell/app/cli/command"
	"sitewell/app/crashtest"
	"sitewell/scanner"
	"sitewell/scanner/render"
	"sitewell/storage/sqlite"
	"sitewell/storage/sqlite/pagesum"
)

// The scripts in testdata/script run this test binary as the program.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"sitewell": func() {
			os.Exit(run(os.Args[1:], command.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, seams{keys: keysOfDocumented(), browser: browserOfTests(), prepare: func(o *scanner.Options) {
				o.Resolver, o.NoDelay = names{}, true
				useDocumented(o)
			}}))
		},
	})
}

// browserOfTests returns nil for the browser of this computer, or what finds none.
func browserOfTests() func(string) (string, error) {
	if os.Getenv("SITEWELL_TEST_NO_BROWSER") == "" {
		return nil
	}
	return func(string) (string, error) { return "", render.ErrNoBrowser }
}

// names is a network with names of this computer, and one whose server fails.
type names struct{}

func (names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	switch host {
	case "localhost", "plain.example", "www.plain.example":
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	case "unlucky.example":
		return nil, &net.DNSError{Err: "server misbehaving", Name: host, IsTemporary: true}
	default:
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			env.Setenv("XDG_STATE_HOME", filepath.Join(env.WorkDir, "state"))
			env.Setenv("DISPLAY", "")
			env.Setenv("NEWLINE", "\n")
			env.Values[gateKey{}] = &gate{reached: make(chan struct{}), opened: make(chan struct{})}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":     serve,
			"guard":     guard,
			"open":      open,
			"await":     await,
			"exits":     exits,
			"newer":     newer,
			"oldformat": oldformat,
			"oldschema": oldschema,
			"rows":      rows,
			"change":    change,
			"foreign":   foreign,
			"jq":        jq,
		},
	})
}

// gate holds back the answer to /slow until a script opens it.
type gate struct {
	once    sync.Once
	reached chan struct{} // closed when /slow is asked for
	opened  chan struct{}
}

// gateKey is where a script keeps its gate.
type gateKey struct{}

// serve serves a folder on loopback and sets URL (with 127.0.0.1), HOST
// (with localhost) and PORT.
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: serve folder")
	}
	g := gateOf(ts)
	mux := http.NewServeMux()
	folder := http.Dir(ts.MkAbs(args[0]))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		f, err := folder.Open(r.URL.Path)
		if err != nil { // with an error page of its own, as a good site has
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `<!doctype html><title>Not found</title><a href="/">Home</a>`)
			return
		}
		_ = f.Close()
		http.FileServer(folder).ServeHTTP(w, r)
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/", http.StatusMovedPermanently) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		g.once.Do(func() { close(g.reached) })
		select {
		case <-g.opened:
		case <-r.Context().Done():
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<title>Slow</title><a href="/gone.html">Gone</a>`)
	})
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
	_, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
	ts.Setenv("HOST", "localhost:"+port)
	ts.Setenv("PORT", port)
}

// guard serves members' pages on loopback and sets URL. They want the password
// "hunter2" of anna, the cookie session=hunter2 or the header X-Token: hunter2.
func guard(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: guard")
	}
	server := httptest.NewServer(membersOnly("hunter2", func(r *http.Request) {
		if strings.Contains(r.URL.RequestURI(), "logout") {
			ts.Logf("%s was asked for", r.URL)
		}
	}))
	ts.Defer(server.Close)
	ts.Setenv("URL", server.URL)
}

// membersOnly serves a site that shows its pages to those who are signed in,
// and tells everybody what they sent, as careless servers do.
func membersOnly(secret string, seen func(*http.Request)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen(r)
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("X-Debug", r.Header.Get("Authorization")+" "+r.Header.Get("X-Token"))
		_, password, _ := r.BasicAuth()
		cookie, _ := r.Cookie("session")
		in := password == secret || r.Header.Get("X-Token") == secret || cookie != nil && cookie.Value == secret
		switch {
		case r.URL.Path == "/robots.txt":
			w.WriteHeader(http.StatusNotFound)
		case !in:
			w.Header().Set("WWW-Authenticate", `Basic realm="members"`)
			w.WriteHeader(http.StatusUnauthorized)
		case r.URL.Path == "/":
			fmt.Fprint(w, `<title>Members</title><a href="/files">Files</a> <a href="/gone">Gone</a> <a href="/logout">Log out</a> <a href="/teapot">Teapot</a>`)
		case r.URL.Path == "/files":
			fmt.Fprint(w, `<title>Files</title><a href="/">Home</a>`)
		case r.URL.Path == "/teapot":
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprintf(w, "You sent %v %s", r.Header, secret)
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprintf(w, `You sent %v %s. <a href="/">Home</a>`, r.Header, secret)
		}
	})
}

func gateOf(ts *testscript.TestScript) *gate { return ts.Value(gateKey{}).(*gate) }

// await waits until /slow is asked for.
func await(ts *testscript.TestScript, neg bool, _ []string) {
	if neg {
		ts.Fatalf("unsupported: ! await")
	}
	<-gateOf(ts).reached
}

// open lets /slow answer.
func open(ts *testscript.TestScript, neg bool, _ []string) {
	if neg {
		ts.Fatalf("unsupported: ! open")
	}
	close(gateOf(ts).opened)
}

// exits runs a program that must end with an exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// rows writes what a database answers, a line for each row, to standard output.
func rows(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: rows file query")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	found, err := db.Query(args[1])
	ts.Check(err)
	defer found.Close()
	columns, err := found.Columns()
	ts.Check(err)
	for found.Next() {
		values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		ts.Check(found.Scan(into...))
		for i, v := range values {
			fmt.Fprint(ts.Stdout(), strings.Repeat("|", min(i, 1)), v.String)
		}
		fmt.Fprintln(ts.Stdout())
	}
	ts.Check(found.Err())
}

// change runs a statement in a history.
func change(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: change file statement")
	}
	ts.Check(execute(ts.MkAbs(args[0]), "?vfs="+pagesum.Name, args[1]))
}

// foreign runs a statement in a history as another program does, without checksums.
func foreign(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: foreign file statement")
	}
	ts.Check(execute(ts.MkAbs(args[0]), "", args[1]))
}

func execute(path, params, statement string) error {
	if err := pagesum.Register(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.ToSlash(path)+params)
	if err != nil {
		return err
	}
	_, err = db.Exec(statement)
	return errors.Join(err, db.Close())
}

// newer makes a history as a later version of Sitewell would write it.
func newer(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer file")
	}
	path := ts.MkAbs(args[0])
	db, err := sqlite.Open(context.Background(), path, sqlite.Options{})
	ts.Check(err)
	ts.Check(db.Close())
	ts.Check(execute(path, "?vfs="+pagesum.Name, `PRAGMA user_version = 9999`))
}

// oldformat makes a history with the mark of the format before the first release.
func oldformat(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: oldformat file")
	}
	raw, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = raw.Exec(`PRAGMA application_id = 0x5357656c; CREATE TABLE site (name TEXT); INSERT INTO site VALUES ('Bakery')`)
	ts.Check(errors.Join(err, raw.Close()))
}

// oldschema makes of a history another one as the first version of Sitewell left it.
func oldschema(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: oldschema from to")
	}
	ts.Check(crashtest.MakeOld(context.Background(), ts.MkAbs(args[1]), ts.MkAbs(args[0])))
}
