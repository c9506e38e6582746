package output

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

// readerEvery is how often a named pipe is tried again that nobody reads yet;
// no system tells when a reader comes.
const readerEvery = 50 * time.Millisecond

// writeDirectly has write fill what can't be replaced.
func (p place) writeDirectly(ctx context.Context, write func(io.Writer) error) error {
	f, err := p.openDirectly(ctx)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	// A reader that stops reading holds no write up any longer than ctx. Files
	// without deadlines (regular ones, some devices) don't wait for anybody.
	defer context.AfterFunc(ctx, func() { _ = f.SetWriteDeadline(time.Now()) })()
	err = errors.Join(write(untilDone{ctx, f}), f.Close())
	if err != nil {
		return fmt.Errorf("write file: %w", errors.Join(ctx.Err(), err))
	}
	return nil
}

// openDirectly opens for writing without waiting for a pipe's reader in a way
// that nothing could end. What is there is not cut: a standard output that goes
// into a file keeps what was written before.
func (p place) openDirectly(ctx context.Context) (*os.File, error) {
	retry := time.NewTicker(readerEvery)
	defer retry.Stop()
	for {
		f, err := os.OpenFile(p.given, os.O_WRONLY|os.O_APPEND|syscall.O_NONBLOCK, 0)
		if p.info.Mode()&os.ModeNamedPipe == 0 || !errors.Is(err, syscall.ENXIO) {
			return f, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-retry.C:
		}
	}
}
