package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// alone is set in the process that runs isolated.
const alone = "SITEWELL_MONKEY_ALONE"

// prepare adds to the new network a loopback interface, and makes everything but
// the results and the temporary files read-only: whatever is typed as an
// address or as a folder, nothing outside is touched.
const prepare = `ip link set lo up
mount --bind "$OUT" "$OUT"
mount --bind /tmp /tmp
mount -o remount,bind,ro /
exec "$@"`

// isolate runs this program once more, in namespaces of its own for the network
// and for what is mounted.
func isolate(ctx context.Context, out string, args []string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	unshare := []string{"--net", "--mount"}
	if os.Getuid() != 0 {
		unshare = append(unshare, "--map-root-user")
	}
	cmd := exec.CommandContext(ctx, "unshare", append(append(unshare, "sh", "-ec", prepare, "sh", self), args...)...)
	cmd.Env = append(os.Environ(), alone+"=1", "OUT="+out)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		os.Exit(exit.ExitCode()) // it has said why
	}
	if err != nil {
		return fmt.Errorf("a monkey must not reach other computers, and no network of its own can be made: %w", err)
	}
	return nil
}
