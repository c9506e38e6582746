package sites

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// Schedules have sites scanned regularly by the system. A plan is a text: "daily 06:30",
// "weekly mon 07:00", "monthly 1 05:00", or "" for never.
type Schedules interface {
	// Plan returns the plan of a site, and whether the system really has it.
	Plan(ctx context.Context, site storage.SiteID) (plan string, active bool, err error)
	SetPlan(ctx context.Context, site storage.SiteID, plan string) error
	// NextScan returns when a plan is due, or an error that says what is wrong with it. It
	// asks nobody.
	NextScan(plan string) (time.Time, error)
	// Told returns who is told when a scan found something new or failed: mail addresses with
	// commas between them, and the host of a webhook.
	Told(ctx context.Context, site storage.SiteID) (mail, webhook string, err error)
	// Tell stores who is told, and returns an error also where no mail can be sent. The address of a webhook is "" for none, and nil leaves it as it
	// is. The secret is what messages to a new one are signed with.
	Tell(ctx context.Context, site storage.SiteID, mail string, webhook *string) (secret string, err error)
}

// What can be chosen of a plan, by its position in the lists.
var (
	everyWords = []string{"", "daily", "weekly", "monthly"}
	dayWords   = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

func everyNames() []string {
	return []string{lang.L("Never"), lang.L("Every day"), lang.L("Every week"), lang.L("Every month")}
}

func dayNames() []string {
	return []string{lang.L("Monday"), lang.L("Tuesday"), lang.L("Wednesday"), lang.L("Thursday"), lang.L("Friday"), lang.L("Saturday"), lang.L("Sunday")}
}

// lastDay is the last day that every month has.
const lastDay = 28

// regular is the dialog in which a person says when a site is scanned regularly.
type regular struct {
	s       *Screen
	site    storage.Site
	dialog  *ask.Dialog
	every   *field.Choice
	weekday *field.Choice
	day     *field.Choice
	time    *field.Entry
	next    *widget.Label
	told    *told
	// Rows that are hidden where they don't matter.
	weekdays, days, times, alerts *fyne.Container
}

// scanRegularly reads the plan of a site, and asks for another one.
func (s *Screen) scanRegularly(site storage.Site) {
	s.o.Run.Go(func(ctx context.Context) {
		plan, active, err := s.o.Schedules.Plan(ctx, site.ID)
		mail, webhook, toldErr := s.o.Schedules.Told(ctx, site.ID)
		err = errors.Join(err, toldErr)
		s.o.Run.Do(func() {
			if err != nil {
				s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
				return
			}
			newRegular(s, site, plan, active, newTold(mail, webhook))
		})
	})
}

// newRegular shows the dialog for a site with a plan, which the system has if it is active.
func newRegular(s *Screen, site storage.Site, plan string, active bool, who *told) *regular {
	r := &regular{s: s, site: site, told: who, time: field.New("07:00"), next: widget.NewLabel("")}
	r.next.Wrapping = fyne.TextWrapWord
	keys := func(k *fyne.KeyEvent) { r.dialog.Key(k) }
	changed := func(int) { r.changed() }
	days := make([]string, lastDay)
	for i := range days {
		days[i] = strconv.Itoa(i + 1)
	}
	r.every, r.weekday, r.day = field.NewChoice(everyNames(), changed, keys), field.NewChoice(dayNames(), changed, keys), field.NewChoice(days, changed, keys)
	r.time.SetText("07:00")
	r.set(strings.Fields(plan))
	r.time.OnChanged = func(string) { r.changed() }
	r.time.OnSubmitted = func(string) { r.dialog.Submit() }
	r.time.Keys = func(k *fyne.KeyEvent) bool { return r.dialog.Key(k) }
	for _, e := range []*field.Entry{who.mail, who.webhook} {
		e.OnSubmitted = func(string) { r.dialog.Submit() }
		e.Keys = func(k *fyne.KeyEvent) bool { return r.dialog.Key(k) }
	}
	row := func(caption string, of fyne.CanvasObject) *fyne.Container {
		return container.NewVBox(badge.Caption(caption), column.Inset(of))
	}
	r.weekdays, r.days, r.times = row(lang.L("Day of the week"), r.weekday), row(lang.L("Day of the month"), r.day), row(lang.L("Time of day"), r.time)
	r.alerts = container.NewGridWithColumns(2, row(lang.L("Also send a mail to"), who.mail), row(lang.L("Also tell a webhook"), who.webhook))
	text := lang.L("This computer starts the scan, also while this window is closed. It has to be on, and you have to be signed in to it. A scan that was missed is made up. A message is shown only if something is new or a scan failed.")
	if plan != "" && !active {
		text = lang.L("This computer has lost the plan, or Sitewell was moved. Save it again.") + "\n\n" + text
	}
	r.dialog = &ask.Dialog{
		Title: lang.L("Scan regularly"), Text: site.Start + "\n\n" + text,
		Content: container.NewVBox(row(lang.L("How often"), r.every), container.NewGridWithColumns(2, r.weekdays, r.days, r.times), r.alerts, r.next),
		Cancel:  ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Save"), Do: r.save},
		Focus:   r.every,
	}
	r.show()
	s.o.Dialogs.Show(r.dialog)
	r.dialog.Enable(r.valid())
	return r
}

// set shows the words of a plan.
func (r *regular) set(plan []string) {
	if len(plan) == 0 {
		return
	}
	choose := func(c *field.Choice, i int) { // without telling anybody
		if i >= 0 && i < len(c.Options) {
			c.Selected = c.Options[i]
		}
	}
	choose(r.every, slices.Index(everyWords, plan[0]))
	r.time.SetText(plan[len(plan)-1])
	switch plan[0] {
	case "weekly":
		choose(r.weekday, slices.Index(dayWords, plan[1]))
	case "monthly":
		day, _ := strconv.Atoi(plan[1])
		choose(r.day, day-1)
	}
}

// plan returns what is chosen, as a text.
func (r *regular) plan() string {
	clock := strings.TrimSpace(r.time.Text)
	switch every := everyWords[r.every.SelectedIndex()]; every {
	case "":
		return ""
	case "weekly":
		return fmt.Sprintf("weekly %s %s", dayWords[r.weekday.SelectedIndex()], clock)
	case "monthly":
		return fmt.Sprintf("monthly %d %s", r.day.SelectedIndex()+1, clock)
	default:
		return every + " " + clock
	}
}

func (r *regular) valid() bool {
	plan := r.plan()
	if plan == "" {
		return true
	}
	_, err := r.s.o.Schedules.NextScan(plan)
	return err == nil
}

func (r *regular) changed() {
	r.show()
	r.dialog.Enable(r.valid())
	r.dialog.Fit()
}

// show shows what belongs to the plan that is chosen, and when it is due.
func (r *regular) show() {
	plan := r.plan()
	every, _, _ := strings.Cut(plan, " ")
	for box, shown := range map[*fyne.Container]bool{r.weekdays: every == "weekly", r.days: every == "monthly", r.times: every != "", r.alerts: every != ""} {
		if shown {
			box.Show()
		} else {
			box.Hide()
		}
	}
	text := lang.L("This site is not scanned by itself.")
	if plan != "" {
		if next, err := r.s.o.Schedules.NextScan(plan); err != nil {
			text = r.s.o.Sentence(err)
		} else {
			text = lang.L("Next scan: {{.Day}}, {{.When}}", map[string]any{"Day": dayNames()[(int(next.Weekday())+6)%7], "When": words.DateTime(next)})
		}
	}
	r.next.SetText(text)
}

// save has the site scanned as it is chosen. Where that can't be, nothing is changed, and the
// person reads why.
func (r *regular) save() {
	plan := r.plan()
	mail, webhook := r.told.typed()
	s := r.s
	s.o.Run.Go(func(ctx context.Context) {
		ctx, secret := context.WithoutCancel(ctx), ""
		err := s.o.Schedules.SetPlan(ctx, r.site.ID, plan)
		if err == nil && plan != "" && r.told.isChanged() {
			secret, err = s.o.Schedules.Tell(ctx, r.site.ID, mail, webhook)
		}
		s.o.Run.Do(func() {
			switch {
			case secret != "":
				text := lang.L("Its messages are signed with this secret, which is shown only now: {{.Secret}}", map[string]any{"Secret": secret})
				if err != nil {
					text += "\n\n" + s.o.Sentence(err)
				}
				s.o.Dialogs.Tell(lang.L("The webhook is stored"), text, lang.L("OK"))
			case err != nil:
				s.o.Dialogs.Tell(lang.L("That did not work"), s.o.Sentence(err), lang.L("OK"))
			}
			s.Opened()
		})
	})
}
