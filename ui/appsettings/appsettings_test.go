package appsettings

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/control"
	"sitewell/ui/field"
	"sitewell/ui/keeping"
	"sitewell/ui/uitest"
)

// fake keeps settings in memory and says what it was asked for.
type fake struct {
	mu      sync.Mutex
	values  Values
	err     error
	asked   []string
	browser FoundBrowser // the first that is found
	keeping.Store
	messages MessageStore
}

func (f *fake) note(s string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, s)
	return f.err
}

func (f *fake) Values() Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.values
}

func (f *fake) Set(name Name, value string) error {
	if name == ReportFolder {
		f.values.ReportFolder = value
	}
	return f.note(string(name) + "=" + value)
}

func (f *fake) Save(context.Context) error { return nil }

func (f *fake) SetProxy(_ context.Context, p Proxy, password string) error {
	return f.note(strings.Join([]string{"proxy", string(p.Mode), p.Address, p.User, password}, " "))
}

func (f *fake) TestProxy(_ context.Context, p Proxy, _ string) (string, error) {
	if p.Mode == NoProxy {
		return "", f.note("test " + string(p.Mode))
	}
	return "bakery.example", f.note("test " + string(p.Mode))
}

func (f *fake) Browser(context.Context) (FoundBrowser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.values.Browser != "" {
		return FoundBrowser{Program: f.values.Browser, Version: "121.0.1"}, nil
	}
	return f.browser, nil
}

func (f *fake) SetBrowser(_ context.Context, program string) error {
	err := f.note("browser " + program)
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		f.values.Browser = program
	}
	return err
}

func (f *fake) File() (string, int64) { return "/home/anna/history.db", 3_400_000 }

func (f *fake) KeepRule(context.Context, storage.SiteID) (storage.KeepRule, bool, error) {
	return storage.KeepRule{Keep: storage.KeepLast, Count: 7}, false, nil
}

func (f *fake) SetKeepRule(_ context.Context, site storage.SiteID, r *storage.KeepRule) error {
	if site != 0 {
		return errors.New("the rule of one site")
	}
	return f.note("keep " + r.String())
}

func (f *fake) HasHistory(_ context.Context, folder string) (bool, error) {
	return false, f.note("look into " + folder)
}

type fixture struct {
	*Screen
	*fake
	t      *testing.T
	window fyne.Window
	queue  *uitest.Queue
}

func open(t *testing.T, f *fake, width float32) *fixture {
	t.Helper()
	uitest.New(t)
	x := &fixture{fake: f, t: t, queue: uitest.NewQueue(t)}
	x.window = uitest.Window(t, container.NewStack(), width, 600)
	dialogs := ask.NewHost(x.window.Canvas())
	sentence := func(err error) string { return "Refused: " + err.Error() }
	x.Screen = New(Options{
		Run: x.queue.Runner(), Store: f, Languages: []Choice{{"en", "English"}, {"xx", "Xish"}}, TextSizes: []int{100, 125},
		Set: f.Set, Messages: f.messages,
		Keeping: keeping.Options{Run: x.queue.Runner(), Dialogs: dialogs, Store: f, Sentence: sentence},
		Brands:  func() { _ = f.note("brands") }, PickFolder: func(_ string, chosen func(string)) { chosen("/reports") },
		PickProgram: func(chosen func(string)) { chosen("/opt/brave/brave") },
		Reveal:      func(path string) { _ = f.note("reveal " + path) }, Sentence: sentence,
	})
	x.window.SetContent(x.Content())
	x.Opened()
	x.says("/home/anna/history.db")
	return x
}

func (x *fixture) says(text string) {
	x.t.Helper()
	x.queue.Until(x.t, func() bool {
		texts := uitest.Texts(x.window.Content())
		if top := x.window.Canvas().Overlays().Top(); top != nil {
			texts = append(texts, uitest.Texts(top)...)
		}
		return slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, text) })
	})
}

// choose chooses from the list that shows an entry now.
func (x *fixture) choose(now, next string) {
	x.t.Helper()
	done := false
	uitest.Walk(x.window.Content(), func(o fyne.CanvasObject) bool {
		if l, ok := o.(*control.Select); ok && !done && l.Selected == now && slices.Contains(l.Options, next) {
			l.SetSelected(next)
			done = true
		}
		return true
	})
	if !done {
		x.t.Fatalf("no list shows %q and offers %q", now, next)
	}
}

func (x *fixture) asks(want ...string) {
	x.t.Helper()
	x.queue.Until(x.t, func() bool { x.mu.Lock(); defer x.mu.Unlock(); return len(x.asked) >= len(want) })
	x.mu.Lock()
	defer x.mu.Unlock()
	if diff := cmp.Diff(want, x.asked); diff != "" {
		x.t.Errorf("asked for (-want +got):\n%s", diff)
	}
	x.asked = nil
}

// What is chosen applies at once.
func TestChoicesApplyAtOnce(t *testing.T) {
	x := open(t, &fake{values: Values{TextSize: 100}}, 1000)
	x.choose("Like the system", "Xish")
	x.choose("Like the system", "Dark")
	x.choose("100 %", "125 %")
	test.Tap(uitest.First[*control.Check](t, x.window.Content(), "Reduce motion"))
	x.choose("The newest 7 scans", "All scans")
	x.asks("language=xx", "appearance=dark", "text-size=125", "reduce-motion=yes", "keep all")
}

// Folders are chosen and shown, and what belongs elsewhere is one click away.
func TestFoldersAndLinks(t *testing.T) {
	x := open(t, &fake{values: Values{TextSize: 100}}, 1000)
	uitest.Tap(t, x.window.Content(), "Choose a folder …")
	x.says("/reports")
	uitest.Tap(t, x.window.Content(), "The folder used last")
	uitest.Tap(t, x.window.Content(), "Look of reports …")
	uitest.Tap(t, x.window.Content(), "Show in folder")
	x.asks("report-folder=/reports", "report-folder=", "brands", "reveal /home/anna/history.db")
	uitest.Tap(t, x.window.Content(), "Move …")
	x.says("Move the history to this folder?")
	x.asks("look into /reports")
}

// What is refused is said beside it.
func TestRefused(t *testing.T) {
	f := &fake{values: Values{TextSize: 100}}
	x := open(t, f, 1000)
	f.err = errors.New("no")
	x.choose("Like the system", "Xish")
	x.says("Refused: no")
}

// A proxy needs an address only where it is one's own; then it is stored when the person
// says so, and tried as it is typed.
func TestProxy(t *testing.T) {
	x := open(t, &fake{values: Values{TextSize: 100}}, 1000)
	fields := func() (shown []*field.Entry) {
		uitest.Walk(x.window.Content(), func(o fyne.CanvasObject) bool {
			if e, ok := o.(*field.Entry); ok && x.proxy.own.Visible() {
				shown = append(shown, e)
			}
			return true
		})
		return shown
	}
	if len(fields()) > 0 {
		t.Error("an address is asked for before anybody wants a proxy")
	}
	uitest.Tap(t, x.window.Content(), "Test")
	x.says("It works: bakery.example answers.")
	x.choose("From the environment (HTTPS_PROXY)", "No proxy")
	x.says("Sites are asked without a proxy from now on.")
	x.asks("test ", "proxy none   ")
	uitest.Tap(t, x.window.Content(), "Test")
	x.says("There is nothing to test yet: scan a site first.")
	x.choose("No proxy", "This proxy:")
	typed := fields()
	if len(typed) != 3 || !typed[2].Password {
		t.Fatalf("%d fields", len(typed))
	}
	for i, text := range []string{"proxy.example:3128", "anna", "secret"} {
		typed[i].SetText(text)
	}
	uitest.Tap(t, x.window.Content(), "Test")
	x.says("It works: bakery.example answers through this proxy.")
	uitest.Tap(t, x.window.Content(), "Use this proxy")
	x.says("Sites are asked through this proxy from now on.")
	x.asks("test none", "test own", "proxy own proxy.example:3128 anna secret")
	x.err = errors.New("silent")
	uitest.Tap(t, x.window.Content(), "Test")
	x.says("Refused: silent")
}

// A history that was named at the start can't be moved.
// The browser that is found is named with its version; another one can be chosen, if it can
// be used, and given up again. None is said in words.
func TestBrowser(t *testing.T) {
	x := open(t, &fake{values: Values{TextSize: 100}, browser: FoundBrowser{Program: "/usr/bin/chromium", Version: "120.0.6099.224"}}, 1000)
	x.says("/usr/bin/chromium")
	x.says("Version 120.0.6099.224")
	if !x.Screen.browser.usual.Disabled() {
		t.Error("nothing was chosen that could be given up")
	}
	uitest.Tap(t, x.window.Content(), "Choose a program …")
	x.says("Version 121.0.1")
	x.says("Pages are shown in this browser from now on.")
	uitest.Tap(t, x.window.Content(), "The first that is found")
	x.says("/usr/bin/chromium")
	x.asks("browser /opt/brave/brave", "browser ")
	x.err = errors.New("no browser")
	uitest.Tap(t, x.window.Content(), "Choose a program …")
	x.says("Refused: no browser")
	x.says("/usr/bin/chromium")
	if x.Screen.browser.pick.Disabled() {
		t.Error("no other program can be chosen")
	}
	none := open(t, &fake{values: Values{TextSize: 100}}, 1000)
	none.says("No browser was found on this computer.")
	none.says("Links that scripts make are not seen.")
}

func TestNamedHistory(t *testing.T) {
	x := open(t, &fake{values: Values{TextSize: 100, DataFixed: true, Proxy: Proxy{Mode: OwnProxy, Address: "proxy.example", User: "anna"}}}, 1000)
	if slices.Contains(uitest.Texts(x.window.Content()), "Move …") {
		t.Error("it can be moved")
	}
	x.says("so it can't be moved here")
	if x.proxy.password.PlaceHolder != "Password: as it is stored" || x.proxy.address.Text != "proxy.example" {
		t.Errorf("the proxy is shown as %q, %q", x.proxy.address.Text, x.proxy.password.PlaceHolder)
	}
}

// Nothing reaches out of the screen, in a narrow window either.
func TestNarrow(t *testing.T) {
	for _, width := range []float32{1000, 640, 388} {
		x := open(t, &fake{values: Values{TextSize: 100, ReportFolder: "/home/anna/a-folder-with-a-long-name/" + strings.Repeat("long", 20), Proxy: Proxy{Mode: OwnProxy}}}, width)
		uitest.Picture(t, x.window, "appsettings")
		uitest.Walk(x.form, func(o fyne.CanvasObject) bool {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
			if o.Visible() && at.X+o.Size().Width > width {
				t.Errorf("%v: %T reaches to %v", width, o, at.X+o.Size().Width)
				return false
			}
			return true
		})
	}
}
