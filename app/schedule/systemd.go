package schedule

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// systemd has jobs run by user timers of systemd.
type systemd struct {
	config string
	run    Run
}

const systemctl = "systemctl"

func (s *systemd) folder() string { return filepath.Join(s.config, "systemd", "user") }

// paths returns where the units of a job are.
func (s *systemd) paths(name string) (service, timer string) {
	return filepath.Join(s.folder(), name+".service"), filepath.Join(s.folder(), name+".timer")
}

// Install implements System.
func (s *systemd) Install(ctx context.Context, j Job) error {
	if err := j.check(); err != nil {
		return err
	}
	// Asked first: where there is no systemd, nothing is left behind.
	if err := ask(ctx, s.run, systemctl, "--user", "daemon-reload"); err != nil {
		return err
	}
	service, timer := s.paths(j.Name)
	units := Units(j)
	if err := errors.Join(writeFile(service, units.Service), writeFile(timer, units.Timer)); err != nil {
		return err
	}
	err := ask(ctx, s.run, systemctl, "--user", "daemon-reload")
	if err == nil {
		err = ask(ctx, s.run, systemctl, "--user", "enable", j.Name+".timer")
	}
	if err == nil { // restart, since start leaves a timer that runs at its old time
		err = ask(ctx, s.run, systemctl, "--user", "restart", j.Name+".timer")
	}
	if err != nil {
		return errors.Join(err, s.Remove(context.WithoutCancel(ctx), j.Name))
	}
	return nil
}

// Remove implements System.
func (s *systemd) Remove(ctx context.Context, name string) error {
	service, timer := s.paths(name)
	_, err := os.Lstat(timer)
	_, serviceErr := os.Lstat(service)
	if errors.Is(err, fs.ErrNotExist) && errors.Is(serviceErr, fs.ErrNotExist) {
		return nil
	}
	// Without its files the timer is gone at the next login, also where systemd can't be
	// asked now.
	_, _ = s.run(ctx, systemctl, "--user", "disable", "--now", name+".timer")
	if err := errors.Join(removeFile(timer), removeFile(service), removeFile(filepath.Join(s.folder(), "timers.target.wants", name+".timer"))); err != nil {
		return err
	}
	_, _ = s.run(ctx, systemctl, "--user", "daemon-reload")
	return nil
}

// State implements System.
func (s *systemd) State(ctx context.Context, j Job) (State, error) {
	service, timer := s.paths(j.Name)
	units := Units(j)
	same, err := areFiles(map[string]string{service: units.Service, timer: units.Timer})
	if errors.Is(err, fs.ErrNotExist) {
		return Missing, nil
	} else if err != nil {
		return "", err
	}
	switch said, err := s.run(ctx, systemctl, "--user", "is-active", j.Name+".timer"); {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil && len(strings.Fields(said)) == 1: // "inactive", "failed"
		return Missing, nil
	case err != nil:
		return "", unavailable(ctx, systemctl, said, err)
	case !same:
		return Outdated, nil
	}
	return Active, nil
}

// SystemdUnits are the two files of a job.
type SystemdUnits struct{ Service, Timer string }

// Units writes a service and a timer (systemd.service(5), systemd.timer(5)). A run that was
// missed, because the computer was off, is made up, and many that are due at once are spread
// over a few minutes.
func Units(j Job) SystemdUnits {
	command := []string{quoteProgram(j.Program)}
	if strings.ContainsAny(j.Program, "\\\"'") { // which systemd does not take for the name of a program, however it is quoted
		command = []string{"/bin/sh", "-c", quoteArg(`exec "$0" "$@"`), quoteArg(j.Program)}
	}
	for _, a := range j.Args {
		command = append(command, quoteArg(a))
	}
	description := strings.ReplaceAll(j.title(), "%", "%%")
	return SystemdUnits{
		Service: fmt.Sprintf(`# Written by Sitewell. It is replaced when the schedule is changed there.
[Unit]
Description=Sitewell: %s.

[Service]
Type=oneshot
ExecStart=%s
Nice=5
`, description, strings.Join(command, " ")),
		Timer: fmt.Sprintf(`# Written by Sitewell. It is replaced when the schedule is changed there.
[Unit]
Description=Sitewell: %s.

[Timer]
OnCalendar=%s
Persistent=true
RandomizedDelaySec=2min

[Install]
WantedBy=timers.target
`, description, j.Plan.OnCalendar()),
	}
}

// OnCalendar returns the plan as systemd.time(7) has it.
func (p Plan) OnCalendar() string {
	clock := fmt.Sprintf("%02d:%02d:00", p.Hour, p.Minute)
	switch p.Every {
	case Weekly:
		return p.Weekday.String()[:3] + " *-*-* " + clock
	case Monthly:
		return fmt.Sprintf("*-*-%02d %s", p.Day, clock)
	default:
		return "*-*-* " + clock
	}
}

// quoteProgram quotes a path as the first word of ExecStart has it, in which variables are
// not replaced (systemd.service(5)).
func quoteProgram(path string) string {
	return `"` + strings.ReplaceAll(path, "%", "%%") + `"`
}

// quoteArg quotes a further word of ExecStart (systemd.syntax(7)).
func quoteArg(arg string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`, `$`, `$$`).Replace(arg) + `"`
}
