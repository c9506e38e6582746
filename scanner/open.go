package scanner

import (
	"context"
	"errors"

	"sitewell/scanner/render"
	"sitewell/scanner/weburl"
)

// ErrNotOpened means that an address can't be opened in a browser: it is no http or https
// address.
var ErrNotOpened = errors.New("only http and https addresses can be opened in a browser")

// Open opens one address once in the browser of the options, because a person asks for
// it: to see whether it works there although it turns programs away, or to take a picture
// of it. The browser is not signed in, and reaches the same networks as the scan. A
// page that does not let it pass stays as it is. Errors: ErrNotOpened, those of New and
// render.Open.
func Open(ctx context.Context, o Options, address string, visible bool) (*render.Opened, error) {
	u, err := weburl.Parse(address)
	if err != nil {
		return nil, errors.Join(ErrNotOpened, err)
	}
	e, err := New(o)
	if err != nil {
		return nil, err
	}
	client, err := e.client()
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return render.Open(ctx, render.OpenOptions{Program: o.Browser, Dial: client.Dial, Visible: visible, Timeout: 2 * e.renderTimeout}, u.String())
}
