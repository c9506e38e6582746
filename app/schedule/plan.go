// Package schedule has sites scanned regularly by the system: by a systemd user timer,
// launchd or the Task Scheduler of Windows, and by cron where somebody wants that. It knows
// when a plan is due, writes what these programs read, and installs and removes it. It must
// not know the window, the history, or what a scan is: it runs a program with arguments.
package schedule

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Every is how often a plan is due.
type Every string

const (
	Daily   Every = "daily"
	Weekly  Every = "weekly"
	Monthly Every = "monthly"
)

// LastDay is the last day of the month that a plan can have: every month has it.
const LastDay = 28

// Plan says when a site is scanned, by the clock of the computer.
type Plan struct {
	Every        Every
	Weekday      time.Weekday // of Weekly
	Day          int          // of Monthly, from 1 to LastDay
	Hour, Minute int
}

// What is wrong with the text of a plan.
var (
	ErrEvery   = errors.New("a plan is daily, weekly or monthly")
	ErrWeekday = errors.New("no such day of the week")
	ErrDay     = errors.New("no such day of the month")
	ErrTime    = errors.New("no such time of day")
)

var weekdays = [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// Parse parses what Plan.String returns: "daily 06:30", "weekly mon 07:00" or
// "monthly 1 05:00". A day of the week may be written out. The error is one of the above.
func Parse(text string) (Plan, error) {
	words := strings.Fields(strings.ToLower(text))
	if len(words) == 0 {
		return Plan{}, ErrEvery
	}
	p, rest := Plan{Every: Every(words[0])}, words[1:]
	var err error
	switch p.Every {
	case Daily:
	case Weekly:
		if p.Weekday, err = parseWeekday(first(rest)); err != nil {
			return Plan{}, err
		}
		rest = rest[1:]
	case Monthly:
		if p.Day, err = strconv.Atoi(first(rest)); err != nil || p.Day < 1 || p.Day > LastDay {
			return Plan{}, ErrDay
		}
		rest = rest[1:]
	default:
		return Plan{}, ErrEvery
	}
	if len(rest) != 1 {
		return Plan{}, ErrTime
	}
	p.Hour, p.Minute, err = parseTime(rest[0])
	if err != nil {
		return Plan{}, err
	}
	return p, nil
}

func first(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func parseWeekday(word string) (time.Weekday, error) {
	for i, short := range weekdays {
		if word == short || word == strings.ToLower(time.Weekday(i).String()) {
			return time.Weekday(i), nil
		}
	}
	return 0, ErrWeekday
}

func parseTime(word string) (hour, minute int, err error) {
	for _, layout := range []string{"15:04", "15"} {
		if t, err := time.Parse(layout, word); err == nil {
			return t.Hour(), t.Minute(), nil
		}
	}
	return 0, 0, ErrTime
}

// String returns the plan as Parse reads it.
func (p Plan) String() string {
	clock := fmt.Sprintf("%02d:%02d", p.Hour, p.Minute)
	switch p.Every {
	case Weekly:
		return fmt.Sprintf("weekly %s %s", weekdays[p.Weekday], clock)
	case Monthly:
		return fmt.Sprintf("monthly %d %s", p.Day, clock)
	default:
		return fmt.Sprintf("daily %s", clock)
	}
}

// Next returns the first time after now at which the plan is due, in the time zone of now.
// A time that the clock skips, since it is put forward, is an hour later.
func (p Plan) Next(now time.Time) time.Time {
	for days := 0; ; days++ {
		if t := p.on(now, days); p.includes(t) && t.After(now) {
			return t
		}
	}
}

// Last returns the newest time that is not after now at which the plan was due.
func (p Plan) Last(now time.Time) time.Time {
	for days := 0; ; days-- {
		if t := p.on(now, days); p.includes(t) && !t.After(now) {
			return t
		}
	}
}

// on returns the time of the plan on the day that is so many days after now.
func (p Plan) on(now time.Time, days int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+days, p.Hour, p.Minute, 0, 0, now.Location())
}

func (p Plan) includes(t time.Time) bool {
	switch p.Every {
	case Weekly:
		return t.Weekday() == p.Weekday
	case Monthly:
		return t.Day() == p.Day
	default:
		return true
	}
}

// Due reports whether a plan that holds since a moment was due after newest, the beginning
// of the newest scan: so a run that was missed is made up, and none is made twice.
func (p Plan) Due(since, newest, now time.Time) bool {
	last := p.Last(now)
	return last.After(since) && newest.Before(last)
}
