package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// fullDisk scans to a memory disk that is too small, waits until the program
// says that it is waiting for room, enlarges the disk, and compares the result.
// Mounting the disk needs root.
func (c *tester) fullDisk(ctx context.Context) error {
	if os.Getuid() != 0 {
		fmt.Println("full disk: NOT TRIED, only root may mount a disk in memory")
		return nil
	}
	disk := filepath.Join(c.dir, "disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		return err
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=700k"); err != nil {
		fmt.Println("full disk: NOT TRIED, a disk in memory can't be mounted here:", err)
		return nil
	}
	defer syscall.Unmount(disk, 0)
	db := filepath.Join(disk, "full.db")
	cmd := c.command(ctx, db, false)
	// Progress is shown to a terminal only, and script(1) is one.
	cmd = exec.CommandContext(ctx, "script", "-qec", strings.Join(quote(cmd.Args), " "), "/dev/null")
	cmd.Env = append(os.Environ(), "XDG_STATE_HOME="+c.dir, "TERM=xterm")
	output, out, err := os.Pipe()
	if err != nil {
		return err
	}
	defer output.Close()
	cmd.Stdout = out
	err = cmd.Start()
	out.Close()
	if err != nil {
		fmt.Println("full disk: NOT TRIED, there is no script(1):", err)
		return nil
	}
	began := time.Now()
	var all bytes.Buffer
	for room, part := false, make([]byte, 4096); ; {
		n, err := output.Read(part)
		if all.Write(part[:n]); !room && strings.Contains(all.String(), "waiting for room") {
			room = true
			if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
				return fmt.Errorf("make room: %w", err)
			}
		}
		if err != nil {
			if !room {
				return fmt.Errorf("full disk: the program never said that it is waiting:\n%s", all.Bytes())
			}
			break
		}
	}
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() != 1 {
		return fmt.Errorf("full disk: %w:\n%s", err, all.Bytes())
	}
	got, err := contents(ctx, db)
	if err == nil {
		err = c.compare(got)
	}
	if err != nil {
		return fmt.Errorf("full disk: %w", err)
	}
	fmt.Printf("full disk: the scan waited and continued, %v in all: no difference\n", time.Since(began).Round(time.Millisecond))
	return nil
}

// quote returns the words quoted for a shell.
func quote(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
	}
	return out
}
