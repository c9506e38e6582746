package rendertest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// server answers the commands of one connection, one after another.
type server struct {
	fault   Fault
	log     string
	in, out *os.File

	starts int // of this process and those before it
	tabs   int
	tab    string // session of the last tab
	frame  string
	// navigation is the command that waits until its document is there; nil if none does.
	navigation *command
	url        string // of the page
	document   string
}

type command struct {
	ID        int64           `json:"id"`
	Method    string          `json:"method"`
	SessionID string          `json:"sessionId"`
	Params    json.RawMessage `json:"params"`
}

// message is an answer, or an event.
type message struct {
	ID        int64  `json:"id,omitempty"`
	Method    string `json:"method,omitempty"`
	SessionID string `json:"sessionId,omitempty"`
	Params    any    `json:"params,omitempty"`
	Result    any    `json:"result,omitempty"`
	Error     any    `json:"error,omitempty"`
}

type object map[string]any

// run serves until the connection ends, or as long as the fault wants it.
func (s *server) run() {
	s.note("start")
	text, _ := os.ReadFile(s.log)
	s.starts = strings.Count(string(text), "start\n")
	if s.fault == NoStart {
		fmt.Fprintln(os.Stderr, "error while loading shared libraries: libnss3.so")
		os.Exit(127)
	}
	commands := bufio.NewReader(s.in)
	for {
		line, err := commands.ReadBytes(0)
		if err != nil {
			return
		}
		c := new(command)
		if err := json.Unmarshal(bytes.TrimSuffix(line, []byte{0}), c); err != nil {
			panic(err)
		}
		s.note(c.Method)
		s.handle(c)
	}
}

// note adds a line to the log.
func (s *server) note(what string) {
	f, err := os.OpenFile(s.log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return // the test is over
	}
	defer f.Close()
	fmt.Fprintln(f, what)
}

func (s *server) send(m message) {
	text, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	s.write(append(text, 0))
}

func (s *server) write(b []byte) {
	if _, err := s.out.Write(b); err != nil {
		os.Exit(0) // nobody listens any more
	}
}

func (s *server) reply(c *command, result any) {
	s.send(message{ID: c.ID, SessionID: c.SessionID, Result: result})
}

// event sends an event of the tab.
func (s *server) event(method string, params any) {
	s.send(message{Method: method, SessionID: s.tab, Params: params})
}

// wait does nothing until the process is killed, or its connection ends.
func (s *server) wait() {
	_, _ = bufio.NewReader(s.in).WriteTo(nothing{})
	os.Exit(0)
}

type nothing struct{}

func (nothing) Write(p []byte) (int, error) { return len(p), nil }

// handle answers a command.
func (s *server) handle(c *command) {
	if s.fault == SilentStart || s.fault == SilentTab && c.Method == "Target.createTarget" {
		s.wait()
	}
	switch c.Method {
	case "Browser.getVersion":
		version := "120.0.6099.224"
		if s.fault == TooOld {
			version = "79.0.3945.130"
		}
		s.reply(c, object{"protocolVersion": "1.3", "product": "HeadlessChrome/" + version, "revision": "@0", "userAgent": "Mozilla/5.0", "jsVersion": "12"})
	case "Target.createBrowserContext":
		s.reply(c, object{"browserContextId": "context"})
	case "Target.createTarget":
		s.tabs++
		s.reply(c, object{"targetId": fmt.Sprintf("tab-%d", s.tabs)})
	case "Target.attachToTarget":
		s.frame, s.tab = fmt.Sprintf("tab-%d", s.tabs), fmt.Sprintf("session-%d", s.tabs)
		s.reply(c, object{"sessionId": s.tab})
	case "Target.getTargets":
		s.reply(c, object{"targetInfos": []any{}})
	case "Fetch.enable":
		if s.fault == Refuse {
			s.send(message{ID: c.ID, SessionID: c.SessionID, Error: object{"code": -32601, "message": "'Fetch.enable' wasn't found"}})
			return
		}
		s.reply(c, object{})
	case "Page.navigate":
		s.navigate(c)
	case "Fetch.fulfillRequest":
		s.fulfill(c)
	case "Runtime.evaluate":
		s.evaluate(c)
	default:
		s.reply(c, object{})
	}
}

// navigate asks for the document of a page.
func (s *server) navigate(c *command) {
	var p struct{ URL string }
	_ = json.Unmarshal(c.Params, &p)
	if p.URL == "about:blank" {
		s.reply(c, object{"frameId": s.frame, "loaderId": "loader"})
		return
	}
	s.navigation, s.url = c, p.URL
	request := object{
		"requestId": "request-1", "frameId": s.frame, "resourceType": "Document",
		"request": object{"url": p.URL, "method": "GET", "headers": object{}, "initialPriority": "High", "referrerPolicy": "no-referrer"},
	}
	if s.fault == Shuffle {
		s.shuffle(request)
	}
	s.event("Fetch.requestPaused", request)
}

// shuffle sends what nobody waits for.
func (s *server) shuffle(request object) {
	s.event("Page.loadEventFired", object{"timestamp": 1})
	s.event("Page.frameStoppedLoading", object{"frameId": "nobody"})
	s.event("Page.frameDetached", object{"frameId": "nobody", "reason": "remove"})
	s.event("Runtime.executionContextDestroyed", object{"executionContextId": 99, "executionContextUniqueId": "99"})
	s.event("Page.javascriptDialogOpening", object{"url": "", "message": "", "type": "beforeunload", "hasBrowserHandler": false})
	s.event("Future.somethingNew", object{"deep": []any{1, "two", nil}})
	s.send(message{Method: "Fetch.requestPaused", SessionID: "session-99", Params: request})
	s.send(message{Method: "Target.detachedFromTarget", Params: object{"sessionId": "session-99"}})
	s.send(message{ID: 1 << 40, SessionID: s.tab, Result: object{}})
	s.send(message{})
}

// fulfill takes the document, and fails if the fault is one of pages.
func (s *server) fulfill(c *command) {
	var p struct{ Body []byte }
	_ = json.Unmarshal(c.Params, &p)
	if s.navigation == nil { // it was fulfilled before
		s.reply(c, object{})
		return
	}
	switch s.fault {
	case SilentPage:
		s.wait()
	case Drop:
		s.out.Close()
		s.wait()
	case Exit:
		os.Exit(1)
	case Garbage:
		s.write([]byte("{\"id\":\xff\xfe, this is no JSON}\x00"))
		return
	case Crash:
		s.event("Inspector.targetCrashed", object{})
		return
	case CrashOnce:
		if s.starts == 1 {
			s.event("Inspector.targetCrashed", object{})
			return
		}
	case Detach:
		s.send(message{Method: "Target.detachedFromTarget", Params: object{"sessionId": s.tab, "targetId": s.frame}})
		return
	case Huge:
		s.event("Runtime.consoleAPICalled", object{
			"type": "error", "executionContextId": 1, "timestamp": 1,
			"args": []any{object{"type": "string", "value": strings.Repeat("x", 64<<20)}},
		})
	}
	s.document = string(p.Body)
	navigation := s.navigation
	s.navigation = nil
	if s.fault == Shuffle { // the later question is answered first
		s.reply(navigation, object{"frameId": s.frame, "loaderId": "loader"})
		s.reply(c, object{})
		s.reply(c, object{})
		return
	}
	s.reply(c, object{})
	s.reply(navigation, object{"frameId": s.frame, "loaderId": "loader"})
}

// evaluate runs a script, as far as its beginning tells what it wants.
func (s *server) evaluate(c *command) {
	var p struct{ Expression string }
	_ = json.Unmarshal(c.Params, &p)
	var value any = true
	isLast := false
	switch {
	case p.Expression == "self":
		s.reply(c, object{"result": object{"type": "object", "className": "Window", "objectId": "1"}})
		return
	case s.fault == Misfit:
		s.reply(c, []any{"what", "was", "the", "question?"})
		return
	case strings.Contains(p.Expression, "readyState"):
		value = object{"Loaded": true, "Elements": 5, "Links": 1, "Below": false}
	case strings.Contains(p.Expression, "outerHTML"):
		isLast = true
		value = object{"URL": s.url, "HTML": s.document + `<a href="` + Link + `">made</a>`, "Frames": []any{}}
	}
	s.reply(c, object{"result": object{"type": "object", "value": value}})
	if isLast && s.fault == OnePage {
		os.Exit(0)
	}
}
