//go:build headless

package desktop

import (
	"context"
	"errors"

	"sitewell/app/session"
)

// errNoWindow: this program was built without a window.
var errNoWindow = errors.New("this build of Sitewell has no window: use its command line")

func UseLanguage(string) (session.Reader, error) { return session.Reader{}, errNoWindow }

func Run(context.Context, session.Opened, Options) (again bool, err error) {
	return false, errNoWindow
}

func ShowFailure(context.Context, error, string) (again bool) { return false }
