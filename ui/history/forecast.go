package history

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/control"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// forecast says what is likely to break next: the most urgent in a line, and all of it
// in a dialog.
type forecast struct {
	s       *Screen
	icon    *widget.Icon
	line    *badge.Line
	content *fyne.Container
}

func newForecast(s *Screen) *forecast {
	f := &forecast{s: s, icon: widget.NewIcon(nil), line: badge.NewLine(true)}
	all := &control.Button{Button: widget.Button{Text: lang.L("Forecast …"), Importance: widget.LowImportance, OnTapped: f.all}}
	f.content = column.Inset(container.NewBorder(nil, nil, f.icon, all, f.line))
	f.content.Hide()
	return f
}

// show names what is most urgent; nothing where nothing is known.
func (f *forecast) show(next storage.Forecast, now time.Time) {
	lines := forecastLines(next, now)
	show(f.content, len(lines) > 0)
	if len(lines) == 0 {
		return
	}
	text := lines[0].text
	if more := len(lines) - 1; more > 0 {
		text = lang.L("{{.First}}, and {{.Count}} more", map[string]any{"First": text, "Count": words.Number(more)})
	}
	f.line.Set(lang.L("Likely to break next: {{.What}}", map[string]any{"What": text}))
	f.icon.SetResource(theme.VerdictIcon(lines[0].tone()))
	f.content.Refresh()
}

// forecastLine is something that is likely to break.
type forecastLine struct {
	text string
	soon bool
}

// tone is the verdict whose icon a line has.
func (l forecastLine) tone() outcome.Verdict {
	if l.soon {
		return outcome.Warning
	}
	return outcome.Works
}

// forecastLines says what a forecast contains: what is soon first, then the rest.
func forecastLines(next storage.Forecast, now time.Time) (lines []forecastLine) {
	var later []forecastLine
	for _, c := range next.Certificates {
		line := forecastLine{certificateText(c, now), c.ExpiresSoon(now)}
		if line.soon {
			lines = append(lines, line)
		} else {
			later = append(later, line)
		}
	}
	for _, t := range next.Hosts {
		lines = append(lines, forecastLine{hostText(t), true})
	}
	return append(lines, later...)
}

// certificateText says when the certificate of a host expires.
func certificateText(c storage.Certificate, now time.Time) string {
	data := map[string]any{"Host": c.Host, "Date": words.Date(c.Expires.In(now.Location()))}
	days := c.DaysLeft(now)
	if c.Expires.Before(now) {
		return lang.L("the certificate of {{.Host}} has expired on {{.Date}}", data)
	}
	data["Days"] = lang.N("{{.Count}} days", days, map[string]any{"Count": words.Number(days)})
	return lang.L("the certificate of {{.Host}} expires in {{.Days}}, on {{.Date}}", data)
}

// hostText says how a host failed more and more, in its last three scans.
func hostText(t storage.HostTrend) string {
	share := func(back int) string {
		f := t.Scans[len(t.Scans)-back]
		return lang.L("{{.Failed}} of {{.Checked}}", map[string]any{"Failed": words.Number(f.Failed), "Checked": words.Number(f.Checked)})
	}
	return lang.L("{{.Host}} fails more and more: {{.First}} addresses, then {{.Second}}, then {{.Third}}", map[string]any{
		"Host": t.Host, "First": share(3), "Second": share(2), "Third": share(1),
	})
}

// all shows everything in a dialog.
func (f *forecast) all() {
	rows := container.NewVBox()
	for _, l := range forecastLines(f.s.next, f.s.o.Now()) {
		icon := container.NewVBox(container.NewPadded(widget.NewIcon(theme.VerdictIcon(l.tone()))))
		rows.Add(container.NewBorder(nil, nil, icon, nil, badge.Body(l.text)))
	}
	f.s.o.Dialogs.Show(&ask.Dialog{
		Title: lang.L("What is likely to break next"), Width: 640,
		Text: lang.L("Based on the newest complete scans ({{.Count}}). Certificates are known of the start address and of problems.",
			map[string]any{"Count": words.Number(len(f.s.next.Scans))}),
		Content: rows, Confirm: ask.Button{Text: lang.L("Close")},
	})
}
