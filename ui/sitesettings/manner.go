package sitesettings

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2/lang"

	"sitewell/scanner/profile"
	"sitewell/ui/field"
	"sitewell/ui/words"
)

// manner is the page of how the site is asked.
type manner struct {
	page                        *page
	pace, timeout, agent        *field.Entry
	paceSetting, timeoutSetting *setting
	delay, robots               *checkBox
	headers                     *field.Lines
	agentSetting                *setting
	headersSetting              *setting
	more                        *fold
}

// What can be asked for.
const (
	maxPace                = 32
	minTimeout, maxTimeout = 1, 600 // seconds
)

func newManner(s *Screen) *manner {
	p := newPage()
	m := &manner{page: p}
	m.pace = s.entry(lang.L("Learned, at most 8"))
	m.paceSetting = p.add(newSetting(Pace, lang.L("Requests at once, at most"),
		lang.L("Sitewell begins gently and learns what the server bears. More than 8 is for your own server."), m.pace, narrow(m.pace)))
	m.pace.OnChanged = func(string) { m.paceSetting.ease() }
	m.delay = s.check(p, lang.L("Pause between requests"),
		lang.L("Leave it on unless the server is your own: without pauses a scan may look like an attack."))
	m.robots = s.check(p, lang.L("Obey robots.txt"),
		lang.L("The file in which a site asks programs to stay away from parts of it. Only the site's owner may ignore it."))
	m.timeout = s.entry(words.Number(usualTimeout))
	m.timeoutSetting = p.add(newSetting(Timeout, lang.L("Time allowed for an answer, in seconds"),
		lang.L("An address that takes longer, several times, is reported as a time-out."), m.timeout, narrow(m.timeout)))
	m.timeout.OnChanged = func(string) { m.timeoutSetting.ease() }
	m.more = p.fold(lang.L("Name and headers"), func() {
		m.agent = s.entry(usualAgent)
		m.agentSetting = p.add(newSetting(Agent, lang.L("Name under which Sitewell asks"),
			lang.L("The header User-Agent. Your firewall may want a name that you have allowed there."), m.agent, m.agent))
		m.agent.OnChanged = func(string) { m.agentSetting.ease() }
		m.headers = s.lines("Accept-Language: de")
		m.headersSetting = p.add(newSetting(Headers, lang.L("Further headers"),
			lang.L("One a line, as “Name: value”. They are sent to the start address's server only. Not for passwords and tokens: those belong to the sign-in."), m.headers, m.headers))
		m.headers.OnChanged = func(string) { m.headersSetting.ease() }
	})
	return m
}

func (m *manner) fill(s profile.Settings) {
	m.pace.SetText(numeral(s.Concurrency))
	m.delay.SetChecked(!s.NoDelay)
	m.robots.SetChecked(!s.IgnoreRobots)
	m.timeout.SetText(seconds(s.TimeoutSeconds))
	m.agent.SetText(s.UserAgent)
	m.headers.SetText(strings.Join(s.Headers, "\n"))
	m.more.set(s.UserAgent != "" || len(s.Headers) > 0)
}

func (m *manner) read(s *profile.Settings) (problems []Problem) {
	s.NoDelay, s.IgnoreRobots = !m.delay.Checked, !m.robots.Checked
	s.UserAgent = strings.TrimSpace(m.agent.Text)
	s.Headers = linesOf(m.headers.Text)
	var ok bool
	if s.Concurrency, ok = numberIn(m.pace.Text, 1, maxPace); !ok {
		problems = append(problems, Problem{Pace, lang.L("Type a number from {{.Least}} to {{.Most}}, or leave the field empty for the usual.", span(1, maxPace))})
	}
	if s.TimeoutSeconds, ok = secondsIn(m.timeout.Text); !ok {
		problems = append(problems, Problem{Timeout, lang.L("Type a number from {{.Least}} to {{.Most}}, or leave the field empty for the usual.", span(minTimeout, maxTimeout))})
	}
	return problems
}

func seconds(s float64) string {
	if s == 0 {
		return ""
	}
	return strconv.FormatFloat(s, 'g', -1, 64)
}

// secondsIn reads seconds, with a point or a comma for parts of them.
func secondsIn(text string) (s float64, ok bool) {
	text = strings.ReplaceAll(strings.TrimSpace(text), ",", ".")
	if text == "" {
		return 0, true
	}
	s, err := strconv.ParseFloat(text, 64)
	return s, err == nil && s >= minTimeout && s <= maxTimeout
}
