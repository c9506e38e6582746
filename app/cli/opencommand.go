package cli

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"sitewell/app/session"
	"sitewell/storage"
)

func (p *Program) openCommand() *cobra.Command {
	var compare bool
	cmd := &cobra.Command{
		Use:   "open SITE",
		Short: "Open the window with the scans of a site",
		Long: `Open the window with the scans of a site of your history, or with what changed between
its two newest scans (--compare). Nothing is scanned.`,
		Example: `  sitewell open example.com
  sitewell open example.com --compare`,
		Args: operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.openSite(cmd.Context(), args[0], compare)
		},
	}
	cmd.Flags().BoolVar(&compare, "compare", false, "show what changed in the newest scan")
	return cmd
}

// openSite shows the window with a site.
func (p *Program) openSite(ctx context.Context, typed string, compare bool) error {
	var site storage.Site
	err := p.fromHistory(ctx, func(h session.Opened) (err error) {
		site, err = h.History.FindSite(ctx, typed)
		return err
	})
	if err != nil {
		return err
	}
	if p.window.Missing() != "" {
		return &exitError{ExitUsage, &sentenceError{"There is no display for a window. In the terminal: " + p.command("history", site.Start)}}
	}
	return p.window.Show(ctx, WindowStart{DB: p.db, Site: site.ID, Compare: compare})
}

// opener returns what opens the window with what changed on a site, in a process of its own.
func (p *Program) opener(site storage.Site) func(context.Context) error {
	return func(context.Context) error {
		program := session.Scheduled().Program
		args := []string{"open", site.Start, "--compare"}
		if p.db != "" {
			if db, err := filepath.Abs(p.db); err == nil { // the other process may begin elsewhere
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
