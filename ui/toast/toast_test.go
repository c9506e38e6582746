package toast

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sitewell/ui/uitest"
)

// clock is a timer that the test fires.
type clock struct{ out func() }

func (c *clock) timer(_ time.Duration, f func()) func() {
	c.out = f
	return func() { c.out = func() {} }
}

func TestMessageGoesOnce(t *testing.T) {
	uitest.New(t)
	tests := []struct {
		name string
		end  func(t *testing.T, h *Host, c *clock)
		want []string
	}{
		{"its time is over", func(_ *testing.T, _ *Host, c *clock) { c.out() }, []string{"gone"}},
		{"it is acted on", func(t *testing.T, h *Host, _ *clock) { uitest.Tap(t, h.Content(), "Undo") }, []string{"done"}},
		{"it is undone by the keyboard", func(_ *testing.T, h *Host, _ *clock) { h.Undo(); h.Undo() }, []string{"done"}},
		{"it is cleared", func(_ *testing.T, h *Host, _ *clock) { h.Clear(); h.Clear() }, []string{"gone"}},
		{"another follows", func(_ *testing.T, h *Host, _ *clock) { h.Show(Message{Text: "next"}) }, []string{"gone"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			c := &clock{}
			h := NewHost(c.timer)
			h.Show(Message{
				Text: "deleted", Action: "Undo", Undoes: true,
				Do: func() { got = append(got, "done") }, Gone: func() { got = append(got, "gone") },
			})
			old := c.out
			tt.end(t, h, c)
			old() // a timer that fires late has no effect
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("what happened (-want +got):\n%s", diff)
			}
		})
	}
}

// Only what takes something back is done by Undo.
func TestUndoOfAnotherMessage(t *testing.T) {
	uitest.New(t)
	c := &clock{}
	h := NewHost(c.timer)
	h.Undo()
	h.Show(Message{Text: "saved", Action: "Open", Do: func() { t.Error("the message was acted on") }})
	h.Undo()
}
