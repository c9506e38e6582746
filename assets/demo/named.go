package demo

import (
	"context"
	"errors"
	"net"
	"net/http"
)

// Named are both sites under the names that their files have, so that a report of them
// looks like one of a real site. The names exist nowhere: what asks for them has to
// resolve them itself, and to connect to Bakery and Mill ("127.0.0.1:43210").
type Named struct {
	*Server
	Bakery, Mill string
}

// StartNamed serves both sites under their names. change may change the bakery, so that
// two scans of it differ. It ends as Start does.
func StartNamed(ctx context.Context, change func(http.Handler) http.Handler) (Named, error) {
	bakery, err := listen(ctx, 0)
	if err != nil {
		return Named{}, err
	}
	mill, err := listen(ctx, 0)
	if err != nil {
		return Named{}, errors.Join(err, bakery.Close())
	}
	return Named{Server: serve(ctx, bakery, mill, change), Bakery: address(bakery), Mill: address(mill)}, nil
}

func address(l net.Listener) string { return l.Addr().String() }
