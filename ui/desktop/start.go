package desktop

import (
	"context"
	"fmt"
	"os/exec"
	"time"
)

// settled is how long a program may take to find that it can't open something. One that
// still runs by then is taken to show it.
const settled = 5 * time.Second

// start runs a program that opens something, and fails if it can't be run or says that it
// could not. It does not end the program.
func start(ctx context.Context, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	timer := time.NewTimer(settled)
	defer timer.Stop()
	select {
	case err := <-ended:
		if err != nil {
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, name, err)
		}
		return nil
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
