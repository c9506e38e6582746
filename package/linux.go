package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/goreleaser/nfpm/v2"
	"github.com/goreleaser/nfpm/v2/deb"
	nfpmfiles "github.com/goreleaser/nfpm/v2/files"
	"github.com/goreleaser/nfpm/v2/rpm"
	"github.com/ulikunitz/xz"
)

// appID names Sitewell to desktops, as in app/desktop/desktop.go and FyneApp.toml.
const appID = "org.sitewell.Sitewell"

const summary = "Find what is broken on a website, and how to fix it"

const description = `Sitewell scans a website and tells in plain words what is broken on it, how
much that matters and how to fix it. It follows the links of all pages, keeps
every scan, compares scans, and saves spreadsheets and reports that a client
can be sent. It needs no account and sends nothing anywhere.`

// debDepends are the libraries that the window is linked with, and those of X11, which GLFW
// opens while it runs. package/check-linux finds them in the program and compares.
var debDepends = []string{"libc6 (>= 2.34)", "libgl1", "libx11-6", "libxcursor1", "libxi6", "libxinerama1", "libxrandr2", "libxxf86vm1"}

// rpmDepends are the same by their names in the program, which Fedora and openSUSE agree on.
var rpmDepends = []string{"libc.so.6(GLIBC_2.34)(64bit)", "libGL.so.1()(64bit)", "libX11.so.6()(64bit)", "libXcursor.so.1()(64bit)", "libXi.so.6()(64bit)", "libXinerama.so.1()(64bit)", "libXrandr.so.2()(64bit)", "libXxf86vm.so.1()(64bit)"}

// linux makes the packages for Linux.
func (r release) linux() error {
	program, err := r.compile("linux", "migrated_fynedo,x11", "")
	if err != nil {
		return err
	}
	files, err := r.linuxFiles(program)
	if err != nil {
		return err
	}
	licences, err := r.describe(program, "linux")
	if err != nil {
		return err
	}
	texts := func(name string) file { return file{name: name, content: licences.texts} }
	debian, err := r.debianFiles(licences)
	if err != nil {
		return err
	}
	if err := r.tarXZ(slices.Concat(files, []file{texts("share/doc/sitewell/LICENSES.txt")})); err != nil {
		return err
	}
	if err := r.native(deb.Default, "linux-amd64.deb", slices.Concat(files, debian)); err != nil {
		return err
	}
	return r.native(rpm.DefaultRPM, "linux-amd64.rpm", slices.Concat(files, []file{texts("share/licenses/sitewell/LICENSES.txt")}))
}

// debianFiles returns what Debian alone wants: who may do what with the program without the text
// of a licence that every Debian has, and what has changed in the package itself.
func (r release) debianFiles(licences licences) ([]file, error) {
	texts, err := packed(licences.texts)
	if err != nil {
		return nil, err
	}
	version := strings.Replace(r.version, "-", "~", 1) + "-1"
	changes, err := packed(fmt.Appendf(nil, "sitewell (%s) stable; urgency=medium\n\n  * Sitewell %s; changelog.gz says what is new.\n\n -- %s  %s\n",
		version, r.version, r.maintainer, r.time.Format(time.RFC1123Z)))
	if err != nil {
		return nil, err
	}
	return []file{
		{name: "share/doc/sitewell/changelog.Debian.gz", content: changes},
		{name: "share/doc/sitewell/copyright", content: licences.overview},
		{name: "share/doc/sitewell/LICENSES.txt.gz", content: texts},
	}, nil
}

// linuxFiles returns what is installed below /usr.
func (r release) linuxFiles(program string) ([]file, error) {
	var files []file
	add := func(name string, content []byte, err error) error {
		files = append(files, file{name: name, content: content})
		return err
	}
	printed := func(args ...string) ([]byte, error) {
		cmd := exec.Command(program, args...)
		cmd.Stderr = os.Stderr
		return cmd.Output()
	}
	b, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	files = append(files, file{name: "bin/sitewell", content: b, program: true})
	man, err := printed("man", "--date", r.time.Format(time.DateOnly))
	if err == nil {
		man, err = packed(man)
	}
	if err := add("share/man/man1/sitewell.1.gz", man, err); err != nil {
		return nil, err
	}
	for shell, name := range map[string]string{
		"bash": "share/bash-completion/completions/sitewell",
		"zsh":  "share/zsh/site-functions/_sitewell",
		"fish": "share/fish/vendor_completions.d/sitewell.fish",
	} {
		b, err := printed("completion", shell)
		if err := add(name, b, err); err != nil {
			return nil, err
		}
	}
	changes, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	if err == nil {
		changes, err = packed(changes)
	}
	if err := add("share/doc/sitewell/changelog.gz", changes, err); err != nil {
		return nil, err
	}
	desktop, err := os.ReadFile(filepath.Join(r.root, "package/linux", appID+".desktop"))
	if err := add("share/applications/"+appID+".desktop", desktop, err); err != nil {
		return nil, err
	}
	about, err := os.ReadFile(filepath.Join(r.root, "package/linux", appID+".metainfo.xml"))
	kind := "stable"
	if strings.Contains(r.version, "-") {
		kind = "development"
	}
	about = bytes.ReplaceAll(about, []byte("<releases/>"), fmt.Appendf(nil, "<releases>\n    <release version=%q date=%q type=%q/>\n  </releases>", strings.Replace(r.version, "-", "~", 1), r.time.Format(time.DateOnly), kind))
	if err := add("share/metainfo/"+appID+".metainfo.xml", about, err); err != nil {
		return nil, err
	}
	drawing, err := os.ReadFile(filepath.Join(r.root, "assets/icons/app.svg"))
	if err := add("share/icons/hicolor/scalable/apps/"+appID+".svg", drawing, err); err != nil {
		return nil, err
	}
	icons, err := r.icons(16, 22, 24, 32, 48, 64, 128, 256, 512)
	if err != nil {
		return nil, err
	}
	for side, icon := range icons {
		var b bytes.Buffer
		err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, icon)
		if err := add(fmt.Sprintf("share/icons/hicolor/%dx%d/apps/%s.png", side, side, appID), b.Bytes(), err); err != nil {
			return nil, err
		}
	}
	return sorted(files), nil
}

// packed returns gzip without a name or time.
func packed(content []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// native makes a package of a system's package manager.
func (r release) native(packager nfpm.Packager, rest string, files []file) error {
	info := nfpm.WithDefaults(&nfpm.Info{
		Name: "sitewell", Arch: "amd64", Platform: "linux", Version: r.version, Release: "1", Section: "web", Priority: "optional",
		Maintainer: r.maintainer, Vendor: "The Sitewell authors",
		Description: summary + "\n" + description, MTime: r.time,
		Overridables: nfpm.Overridables{
			Depends: debDepends,
			// The window asks the desktop for files and opens them through it; secrets are
			// kept in its key store. Without these Sitewell says what is missing.
			Recommends: []string{"xdg-utils", "gnome-keyring | kwalletmanager | libkf5wallet-bin | keepassxc", "xdg-desktop-portal"},
			Deb:        nfpm.Deb{Compression: "xz"},
			RPM:        nfpm.RPM{BuildHost: "localhost", Summary: summary, Group: "Applications/Internet", Compression: "xz", Packager: "The Sitewell authors"},
		},
	})
	if strings.HasSuffix(rest, ".rpm") {
		info.Description, info.License = description, "MIT"
		info.Depends, info.Recommends = rpmDepends, []string{"xdg-utils", "xdg-desktop-portal"}
	}
	for _, f := range sorted(files) {
		source, err := r.write("native/"+f.name, f.content)
		if err != nil {
			return err
		}
		name := "/usr/" + f.name
		if strings.HasSuffix(rest, ".deb") { // Debian keeps the other folder for the administrator
			name = strings.Replace(name, "/zsh/site-functions/", "/zsh/vendor-completions/", 1)
		}
		info.Contents = append(info.Contents, &nfpmfiles.Content{Source: source, Destination: name, FileInfo: &nfpmfiles.ContentFileInfo{Owner: "root", Group: "root", Mode: f.mode(), MTime: r.time}})
	}
	if err := nfpm.PrepareForPackager(info, strings.TrimPrefix(filepath.Ext(rest), ".")); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := packager.Package(info, &b); err != nil {
		return fmt.Errorf("%s: %w", rest, err)
	}
	return os.WriteFile(r.name(rest), b.Bytes(), 0o644)
}

// tarXZ makes an archive that can be unpacked into ~/.local or /usr/local.
func (r release) tarXZ(files []file) (err error) {
	out, err := os.Create(r.name("linux-amd64.tar.xz"))
	if err != nil {
		return err
	}
	defer func() {
		if closed := out.Close(); err == nil {
			err = closed
		}
	}()
	compressor, err := xz.WriterConfig{DictCap: 1 << 25}.NewWriter(out)
	if err != nil {
		return err
	}
	w := tar.NewWriter(compressor)
	for _, f := range sorted(files) {
		h := &tar.Header{Name: "sitewell-" + r.version + "/" + f.name, Mode: int64(f.mode()), Size: int64(len(f.content)), ModTime: r.time, Format: tar.FormatPAX}
		if err := w.WriteHeader(h); err != nil {
			return err
		}
		if _, err := io.Copy(w, bytes.NewReader(f.content)); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return compressor.Close()
}
