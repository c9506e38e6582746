package schedule

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// launchd has jobs run by an agent of the person on macOS.
type launchd struct {
	home string
	uid  int
	run  Run
}

// IfDue is the argument that makes the program look first whether its plan is due. launchd
// makes up what was missed while the computer slept, but not what was missed while it was
// off, so it also starts the program at each login.
const IfDue = "--if-due"

func label(name string) string { return "org.sitewell." + name }

func (l *launchd) domain() string { return fmt.Sprintf("gui/%d", l.uid) }

func (l *launchd) path(name string) string {
	return filepath.Join(l.home, "Library", "LaunchAgents", label(name)+".plist")
}

// Install implements System.
func (l *launchd) Install(ctx context.Context, j Job) error {
	if err := j.check(); err != nil {
		return err
	}
	if err := l.Remove(ctx, j.Name); err != nil {
		return err
	}
	if err := writeFile(l.path(j.Name), Plist(j)); err != nil {
		return err
	}
	if err := ask(ctx, l.run, "launchctl", "bootstrap", l.domain(), l.path(j.Name)); err != nil {
		return errors.Join(err, removeFile(l.path(j.Name)))
	}
	return nil
}

// Remove implements System.
func (l *launchd) Remove(ctx context.Context, name string) error {
	_, _ = l.run(ctx, "launchctl", "bootout", l.domain()+"/"+label(name)) // it fails where there is none
	return removeFile(l.path(name))
}

// State implements System.
func (l *launchd) State(ctx context.Context, j Job) (State, error) {
	same, err := areFiles(map[string]string{l.path(j.Name): Plist(j)})
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	} else if err != nil {
		return "", err
	}
	if _, err := l.run(ctx, "launchctl", "print", l.domain()+"/"+label(j.Name)); err != nil {
		return Missing, ctx.Err()
	}
	if !same {
		return Outdated, nil
	}
	return Active, nil
}

// Plist writes a property list (launchd.plist(5)).
func Plist(j Job) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + escaped(label(j.Name)) + `</string>
	<key>ProgramArguments</key>
	<array>
`)
	for _, word := range append(append([]string{j.Program}, j.Args...), IfDue) {
		b.WriteString("\t\t<string>" + escaped(word) + "</string>\n")
	}
	b.WriteString(`	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>ProcessType</key>
	<string>Background</string>
	<key>StartCalendarInterval</key>
	<dict>
`)
	integer := func(key string, n int) {
		fmt.Fprintf(&b, "\t\t<key>%s</key>\n\t\t<integer>%d</integer>\n", key, n)
	}
	switch j.Plan.Every {
	case Weekly:
		integer("Weekday", int(j.Plan.Weekday))
	case Monthly:
		integer("Day", j.Plan.Day)
	}
	integer("Hour", j.Plan.Hour)
	integer("Minute", j.Plan.Minute)
	b.WriteString("\t</dict>\n</dict>\n</plist>\n")
	return b.String()
}

// escaped is a text within XML.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder never fails
	return b.String()
}
