package scheduling

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"

	"sitewell/app/session"
	"sitewell/storage"
)

// opener returns what opens the window with what changed on a site, in a process of its own.
func (p scheduledScans) opener(site storage.Site) func(context.Context) error {
	return func(context.Context) error {
		program := session.Scheduled().Program
		args := []string{"open", site.Start, "--compare"}
		if p.DB != "" {
			if db, err := filepath.Abs(p.DB); err == nil { // the other process may begin elsewhere
				args = append(args, "--db", db)
			}
		}
		if os.Getenv("INVOCATION_ID") != "" { // systemd ends what its services leave behind
			if run, err := exec.LookPath("systemd-run"); err == nil {
				args = append([]string{"--user", "--collect", "--quiet", "--", program}, args...)
				return exec.Command(run, args...).Run()
			}
		}
		cmd := exec.Command(program, args...)
		detach(cmd)
		if err := cmd.Start(); err != nil {
			return err
		}
		return cmd.Process.Release()
	}
}
