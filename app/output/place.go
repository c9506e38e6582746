package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// place is where an output goes.
type place struct {
	given  string      // as the person wrote it
	path   string      // with the symbolic links of its last part followed
	info   os.FileInfo // of what is there, nil for nothing
	direct bool        // written where it is: a device, a pipe, or our own standard output by name
}

// maxLinks is how many symbolic links are followed, as by Linux (path_resolution(7)).
const maxLinks = 40

// locate finds out what is at path.
func locate(path string) (place, error) {
	if path == "" {
		return place{}, ErrNoName
	}
	p := place{given: path}
	var err error
	p.info, err = os.Stat(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return place{}, fmt.Errorf("find file: %w", err)
	}
	descriptor, err := p.follow()
	if err != nil {
		return place{}, err
	}
	p.direct = p.info != nil && !p.info.IsDir() && (descriptor || !p.info.Mode().IsRegular())
	return p, nil
}

// follow sets the path that symbolic links lead to, also where nothing is there
// yet. It reports whether they lead to an open file of a process, which has no
// name that something else could be given.
func (p *place) follow() (descriptor bool, err error) {
	p.path = p.given
	for range maxLinks {
		if isDescriptor(p.path) {
			return true, nil
		}
		info, err := os.Lstat(p.path)
		if err != nil || info.Mode()&os.ModeSymlink == 0 {
			return false, nil // why it can't be looked at shows when it is written
		}
		target, err := os.Readlink(p.path)
		if err != nil {
			return false, fmt.Errorf("follow link: %w", err)
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(p.path), target)
		}
		p.path = target
	}
	return false, fmt.Errorf("follow links: %w", &fs.PathError{Op: "readlink", Path: p.given, Err: fs.ErrInvalid})
}

// isDescriptor reports whether path names an open file, as /dev/stdout does.
func isDescriptor(path string) bool {
	path = filepath.ToSlash(filepath.Clean(path))
	return path == "/dev/stdout" || path == "/dev/stderr" || strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/")
}

// check reports what forbids to write there, whatever the folder is like.
func (p place) check(reserved []Reserved) error {
	if p.info != nil && p.info.IsDir() {
		return fmt.Errorf("create file: %w", &fs.PathError{Op: "create", Path: p.given, Err: ErrIsFolder})
	}
	for _, r := range reserved {
		other, err := locate(r.Path)
		if err != nil {
			continue // there is no such file, and none can be made
		}
		if p.sameAs(other) {
			return &InUseError{Path: p.given, Use: r.Use}
		}
	}
	return nil
}

// sameAs reports whether p and q are one file, or would be once they exist.
func (p place) sameAs(q place) bool {
	if p.info != nil || q.info != nil {
		return p.info != nil && q.info != nil && os.SameFile(p.info, q.info)
	}
	inP, errP := os.Stat(filepath.Dir(p.path))
	inQ, errQ := os.Stat(filepath.Dir(q.path))
	if errP != nil || errQ != nil {
		a, errA := filepath.Abs(p.path)
		b, errB := filepath.Abs(q.path)
		return errA == nil && errB == nil && a == b
	}
	return os.SameFile(inP, inQ) && sameName(filepath.Dir(p.path), filepath.Base(p.path), filepath.Base(q.path))
}

// sameName reports whether two names mean the same file in a folder. Only the
// file system knows how it compares names, so it is asked, with longer names
// that nobody has.
func sameName(dir, a, b string) bool {
	if a == b || !strings.EqualFold(a, b) {
		return a == b
	}
	probe := func(name string) string {
		return filepath.Join(dir, fmt.Sprintf(".%s.sitewell-%d.part", name, os.Getpid()))
	}
	f, err := os.OpenFile(probe(a), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return true // rather refused than lost
	}
	_, err = os.Lstat(probe(b))
	_, _ = f.Close(), os.Remove(f.Name())
	return err == nil
}

// Target returns the file that path leads to through symbolic links, whether it
// exists or not; path itself where they lead nowhere.
func Target(path string) string {
	p := place{given: path}
	if _, err := p.follow(); err != nil {
		return path
	}
	return p.path
}

// IsStdout reports whether path is the standard output of this process by
// another name, such as /dev/stdout, and somebody keeps what is written there:
// it is neither a terminal nor /dev/null.
func IsStdout(path string) bool {
	info, err := os.Stat(path)
	if err != nil || info.Mode()&os.ModeCharDevice != 0 {
		return false
	}
	stdout, err := os.Stdout.Stat()
	return err == nil && os.SameFile(info, stdout)
}
