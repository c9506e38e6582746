//go:build windows || darwin

package desktop

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"github.com/sqweek/dialog"
)

// ChooseFolder lets the person choose a folder, beginning with from, and returns it; ""
// if they cancel. It ends with ctx, but can't close the chooser. ErrUnavailable: it could
// not be shown.
func ChooseFolder(ctx context.Context, title, from string) (folder string, err error) {
	type answer struct {
		folder string
		err    error
	}
	chosen := make(chan answer, 1)
	go func() {
		runtime.LockOSThread() // as the dialogs of Windows need
		folder, err := dialog.Directory().Title(title).SetStartDir(from).Browse()
		chosen <- answer{folder, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case a := <-chosen:
		switch {
		case errors.Is(a.err, dialog.ErrCancelled):
			return "", nil
		case a.err != nil:
			return "", fmt.Errorf("%w: %w", ErrUnavailable, a.err)
		}
		return a.folder, nil
	}
}
