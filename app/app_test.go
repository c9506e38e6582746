package app

import (
	"bytes"
	"testing"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

// Started from Windows' Explorer, cobra would say that this is a command-line tool, and end.
func TestWindowOpensFromExplorer(t *testing.T) {
	var out bytes.Buffer
	if code := Main([]string{"version"}, command.Stdio{Out: &out, Err: &out}); code != 0 {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	if cobra.MousetrapHelpText != "" {
		t.Errorf("cobra answers a double click with %q instead of the window", cobra.MousetrapHelpText)
	}
}
