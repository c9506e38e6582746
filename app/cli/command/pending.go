package command

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"syscall"
)

// Pending is something that a command writes in the end.
type Pending struct {
	Write func(context.Context) error
	Said  string // when it is written; "" for nothing
	// Again says how to write it again; "" where that is the same command.
	Again string
	// Table: it is for people, who may stop reading where they want.
	Table bool
}

// WriteAll writes one after the other. Each fails by itself: what went wrong is
// told (once, where it is the same for several) with the way to write it again, and
// the others are written all the same. It reports whether all were written.
func (s *Screen) WriteAll(ctx context.Context, all []Pending) (complete bool) {
	defer FailOnBrokenPipe()()
	complete = true
	last := ""
	for _, out := range all {
		err := out.Write(ctx)
		s.Clear()
		switch {
		case out.Table && errors.Is(err, syscall.EPIPE):
		case err != nil:
			complete = false
			if sentence := s.told(err); sentence != last {
				fmt.Fprintln(s.Err, "sitewell: "+sentence)
				last = sentence
			}
			if out.Again != "" {
				fmt.Fprintln(s.Err, out.Again)
			}
		case out.Said != "":
			s.Line(out.Said)
		}
	}
	return complete
}

// FailOnBrokenPipe makes writing to a standard output that nobody reads any more
// fail with EPIPE, as with every other pipe, until the function that it returns is
// called. Else the program would end at once (os/signal, “SIGPIPE”), with files
// that are not saved yet and temporary ones that are left behind.
func FailOnBrokenPipe() (end func()) {
	signal.Ignore(syscall.SIGPIPE)
	return func() { signal.Reset(syscall.SIGPIPE) }
}
