package field

import (
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sitewell/ui/uitest"
)

// Keys that type nothing go to whoever stands around the field; all others
// stay, or typing would break.
func TestKeys(t *testing.T) {
	uitest.New(t)
	var asked []fyne.KeyName
	submitted := ""
	e := New("hint")
	e.Keys = func(k *fyne.KeyEvent) bool { asked = append(asked, k.Name); return true }
	e.OnSubmitted = func(s string) { submitted = s }
	e.SetText("ab")
	for _, k := range []fyne.KeyName{
		fyne.KeyEnd, fyne.KeyBackspace, fyne.KeyEscape, fyne.KeyF5, fyne.KeyReturn,
	} {
		e.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if diff := cmp.Diff([]fyne.KeyName{fyne.KeyEscape, fyne.KeyF5}, asked); diff != "" {
		t.Errorf("asked about (-want +got):\n%s", diff)
	}
	if e.Text != "a" || submitted != "a" {
		t.Errorf("text %q, submitted %q; want both %q", e.Text, submitted, "a")
	}
}
