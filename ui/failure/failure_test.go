package failure

import (
	"slices"
	"testing"

	"sitewell/ui/keeping"
	"sitewell/ui/uitest"
)

// Where Sitewell can't start, a history that is damaged can be replaced, and nothing else.
func TestFailureOffers(t *testing.T) {
	uitest.New(t)
	for _, tt := range []struct {
		canSalvage bool
		want       []string
	}{{true, []string{"Restore …", "Repair …"}}, {false, []string{"Restore …"}}} {
		offers := rescue(keeping.ReplaceOptions{}, tt.canSalvage)
		texts := uitest.Texts(content("It is damaged.", offers, true, func() {}))
		for _, text := range []string{"Restore …", "Repair …", "Close"} {
			if got, want := slices.Contains(texts, text), text == "Close" || slices.Contains(tt.want, text); got != want {
				t.Errorf("damaged %t: %q is offered: %t, want %t", tt.canSalvage, text, got, want)
			}
		}
	}
	if texts := uitest.Texts(content("The disk is full.", nil, false, func() {})); slices.Contains(texts, "Restore …") {
		t.Errorf("a full disk: %q", texts)
	}
}
