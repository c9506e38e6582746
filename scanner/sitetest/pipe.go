package sitetest

import (
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// pipeBuffer is how much one end may send before the other reads. net.Pipe
// has no buffer, so that two ends that write at once, as HTTP/2 has them,
// would wait for each other for ever.
const pipeBuffer = 64 << 10

// pipeConn is one end of a connection in memory. It blocks on sync.Cond, so
// time in a testing/synctest bubble goes on meanwhile.
type pipeConn struct {
	in, out       *stream
	local, remote net.Addr
}

// newPipe connects a client to an address.
func newPipe(to netip.AddrPort) (client, server *pipeConn) {
	up, down := newStream(), newStream()
	there := net.TCPAddrFromAddrPort(to)
	here := net.TCPAddrFromAddrPort(netip.MustParseAddrPort("127.0.0.1:40000"))
	return &pipeConn{in: down, out: up, local: here, remote: there},
		&pipeConn{in: up, out: down, local: there, remote: here}
}

func (c *pipeConn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *pipeConn) Write(p []byte) (int, error) { return c.out.write(p) }
func (c *pipeConn) LocalAddr() net.Addr         { return c.local }
func (c *pipeConn) RemoteAddr() net.Addr        { return c.remote }

func (c *pipeConn) SetReadDeadline(t time.Time) error  { c.in.reader.set(c.in, t); return nil }
func (c *pipeConn) SetWriteDeadline(t time.Time) error { c.out.writer.set(c.out, t); return nil }

func (c *pipeConn) SetDeadline(t time.Time) error {
	c.in.reader.set(c.in, t)
	c.out.writer.set(c.out, t)
	return nil
}

// Close lets the other end read what was written, then EOF.
func (c *pipeConn) Close() error {
	c.out.end(io.EOF, net.ErrClosed)
	c.in.end(net.ErrClosed, pipeError("write", errnoPipe))
	return nil
}

// reset closes both directions, and the other end gets a reset once it has
// read what arrived before, as on a socket.
func (c *pipeConn) reset() {
	c.out.end(pipeError("read", errnoReset), net.ErrClosed)
	c.in.end(net.ErrClosed, pipeError("write", errnoReset))
}

func pipeError(op string, errno error) error {
	return &net.OpError{Op: op, Net: "tcp", Err: &os.SyscallError{Syscall: op, Err: errno}}
}

// stream is one direction.
type stream struct {
	mu             sync.Mutex
	changed        *sync.Cond
	data           []byte
	readErr        error // when data is used up
	writeErr       error
	reader, writer deadline
}

func newStream() *stream {
	s := &stream{}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// end makes reads and writes fail; the first end counts.
func (s *stream) end(readErr, writeErr error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readErr == nil {
		s.readErr, s.writeErr = readErr, writeErr
	} else if readErr == net.ErrClosed {
		s.readErr = readErr
	} else if writeErr == net.ErrClosed {
		s.writeErr = writeErr
	}
	s.changed.Broadcast()
}

func (s *stream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.readErr == net.ErrClosed:
			return 0, net.ErrClosed
		case s.reader.passed:
			return 0, os.ErrDeadlineExceeded
		case len(s.data) > 0:
			n := copy(p, s.data)
			s.data = s.data[n:]
			s.changed.Broadcast()
			return n, nil
		case s.readErr != nil:
			return 0, s.readErr
		case len(p) == 0:
			return 0, nil
		}
		s.changed.Wait()
	}
}

func (s *stream) write(p []byte) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.writeErr != nil:
			return n, s.writeErr
		case s.writer.passed:
			return n, os.ErrDeadlineExceeded
		case n == len(p):
			return n, nil
		}
		if room := pipeBuffer - len(s.data); room > 0 {
			part := p[n:min(len(p), n+room)]
			s.data = append(s.data, part...)
			n += len(part)
			s.changed.Broadcast()
			continue
		}
		s.changed.Wait()
	}
}

// deadline is when reads or writes of a stream begin to fail.
type deadline struct {
	timer   *time.Timer
	changes int // counts changes, so that an old timer does nothing
	passed  bool
}

func (d *deadline) set(s *stream, t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
	}
	d.changes++
	now := d.changes
	d.passed = !t.IsZero() && !t.After(time.Now())
	if !t.IsZero() && !d.passed {
		d.timer = time.AfterFunc(time.Until(t), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			d.passed = d.passed || d.changes == now
			s.changed.Broadcast()
		})
	}
	s.changed.Broadcast()
}
