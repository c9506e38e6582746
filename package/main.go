// Package makes what people install: for Linux a .deb, a .rpm and a tar.xz, for
// Windows a zip and an installer, with a list of what is inside (SBOM), the
// licences of all libraries, and checksums. The same commit gives the same bytes in any
// folder, as long as the compilers are the same.
//
//	cd package && go run . -out ../dist
//
// It is a module of its own, so that Sitewell does not depend on what makes its packages.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// nobody is the maintainer that packages name as long as nobody else is given. By RFC 2606 no mail
// arrives at an address in .invalid.
const nobody = "The Sitewell authors <nobody@sitewell.invalid>"

func main() {
	root := flag.String("root", "..", "the `FOLDER` of Sitewell's sources")
	out := flag.String("out", "../dist", "the `FOLDER` for the packages")
	systems := flag.String("systems", "linux,windows", "which `SYSTEMS` to make packages for")
	version := flag.String("version", "", "the `VERSION`, else that of the git tag")
	epoch := flag.Int64("epoch", 0, "the time of all files in `SECONDS` since 1970, else that of the commit")
	maintainer := flag.String("maintainer", cmp.Or(os.Getenv("MAINTAINER"), nobody), "who answers for the packages: `NAME <ADDRESS>`, else $MAINTAINER")
	show := flag.Bool("show", false, "only print version and time, for another run")
	flag.Parse()
	r := release{version: *version, time: time.Unix(*epoch, 0).UTC(), maintainer: *maintainer}
	if err := r.run(*root, *out, strings.Split(*systems, ","), *show); err != nil {
		fmt.Fprintln(os.Stderr, "package:", err)
		os.Exit(1)
	}
}

// release is what all packages of one run share.
type release struct {
	root, out, work string    // folders, absolute; work is temporary
	version         string    // semantic, such as 1.2.3 or 0.0.0-dev.12.gabcdef
	time            time.Time // of every file in a package
	maintainer      string    // name and mail address
}

func (r release) run(root, out string, systems []string, show bool) (err error) {
	if r.root, err = filepath.Abs(root); err != nil {
		return err
	}
	if r.out, err = filepath.Abs(out); err != nil {
		return err
	}
	if err := r.askGit(); err != nil {
		return err
	}
	if show {
		_, err := fmt.Printf("-version %s -epoch %d\n", r.version, r.time.Unix())
		return err
	}
	if err := os.RemoveAll(r.out); err != nil {
		return err
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	if r.work, err = os.MkdirTemp("", "sitewell-package-"); err != nil {
		return err
	}
	defer os.RemoveAll(r.work)
	for _, system := range systems {
		make, known := map[string]func() error{"linux": r.linux, "windows": r.windows}[system]
		if !known {
			return fmt.Errorf("-systems %s: Linux and Windows can be packaged here; see docs/installing.md for macOS", system)
		}
		if err := make(); err != nil {
			return err
		}
	}
	return r.sums()
}

// name returns the file name of a package.
func (r release) name(rest string) string {
	return filepath.Join(r.out, "sitewell-"+r.version+"-"+rest)
}

// write writes a file in the temporary folder, and returns its path.
func (r release) write(name string, content []byte) (string, error) {
	path := filepath.Join(r.work, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, content, 0o644)
}

// file is a file of a package.
type file struct {
	name    string // below the prefix, with slashes
	content []byte
	program bool
}

func (f file) mode() os.FileMode {
	if f.program {
		return 0o755
	}
	return 0o644
}

// sorted returns files by name, so that packages have one order.
func sorted(files []file) []file {
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	return files
}
