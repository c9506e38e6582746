package sites

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
	"sitewell/ui/uitest"
)

// planner keeps one plan. Its error is that of setting another one.
type planner struct {
	plan          string
	lost          bool
	err           error
	mu            sync.Mutex
	sets          []string
	mail, webhook string // who is told
	tells         []string
}

// saved are the plans that were set.
func (p *planner) saved() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sets)
}

func (p *planner) Plan(context.Context, storage.SiteID) (string, bool, error) {
	return p.plan, !p.lost, nil
}

func (p *planner) SetPlan(_ context.Context, _ storage.SiteID, plan string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sets = append(p.sets, plan)
	return p.err
}

func (p *planner) Told(context.Context, storage.SiteID) (mail, webhook string, err error) {
	return p.mail, p.webhook, nil
}

func (p *planner) Tell(_ context.Context, _ storage.SiteID, mail string, webhook *string) (secret string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	address := "unchanged"
	if webhook != nil {
		address, secret = *webhook, "S3CRET"
	}
	p.tells = append(p.tells, mail+"|"+address)
	return secret, p.err
}

// told are those who were stored to be told.
func (p *planner) told() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.tells)
}

// NextScan knows what a time looks like, and takes every plan to be due on a Monday.
func (p *planner) NextScan(plan string) (time.Time, error) {
	if !strings.HasSuffix(plan, ":00") {
		return time.Time{}, errors.New("no time")
	}
	return time.Date(2026, 12, 7, 7, 0, 0, 0, time.UTC), nil
}

// regularly opens the dialog of the second site.
func regularly(t *testing.T, p *planner) (*opened, *regular) {
	t.Helper()
	f := two()
	o := open(t, f, nil)
	o.o.Schedules = p
	o.says(t, "2 sites")
	return o, newRegular(o.Screen, f.sites[1].Site, p.plan, !p.lost, newTold(p.mail, p.webhook))
}

func TestRegularScan(t *testing.T) {
	p := &planner{}
	o, r := regularly(t, p)
	uitest.Picture(t, o.window, "site-regular-never")
	if r.weekdays.Visible() || r.times.Visible() || r.next.Text != "This site is not scanned by itself." {
		t.Errorf("never: %q", r.next.Text)
	}
	r.every.SetSelectedIndex(2)
	r.weekday.SetSelectedIndex(4)
	if !r.weekdays.Visible() || r.days.Visible() || !r.times.Visible() || r.next.Text != "Next scan: Monday, 07/12/2026 07:00" {
		t.Errorf("weekly: %q", r.next.Text)
	}
	uitest.Picture(t, o.window, "site-regular-weekly")
	r.time.SetText("7 pm")
	if r.next.Text != "The disk is full." { // the only sentence here
		t.Errorf("a bad time: %q", r.next.Text)
	}
	r.time.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if !o.dialogs.Open() {
		t.Error("a bad time was saved")
	}
	r.time.SetText("05:00")
	r.time.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	o.queue.Until(t, func() bool { return len(p.saved()) == 1 })
	if got := p.saved(); got[0] != "weekly fri 05:00" {
		t.Errorf("saved %q", got)
	}
}

// A plan is shown as it is, and one that the system has lost says so.
func TestRegularScanIsShown(t *testing.T) {
	for _, plan := range []string{"daily 06:00", "weekly sun 23:00", "monthly 28 05:00"} {
		_, r := regularly(t, &planner{plan: plan, lost: true})
		if got := r.plan(); got != plan {
			t.Errorf("got %q, want %q", got, plan)
		}
		if !strings.HasPrefix(r.dialog.Text, "https://zoo.example/\n\nThis computer has lost the plan") {
			t.Errorf("it says %q", r.dialog.Text)
		}
		r.dialog.Close()
	}
}

func TestRegularScanIsRefused(t *testing.T) {
	p := &planner{plan: "daily 06:00", err: errors.New("no systemd")}
	o, r := regularly(t, p)
	r.every.SetSelectedIndex(0)
	r.dialog.Submit()
	o.queue.Until(t, func() bool { return o.dialogs.Open() })
	if got := p.saved(); len(got) != 1 || got[0] != "" {
		t.Errorf("set %q", got)
	}
}

// Who is told is shown, and stored only where it was changed. The secret of a new webhook is
// shown once.
func TestRegularScanTells(t *testing.T) {
	p := &planner{plan: "daily 06:00", mail: "anna@example.com", webhook: "hooks.example.com"}
	o, r := regularly(t, p)
	uitest.Picture(t, o.window, "site-regular-told")
	if r.told.mail.Text != "anna@example.com" || r.told.webhook.Text != "hooks.example.com/…" {
		t.Errorf("shown: %q, %q", r.told.mail.Text, r.told.webhook.Text)
	}
	r.dialog.Submit()
	o.queue.Until(t, func() bool { return len(p.saved()) == 1 })

	r = newRegular(o.Screen, r.site, p.plan, true, newTold(p.mail, p.webhook))
	r.told.mail.SetText("ben@example.com")
	r.dialog.Submit()
	o.queue.Until(t, func() bool { return len(p.told()) == 1 })

	r = newRegular(o.Screen, r.site, p.plan, true, newTold(p.mail, p.webhook))
	r.told.webhook.SetText("https://chat.example/T0")
	r.dialog.Submit()
	o.queue.Until(t, func() bool { return o.dialogs.Open() })
	if diff := cmp.Diff([]string{"ben@example.com|unchanged", "anna@example.com|https://chat.example/T0"}, p.told()); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
}
