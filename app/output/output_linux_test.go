package output

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func pipe(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A new file gets the mode of any document, but nobody else can read it before it is
// finished.
func TestModeOfNewFiles(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	for umask, want := range map[int]os.FileMode{0: 0o666, 0o022: 0o644, 0o027: 0o640, 0o077: 0o600} {
		syscall.Umask(umask)
		path := filepath.Join(t.TempDir(), "report.xlsx")
		if during, after := writeObserved(t, path); after != want || during != 0o600 {
			t.Errorf("umask %o: mode %v, while it was written %v; want %v", umask, after, during, want)
		}
		if left := names(t, filepath.Dir(path)); len(left) != 1 {
			t.Errorf("umask %o: left %v", umask, left)
		}
	}
}

func TestPipeIsWrittenWhereItIs(t *testing.T) {
	path := pipe(t)
	if err := Check([]string{path}, nil); err != nil {
		t.Fatal(err)
	}
	read := asyncRead(path)
	if err := Write(t.Context(), path, nil, text("rows")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "rows" {
		t.Errorf("the reader got %q", got)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		t.Errorf("the pipe is now %v, %v", info, err)
	}
}

func asyncRead(path string) <-chan string {
	read := make(chan string, 1)
	go func() {
		text, err := os.ReadFile(path)
		if err != nil {
			text = []byte(err.Error())
		}
		read <- string(text)
	}()
	return read
}

// A pipe that nobody reads, and one whose reader has stopped, end with ctx.
func TestPipeEndsWithContext(t *testing.T) {
	t.Run("no reader", func(t *testing.T) {
		path := pipe(t)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- Write(ctx, path, nil, text("rows")) }()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
	})
	t.Run("stalled reader", func(t *testing.T) {
		path := pipe(t)
		r, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		ctx, cancel := context.WithCancel(t.Context())
		err = Write(ctx, path, nil, func(w io.Writer) error {
			cancel()
			// More than a pipe holds; ctx ended, so a write may fail at once, too.
			_, err := w.(untilDone).w.Write(make([]byte, 1<<22))
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want that it was cancelled", err)
		}
	})
}

func TestDevices(t *testing.T) {
	if err := Check([]string{"/dev/null", "/dev/null"}, nil); err != nil {
		t.Errorf("twice nothing: %v", err)
	}
	if err := Write(t.Context(), "/dev/null", nil, text("rows")); err != nil {
		t.Error(err)
	}
	if err := Write(t.Context(), "/dev/full", nil, text("rows")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a full device: %v, want ENOSPC", err)
	}
	for _, device := range []string{"/dev/null", "/dev/full"} {
		if info, err := os.Lstat(device); err != nil || info.Mode()&os.ModeCharDevice == 0 {
			t.Errorf("%s is now %v, %v", device, info, err)
		}
	}
}

// The file system decides which names are equal; those of Linux tell case apart.
func TestNamesThatDifferInCase(t *testing.T) {
	dir := t.TempDir()
	if err := Check([]string{filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "A.xlsx")}, nil); err != nil {
		t.Error(err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("%v are left behind", left)
	}
}

// Standard output that goes into a file is not replaced, and what was written
// to it before stays.
func TestDescriptorIsWrittenWhereItIs(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString("before "); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "stdout")
	descriptor := fmt.Sprintf("/proc/self/fd/%d", f.Fd())
	if err := os.Symlink(descriptor, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{descriptor, link} {
		if err := Write(t.Context(), path, nil, text("rows ")); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := content(t, f.Name()), "before rows rows "; got != want {
		t.Errorf("the file contains %q, want %q", got, want)
	}
}

// The part files of processes that died are removed; those of living ones and
// files of other names are not.
func TestAbandonedPartsAreRemoved(t *testing.T) {
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHelperDies$")
	child.Env = append(os.Environ(), "SITEWELL_PART_IN="+dir)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil || line != "writing\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	if _, err := io.WriteString(stdin, "half a rep"); err != nil {
		t.Fatal(err)
	}
	others := []string{".sitewell-1-x.part", "sitewell-1-1.part", "report.xlsx.part"}
	for _, name := range others {
		put(t, filepath.Join(dir, name), "mine", 0o644)
	}
	part := fmt.Sprintf(".sitewell-%d-0.part", child.Process.Pid)

	save := func() {
		t.Helper()
		if err := Write(t.Context(), filepath.Join(dir, "report.xlsx"), nil, text("rows")); err != nil {
			t.Fatal(err)
		}
	}
	save()
	want := slices.Sorted(slices.Values(append([]string{part, "report.xlsx"}, others...)))
	if diff := cmp.Diff(want, names(t, dir)); diff != "" {
		t.Errorf("while the other process writes (-want +got):\n%s", diff)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // killed
	if diff := cmp.Diff(want, names(t, dir)); diff != "" {
		t.Errorf("after the other process died (-want +got):\n%s", diff)
	}
	if got := content(t, filepath.Join(dir, "report.xlsx")); got != "rows" {
		t.Errorf("after the other process died the file has %q", got)
	}
	save()
	if diff := cmp.Diff(slices.Sorted(slices.Values(append([]string{"report.xlsx"}, others...))), names(t, dir)); diff != "" {
		t.Errorf("after the next export (-want +got):\n%s", diff)
	}
}

// TestHelperDies is the other process: it writes until it is killed.
func TestHelperDies(t *testing.T) {
	dir := os.Getenv("SITEWELL_PART_IN")
	if dir == "" {
		return
	}
	err := Write(t.Context(), filepath.Join(dir, "report.xlsx"), nil, func(w io.Writer) error {
		fmt.Println("writing")
		_, err := io.Copy(w, os.Stdin)
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// asStranger runs f with the file permissions of nobody, no matter who runs the
// tests: the thread that it runs on gives up its rights and ends with it.
func asStranger(f func()) {
	done := make(chan struct{}, 1)
	go func() {
		defer close(done)
		runtime.LockOSThread() // never unlocked: the thread is not used again
		if os.Getuid() == 0 {
			const nobody = 65534
			syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0) // it reports no error
		}
		f()
	}()
	<-done
}

func TestProtectedFilesAndFolders(t *testing.T) {
	folder := t.TempDir()
	for dir := folder; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	open := filepath.Join(folder, "open")
	if err := os.Mkdir(open, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(open, "protected"), "old", 0o444)
	put(t, filepath.Join(open, "shared"), "old", 0o666)
	put(t, filepath.Join(folder, "writable"), "old", 0o666)
	if err := os.Chmod(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(folder, 0o755) })
	asStranger(func() {
		for name, want := range map[string]error{
			"open/new": nil, "open/shared": nil, "open/protected": fs.ErrPermission, "new": fs.ErrPermission, "writable": fs.ErrPermission,
		} {
			path := filepath.Join(folder, filepath.FromSlash(name))
			if err := Check([]string{path}, nil); !errors.Is(err, want) {
				t.Errorf("check of %s: %v, want %v", name, err, want)
			}
			if err := Write(context.Background(), path, nil, text("new")); !errors.Is(err, want) {
				t.Errorf("%s: %v, want %v", name, err, want)
			}
		}
	})
	if got := content(t, filepath.Join(folder, "writable")); got != "old" {
		t.Errorf("the file in a protected folder contains %q", got)
	}
}

// A file that is written by name comes to a pipe when it is complete.
func TestWriteNamedToPipe(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	path := pipe(t)
	got := asyncRead(path)
	if err := WriteNamed(t.Context(), path, nil, func(name string) error { return os.WriteFile(name, []byte("all of it"), 0o600) }); err != nil {
		t.Fatal(err)
	}
	if text := <-got; text != "all of it" {
		t.Errorf("the pipe brought %q", text)
	}
	if left := names(t, os.TempDir()); len(left) != 0 {
		t.Errorf("%v is left in the temporary folder", left)
	}
}
