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
	return choose(ctx, func() (string, error) { return dialog.Directory().Title(title).SetStartDir(from).Browse() })
}

// ChooseFile lets the person choose a file, as ChooseFolder does a folder.
func ChooseFile(ctx context.Context, title, from string) (file string, err error) {
	return choose(ctx, func() (string, error) { return dialog.File().Title(title).SetStartDir(from).Load() })
}

func choose(ctx context.Context, show func() (string, error)) (path string, err error) {
	type answer struct {
		path string
		err  error
	}
	chosen := make(chan answer, 1)
	go func() {
		runtime.LockOSThread() // as the dialogs of Windows need
		path, err := show()
		chosen <- answer{path, err}
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
		return a.path, nil
	}
}
