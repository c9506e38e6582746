package sitesettings

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/scanner/profile"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/uitest"
)

// fake keeps the settings of one site in memory.
type fake struct {
	mu      sync.Mutex
	site    Site
	saved   []Input
	err     error // of saving
	asked   bool  // there is no key store
	matches Matches
	tried   []string // rules, in whatever order their goroutines came to it
}

func (f *fake) LoadSettings(context.Context, storage.SiteID) (Site, error) { return f.site, nil }

func (f *fake) SaveSettings(_ context.Context, _ storage.SiteID, e Input) (profile.Settings, error) {
	if f.err != nil {
		return profile.Settings{}, f.err
	}
	f.saved = append(f.saved, e)
	stored := e.Settings
	stored.Version, stored.SignIn = 1, f.site.Settings.SignIn
	if e.SignIn != nil {
		stored.SignIn = &profile.SignIn{Kind: e.SignIn.Kind, User: e.SignIn.User, Key: "k", PromptEachRun: f.asked}
	}
	if e.SignOut {
		stored.SignIn = nil
	}
	return stored, nil
}

func (f *fake) MatchRules(_ context.Context, _ storage.SiteID, rules []string, _ bool) (Matches, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tried = append(f.tried, rules...)
	if slices.Contains(rules, "(") {
		return Matches{}, errors.New("rule")
	}
	return f.matches, nil
}

func (f *fake) finds(m Matches) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.matches = m
}

func (f *fake) Entry(key outcome.Key, _ string) knowledge.Entry {
	if key == "403" {
		return knowledge.Entry{Key: key, Title: "Forbidden (403)"}
	}
	return knowledge.Entry{Key: key, Title: "Title of " + string(key)}
}

type opened struct {
	*Screen
	queue   *uitest.Queue
	window  fyne.Window
	dialogs *ask.Host
	done    int
	told    []string
}

func open(t *testing.T, f *fake) *opened {
	t.Helper()
	uitest.New(t)
	o := &opened{queue: uitest.NewQueue(t)}
	o.window = uitest.Window(t, nil, 1024, 640)
	o.dialogs = ask.NewHost(o.window.Canvas())
	o.Screen = New(Options{
		Run: o.queue.Runner(), Site: 1, Store: f, Words: f, Dialogs: o.dialogs,
		Sentence: func(error) string { return "The rule “(” is not a regular expression." },
		Done:     func() { o.done++ }, Tell: func(s string) { o.told = append(o.told, s) }, Canvas: o.window.Canvas(),
	})
	o.window.SetContent(o.Content())
	o.Opened()
	o.says(t, "Settings of Bakery")
	return o
}

func (o *opened) texts() []string {
	texts := uitest.Texts(o.Content())
	if top := o.window.Canvas().Overlays().Top(); top != nil {
		texts = append(texts, uitest.Texts(top)...)
	}
	return texts
}

func (o *opened) says(t *testing.T, text string) {
	t.Helper()
	o.queue.Until(t, func() bool {
		return slices.ContainsFunc(o.texts(), func(s string) bool { return strings.Contains(s, text) })
	})
}

func (o *opened) isSaved(t *testing.T) {
	t.Helper()
	o.queue.Until(t, func() bool { return o.done > 0 })
}

func bakery() *fake {
	return &fake{site: Site{Title: "Bakery", Start: "https://bakery.example/", Settings: profile.Settings{Version: 1}}}
}

// everything has a setting on every page.
func everything() profile.Settings {
	return profile.Settings{
		Version: 1, Platform: "Drupal", Panel: "Plesk", NoExternal: true, Subdomains: true, Include: []string{"/a/"}, Exclude: []string{"/b", "/c"},
		MaxDepth: 3, MaxAddresses: 1000, IgnoreRobots: true, NoSitemap: true, NoFragments: true, FollowNothing: true, ObeyNofollow: true, StructuredData: true, PagesOnly: true, Render: profile.RenderAuto, Pictures: profile.PicturesSignedIn,
		Concurrency: 4, NoDelay: true, UserAgent: "Bakery", TimeoutSeconds: 1.5, MaxBody: 7,
		Headers:  []string{"Accept-Language: de"},
		SignIn:   &profile.SignIn{Kind: profile.Cookie, Key: "k"},
		Verdicts: map[outcome.Key]string{"403": "works", "799": "warning"},
	}
}

// What is not touched stays as it was, whatever it is; and nothing counts as
// changed.
func TestNothingIsLostByLooking(t *testing.T) {
	v := reflect.ValueOf(everything())
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; v.Field(i).IsZero() && !slices.Contains([]string{"Demo", "Folder", "List", "Schedule"}, name) { // which the use case keeps
			t.Errorf("%s is not set: this test would not notice it lost", name)
		}
	}
	for _, settings := range []profile.Settings{{Version: 1}, everything()} {
		f := bakery()
		f.site.Settings = settings
		o := open(t, f)
		if o.Unsaved() {
			e, problems := o.edit()
			t.Fatalf("it counts as changed: %+v %v", e, problems)
		}
		o.Save()
		o.isSaved(t)
		want := Input{Start: "https://bakery.example/", Settings: settings}
		want.Settings.SignIn = nil
		if diff := cmp.Diff([]Input{want}, f.saved); diff != "" {
			t.Errorf("saved (-want +got):\n%s", diff)
		}
	}
}

func TestEveryFieldIsSaved(t *testing.T) {
	f := bakery()
	o := open(t, f)
	o.scope.start.SetText("  https://bakery.example/shop/ ")
	o.scope.platform.SetSelected("Drupal")
	o.scope.panel.SetSelected("Plesk")
	o.scope.external.SetChecked(false)
	o.scope.subdomains.SetChecked(true)
	o.scope.include.entry.SetText("/a/\n\n")
	o.scope.exclude.entry.SetText(" /b\n/c")
	o.scope.pictures.SetSelected("Yes, also while signed in")
	o.scope.depth.SetText("3")
	o.scope.limit.SetText("1,000")
	o.scope.follow.SetChecked(false)
	o.scope.sitemap.SetChecked(false)
	o.scope.fragments.SetChecked(false)
	o.scope.nofollow.SetChecked(false)
	o.scope.data.SetChecked(true)
	o.manner.pace.SetText("4")
	o.manner.delay.SetChecked(false)
	o.manner.robots.SetChecked(false)
	o.manner.timeout.SetText("1,5")
	o.manner.agent.SetText("Bakery")
	o.manner.headers.SetText("Accept-Language: de")
	o.signIn.kind.SetSelectedIndex(1)
	o.signIn.pagesOnly.SetChecked(true)
	o.signIn.user.SetText("anna")
	o.signIn.password.SetText("hunter2")
	o.verdicts.own["403"] = outcome.Works
	if !o.Unsaved() {
		t.Error("nothing counts as changed")
	}
	o.Save()
	o.isSaved(t)
	settings := everything()
	settings.SignIn, settings.MaxBody, settings.Render, settings.Verdicts = nil, 0, "", map[outcome.Key]string{"403": "works"}
	want := []Input{{
		Start: "https://bakery.example/shop/", Settings: settings,
		SignIn: &SecretInput{Kind: profile.Password, User: "anna", Text: "hunter2"},
	}}
	if diff := cmp.Diff(want, f.saved); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"The settings are saved."}, o.told); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if o.Unsaved() {
		t.Error("it counts as changed after it was saved")
	}
	if o.signIn.password.Text != "" {
		t.Error("the password still stands in its field")
	}
}

// What can't be used is told beside its field on the page where it stands, and
// nothing that was typed is lost.
func TestBadInput(t *testing.T) {
	tests := []struct {
		name  string
		typed func(o *opened)
		err   error
		tab   int
		want  string
	}{
		{"depth", func(o *opened) { o.scope.depth.SetText("deep") }, nil, 0, "Type a number from 1 to 32,768, or leave"},
		{"limit", func(o *opened) { o.scope.limit.SetText("0") }, nil, 0, "Type a number from 1 to 50,000,000"},
		{"pace", func(o *opened) { o.manner.pace.SetText("33") }, nil, 1, "Type a number from 1 to 32,"},
		{"time", func(o *opened) { o.manner.timeout.SetText("0.5") }, nil, 1, "Type a number from 1 to 600"},
		{"no password", func(o *opened) { o.signIn.kind.SetSelectedIndex(1); o.signIn.user.SetText("anna") }, nil, 2, "Type the password that belongs"},
		{"no user", func(o *opened) { o.signIn.kind.SetSelectedIndex(1) }, nil, 2, "Type the user name and the password."},
		{"no cookies", func(o *opened) { o.signIn.kind.SetSelectedIndex(2) }, nil, 2, "Paste what to sign in with"},
		{
			"told by the store", func(o *opened) { o.manner.headers.SetText("Cookie: a=b") },
			&Refused{Problems: []Problem{{Headers, "The header Cookie may hold a secret."}}}, 1, "The header Cookie may hold a secret.",
		},
		{
			"in a folded part", func(o *opened) { o.scope.rulesFold.set(false) },
			&Refused{Problems: []Problem{{Exclude, "This is no rule."}}}, 0, "This is no rule.",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := bakery()
			f.err = tt.err
			o := open(t, f)
			tt.typed(o)
			before, _ := o.edit()
			o.show((tt.tab + 1) % 3)
			o.Save()
			o.says(t, tt.want)
			if o.tabs.At() != tt.tab || o.done != 0 || len(f.saved) != 0 {
				t.Errorf("tab %d, done %d, saved %d times; want tab %d and nothing saved", o.tabs.At(), o.done, len(f.saved), tt.tab)
			}
			if after, _ := o.edit(); cmp.Diff(before, after) != "" {
				t.Errorf("what was typed is lost:\n%s", cmp.Diff(before, after))
			}
			if !o.Unsaved() && tt.err == nil {
				t.Error("leaving would lose it without asking")
			}
		})
	}
}

// A person pastes a name of several lines for the User-Agent: its line breaks
// become spaces, and other control characters, which no header can carry, are left out.
// What can't be sent all the same is told beside the field when Save is pressed, and
// what was pasted stays there.
func TestPastedUserAgent(t *testing.T) {
	const sentence = "There is a character in it that can't be sent, such as a line break."
	tests := []struct {
		pasted, text string
		problem      bool
	}{
		{"Bakery/1.0\r\nCookie: a=b", "Bakery/1.0 Cookie: a=b", false},
		{"Bakery\x00/1.0", "Bakery/1.0", false},
		{"Bakery\x1b[31m", "Bakery[31m", false},
		{"Bakery\x7f", "Bakery", false},
		{"Bäckerei/1.0", "Bäckerei/1.0", true},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			f := bakery()
			if tt.problem {
				f.err = &Refused{Problems: []Problem{{Agent, sentence}}}
			}
			o := open(t, f)
			o.manner.more.set(true)
			o.show(1)
			o.manner.agent.SetText("")
			clipboard := test.NewClipboard()
			clipboard.SetContent(tt.pasted)
			o.manner.agent.TypedShortcut(&fyne.ShortcutPaste{Clipboard: clipboard})
			if got := o.manner.agent.Text; got != tt.text {
				t.Errorf("the field holds %q, want %q", got, tt.text)
			}
			uitest.Tap(t, o.Content(), "Save")
			if !tt.problem {
				o.isSaved(t)
				if got := f.saved[0].Settings.UserAgent; got != tt.text {
					t.Errorf("saved %q, want %q", got, tt.text)
				}
				return
			}
			o.says(t, sentence)
			if got := o.manner.agent.Text; got != tt.text || len(f.saved) != 0 {
				t.Errorf("the field holds %q, %d edits are saved; want %q and none", got, len(f.saved), tt.text)
			}
		})
	}
}

// While rules are typed, the screen shows what they match.
func TestRulesAreTried(t *testing.T) {
	f := bakery()
	f.matches = Matches{Of: 214, Count: 9, Examples: []string{"https://bakery.example/calendar/1"}}
	o := open(t, f)
	o.scope.rulesFold.set(true)
	o.window.Canvas().Focus(o.scope.exclude.entry)
	test.Type(o.scope.exclude.entry, "/calendar/")
	o.says(t, "9 addresses of the last scan match (of 214):\nhttps://bakery.example/calendar/1\nand 8 more")
	if !slices.Contains(f.tried, "/calendar/") {
		t.Errorf("tried %q", f.tried)
	}
	o.scope.exclude.entry.SetText("(")
	o.says(t, "is not a regular expression")
	f.finds(Matches{})
	o.scope.exclude.entry.SetText("/x")
	o.says(t, "After the first scan you see here")
	f.finds(Matches{Of: 3})
	o.scope.exclude.entry.SetText("/xy")
	o.says(t, "No address of the last scan matches (of 3).")
}

// A sign-in that is kept is not asked for again, and can be taken away.
func TestSignIn(t *testing.T) {
	tests := []struct {
		name   string
		stored *profile.SignIn
		typed  func(n *signIn)
		want   Input // of it SignIn and SignOut
	}{
		{"kept", &profile.SignIn{Kind: profile.Password, User: "anna"}, func(*signIn) {}, Input{}},
		{"taken away", &profile.SignIn{Kind: profile.Header}, func(n *signIn) { n.kind.SetSelectedIndex(0) }, Input{SignOut: true}},
		{
			"new password", &profile.SignIn{Kind: profile.Password, User: "anna"}, func(n *signIn) { n.password.SetText("x") },
			Input{SignIn: &SecretInput{Kind: profile.Password, User: "anna", Text: "x"}},
		},
		{
			"another kind", &profile.SignIn{Kind: profile.Password, User: "anna"},
			func(n *signIn) { n.kind.SetSelectedIndex(3); n.header.SetText("X-A: b") },
			Input{SignIn: &SecretInput{Kind: profile.Header, Text: "X-A: b"}},
		},
		{
			"cookies of several lines", nil, func(n *signIn) { n.kind.SetSelectedIndex(2); n.cookies.SetText("a\n\tb") },
			Input{SignIn: &SecretInput{Kind: profile.Cookie, Text: "a\n\tb"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := bakery()
			f.site.Settings.SignIn = tt.stored
			o := open(t, f)
			tt.typed(o.signIn)
			o.Save()
			o.isSaved(t)
			got := Input{SignIn: f.saved[0].SignIn, SignOut: f.saved[0].SignOut}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sign-in (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSignInByHTTPIsWarnedOf(t *testing.T) {
	for start, want := range map[string]bool{
		"http://bakery.example/": true, "https://bakery.example/": false, "http://localhost:8080/": false, "http://127.0.0.1/": false, "http://[::1]/": false,
	} {
		f := bakery()
		f.site.Start, f.site.Settings.SignIn = start, &profile.SignIn{Kind: profile.Cookie}
		o := open(t, f)
		o.show(2)
		if got := o.signIn.plain.content.Visible(); got != want {
			t.Errorf("%s: warned %v, want %v", start, got, want)
		}
	}
}

func TestMissingKeyStoreIsTold(t *testing.T) {
	f := bakery()
	f.asked = true
	o := open(t, f)
	o.signIn.kind.SetSelectedIndex(3)
	o.signIn.header.SetText("X-A: b")
	o.Save()
	o.says(t, "This computer offers Sitewell no key store")
}

// The table of outcomes can be searched, changed, and put back.
func TestVerdicts(t *testing.T) {
	f := bakery()
	f.site.Settings.Verdicts = map[outcome.Key]string{"403": "works"}
	o := open(t, f)
	o.Search(o.window.Canvas())
	o.says(t, "Changed; usually Broken, on other sites Can't verify")
	if _, ok := slices.BinarySearch(o.keys(), outcome.Excluded); ok {
		t.Error("what is never checked can be given a verdict")
	}
	test.Type(o.window.Canvas().Focused(), "FORBID 403")
	if diff := cmp.Diff([]outcome.Key{"403"}, o.keys()); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
	o.verdicts.list.Select(0)
	o.says(t, "As usual: Broken, on other sites Can't verify")
	o.pick(t, "Warning")
	if diff := cmp.Diff(map[outcome.Key]outcome.Verdict{"403": outcome.Warning}, o.verdicts.own); diff != "" {
		t.Errorf("own verdicts (-want +got):\n%s", diff)
	}
	o.verdicts.list.Select(0)
	o.pick(t, "As usual: Broken, on other sites Can't verify")
	if len(o.verdicts.own) != 0 || !o.verdicts.reset.Disabled() {
		t.Errorf("own verdicts %v are left", o.verdicts.own)
	}
	test.Type(o.window.Canvas().Focused(), " nothing")
	o.says(t, "Nothing matches")
}

func (o *opened) keys() (keys []outcome.Key) {
	for _, i := range o.verdicts.shown {
		keys = append(keys, o.verdicts.all[i].info.Key)
	}
	return keys
}

// pick chooses an item of the menu that is open.
func (o *opened) pick(t *testing.T, text string) {
	t.Helper()
	var found fyne.Tappable
	uitest.Walk(o.window.Canvas().Overlays().Top(), func(x fyne.CanvasObject) bool {
		if b, ok := x.(fyne.Tappable); ok && found == nil && slices.Equal(uitest.Texts(x), []string{text}) {
			found = b
		}
		return true
	})
	if found == nil {
		t.Fatalf("the menu has no %q: %q", text, o.texts())
	}
	found.Tapped(&fyne.PointEvent{})
}

// Which pages are shown in a browser can be chosen, and what nobody chose stays so. Where
// there is no browser that is said.
func TestPagesMadeByScripts(t *testing.T) {
	const missing = "No browser was found on this computer."
	for _, tt := range []struct {
		stored, choose, want string
	}{{"", "", ""}, {"auto", "", "auto"}, {"", "Always", "always"}, {"always", "Never", "never"}, {"never", "Automatic", "auto"}} {
		f := bakery()
		f.site.Settings.Render, f.site.NoBrowser = tt.stored, tt.choose == "Never"
		o := open(t, f)
		if o.Unsaved() {
			t.Errorf("%+v: something is unsaved from the start", tt)
		}
		if said := strings.Contains(strings.Join(o.texts(), "\n"), missing); said != f.site.NoBrowser {
			t.Errorf("%+v: that there is no browser is said: %v", tt, said)
		}
		if tt.choose != "" {
			o.scope.scripts.SetSelected(tt.choose)
		}
		o.Save()
		o.isSaved(t)
		if got := f.saved[0].Settings.Render; got != tt.want {
			t.Errorf("%+v: stored as %q", tt, got)
		}
	}
}

// Whether pictures are kept can be chosen, and what is stored is shown.
func TestKeepPictures(t *testing.T) {
	for _, tt := range []struct{ stored, shown, choose, want string }{
		{"", "Yes", "", ""},
		{"", "Yes", "No", profile.PicturesNever},
		{profile.PicturesNever, "No", "Yes, also while signed in", profile.PicturesSignedIn},
		{profile.PicturesSignedIn, "Yes, also while signed in", "Yes", ""},
	} {
		f := bakery()
		f.site.Settings.Pictures = tt.stored
		o := open(t, f)
		if o.Unsaved() || o.scope.pictures.Selected != tt.shown {
			t.Errorf("%+v: shown is %q, unsaved: %v", tt, o.scope.pictures.Selected, o.Unsaved())
		}
		if tt.choose != "" {
			o.scope.pictures.SetSelected(tt.choose)
		}
		o.Save()
		o.isSaved(t)
		if got := f.saved[0].Settings.Pictures; got != tt.want {
			t.Errorf("%+v: stored as %q", tt, got)
		}
	}
}

// Enter saves from a field and a check box, Escape leaves; the Tab key gets
// out of a field of several lines.
func TestKeys(t *testing.T) {
	enter, escape := &fyne.KeyEvent{Name: fyne.KeyReturn}, &fyne.KeyEvent{Name: fyne.KeyEscape}
	for name, press := range map[string]func(o *opened){
		"enter in a field":        func(o *opened) { o.scope.start.TypedKey(enter) },
		"enter on a check box":    func(o *opened) { o.scope.external.TypedKey(enter) },
		"escape in a field":       func(o *opened) { o.scope.start.TypedKey(escape) },
		"escape in several lines": func(o *opened) { o.manner.headers.TypedKey(escape) },
		"escape on a check box":   func(o *opened) { o.scope.external.TypedKey(escape) },
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t, bakery())
			press(o)
			o.isSaved(t)
		})
	}
	if o := open(t, bakery()); o.manner.headers.AcceptsTab() || o.signIn.cookies.AcceptsTab() {
		t.Error("the Tab key is caught in a field")
	}
}

// A screen with unsaved settings is not reloaded when something else changes.
func TestReloadKeepsWhatIsTyped(t *testing.T) {
	o := open(t, bakery())
	o.scope.depth.SetText("7")
	o.Opened()
	if o.scope.depth.Text != "7" {
		t.Errorf("depth is %q", o.scope.depth.Text)
	}
	o.Discard()
	if o.scope.depth.Text != "" || o.Unsaved() {
		t.Error("discarding leaves something")
	}
}
