package scanner

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"sitewell/scanner/fetch"
	"sitewell/scanner/policy"
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
	return render.Open(ctx, e.openOptions(client, visible), u.String())
}

func (e *Engine) openOptions(client *fetch.Client, visible bool) render.OpenOptions {
	return render.OpenOptions{
		Program: e.opts.Browser, Dial: client.Dial, Visible: visible, UserAgent: userAgent(e.opts), Timeout: 2 * e.renderTimeout,
	}
}

// ErrUnsafePicture means that no picture is taken of an address, since a request for it
// could change something.
var ErrUnsafePicture = errors.New("a request for the address could change something")

// TakePicture opens one address in the browser of the options, without a window, as Open
// does, for a picture of what a visitor sees. Only GET is sent, and addresses that could
// sign out or change something are left alone, also those that the page asks for.
// Errors: ErrUnsafePicture and those of Open.
func TakePicture(ctx context.Context, o Options, address string) (*render.Opened, error) {
	u, err := weburl.Parse(address)
	if err != nil {
		return nil, errors.Join(ErrNotOpened, err)
	}
	e, err := New(o)
	if err != nil {
		return nil, err
	}
	if e.isUnsafeForPicture(u) {
		return nil, ErrUnsafePicture
	}
	client, err := e.client()
	if err != nil {
		return nil, err
	}
	defer client.Close()
	how := e.openOptions(client, false)
	how.Refuses = func(method, address string) bool {
		if method != http.MethodGet && method != http.MethodHead && method != http.MethodOptions {
			return true
		}
		u, err := weburl.Parse(address)
		return err == nil && e.isUnsafeForPicture(u) // an address that is none, as of data:, leads nowhere
	}
	return render.Open(ctx, how, u.String())
}

// isUnsafeForPicture reports whether an address of the site could sign out or change
// something. The browser is not signed in, but a picture is worth no risk at all.
func (e *Engine) isUnsafeForPicture(u weburl.URL) bool {
	return e.policy.IsInternal(u) && policy.UnsafeWord(u) != ""
}

// userAgent returns what servers get to know of a scan, to which a browser adds its engine.
func userAgent(o Options) string { return cmp.Or(o.UserAgent, fetch.DefaultUserAgent) }
