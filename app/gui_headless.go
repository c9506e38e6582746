//go:build headless

package app

import (
	"context"
	"errors"
)

// errNoWindow: this program was built without a window.
var errNoWindow = errors.New("this build of Sitewell has no window: use its command line")

func windowReader(string) (reader, error) { return reader{}, errNoWindow }

func runWindow(context.Context, opened, windowOptions) (again bool, err error) {
	return false, errNoWindow
}

func showFailure(context.Context, error, string) (again bool) { return false }
