package signin

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/profile"
	"sitewell/ui/ask"
	"sitewell/ui/uitest"
)

// The dialog asks for the kind of sign-in that the site has, says what is wrong with what was typed,
// and leads on once it is right. An error that lacks no sign-in is left to others.
func TestAsk(t *testing.T) {
	for _, tt := range []struct {
		kind profile.Kind
		name string
	}{{profile.Password, "Password of anna"}, {profile.Cookie, "Cookies"}, {profile.Header, "Header"}} {
		uitest.New(t)
		q, w := uitest.NewQueue(t), uitest.Window(t, widget.NewLabel("Sitewell"), 900, 600)
		var kept []string
		again := 0
		o := Options{
			Run: q.Runner(), Dialogs: ask.NewHost(w.Canvas()), Canvas: w.Canvas(), Sentence: func(err error) string { return "It says " + err.Error() + "." },
			Keep: func(_ context.Context, needed *Needed, text string) error {
				kept = append(kept, needed.SignIn.Key+" "+text)
				if text != "secret" {
					return errors.New("wrong")
				}
				return nil
			},
		}
		if Ask(o, errors.New("offline"), nil) || o.Dialogs.Open() {
			t.Fatal("it asks for a sign-in that nothing lacks")
		}
		needed := &Needed{SignIn: profile.SignIn{Kind: tt.kind, User: "anna", Key: "club"}, Host: "bakery.example", Sentence: "It is not kept.", Err: errors.New("no secret")}
		if !Ask(o, fmt.Errorf("scan: %w", needed), func() { again++ }) {
			t.Fatalf("%s: it does not ask", tt.name)
		}
		top := w.Canvas().Overlays().Top()
		for _, want := range []string{"Sign in to bakery.example", "It is not kept.", tt.name} {
			if texts := uitest.Texts(top); !slices.Contains(texts, want) {
				t.Errorf("%s: no %q in %q", tt.name, want, texts)
			}
		}
		test.Type(w.Canvas().Focused(), "secre")
		uitest.Tap(t, top, "Sign in and scan")
		q.Until(t, func() bool { return slices.Contains(uitest.Texts(top), "It says wrong.") })
		test.Type(w.Canvas().Focused(), "t")
		uitest.Tap(t, top, "Sign in and scan")
		q.Until(t, func() bool { return again == 1 })
		if want := []string{"club secre", "club secret"}; !slices.Equal(kept, want) || o.Dialogs.Open() {
			t.Errorf("%s: kept %q, want %q; the dialog is open: %v", tt.name, kept, want, o.Dialogs.Open())
		}
	}
}
