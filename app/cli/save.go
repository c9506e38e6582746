package cli

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"syscall"
)

// pending is something that a command writes in the end.
type pending struct {
	write func(context.Context) error
	said  string // when it is written; "" for nothing
	// again says how to write it again; "" where that is the same command.
	again string
	// table: it is for people, who may stop reading where they want.
	table bool
}

// writeAll writes one after the other. Each fails by itself: what went wrong is
// told (once, where it is the same for several) with the way to write it again, and
// the others are written all the same. It reports whether all were written.
func (s *screen) writeAll(ctx context.Context, all []pending) (complete bool) {
	defer failOnBrokenPipe()()
	complete = true
	last := ""
	for _, out := range all {
		err := out.write(ctx)
		s.clear()
		switch {
		case out.table && errors.Is(err, syscall.EPIPE):
		case err != nil:
			complete = false
			if sentence := s.told(err); sentence != last {
				fmt.Fprintln(s.err, "sitewell: "+sentence)
				last = sentence
			}
			if out.again != "" {
				fmt.Fprintln(s.err, out.again)
			}
		case out.said != "":
			s.say(out.said)
		}
	}
	return complete
}

// failOnBrokenPipe makes writing to a standard output that nobody reads any more
// fail with EPIPE, as with every other pipe, until the function that it returns is
// called. Else the program would end at once (os/signal, “SIGPIPE”), with files
// that are not saved yet and temporary ones that are left behind.
func failOnBrokenPipe() (end func()) {
	signal.Ignore(syscall.SIGPIPE)
	return func() { signal.Reset(syscall.SIGPIPE) }
}
