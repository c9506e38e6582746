package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"debug/pe"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

// windows makes the packages for Windows. Two programs differ in nothing but what Windows is
// told about them: sitewell.exe has no console and is for the start menu; sitewell.com
// has one. Who types "sitewell" gets the latter, since Windows looks for .com first.
func (r release) windows() error {
	resources := filepath.Join(r.root, "rsrc_windows_amd64.syso")
	if err := r.resources(resources); err != nil {
		return err
	}
	defer os.Remove(resources)
	program, err := r.compile("windows", "migrated_fynedo", "-H=windowsgui", "CC=x86_64-w64-mingw32-gcc", "CXX=x86_64-w64-mingw32-g++")
	if err != nil {
		return err
	}
	licences, err := r.describe(program, "windows")
	if err != nil {
		return err
	}
	window, err := os.ReadFile(program)
	if err != nil {
		return err
	}
	console := slices.Clone(window)
	if err := giveConsole(console); err != nil {
		return err
	}
	changes, err := os.ReadFile(filepath.Join(r.root, "CHANGELOG.md"))
	if err != nil {
		return err
	}
	files := sorted([]file{
		{name: "sitewell.exe", content: window, program: true},
		{name: "sitewell.com", content: console, program: true},
		{name: "LICENSES.txt", content: crlf(licences.texts)},
		{name: "CHANGELOG.md", content: crlf(changes)},
	})
	if err := r.zip(files); err != nil {
		return err
	}
	return r.installer(files)
}

// crlf returns a text with the line ends of Windows.
func crlf(text []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// numbers is a version as Windows compares it: four numbers, the last one for
// what comes between releases.
var numbers = regexp.MustCompile(`^(\d+)\.(\d+)\.(\d+)(?:.*dev\.(\d+))?`)

func fourNumbers(semantic string) string {
	m := numbers.FindStringSubmatch(semantic)
	last := m[4]
	if last == "" {
		last = "0"
	}
	return strings.Join([]string{m[1], m[2], m[3], last}, ".")
}

// resources writes what the linker puts into the program: icon, version, and the
// manifest that says that the window draws sharply on screens of any resolution.
func (r release) resources(path string) error {
	icons, err := r.icons(16, 20, 24, 32, 40, 48, 64, 256)
	if err != nil {
		return err
	}
	var images []image.Image
	for _, side := range []int{16, 20, 24, 32, 40, 48, 64, 256} {
		images = append(images, icons[side])
	}
	icon, err := winres.NewIconFromImages(images)
	if err != nil {
		return err
	}
	var set winres.ResourceSet
	if err := set.SetIcon(winres.Name("GLFW_ICON"), icon); err != nil { // where GLFW looks for the window's icon
		return err
	}
	set.SetManifest(winres.AppManifest{
		Description: "Sitewell", Compatibility: winres.Win10AndAbove, DPIAwareness: winres.DPIPerMonitorV2,
		LongPathAware: true, UseCommonControlsV6: true, ExecutionLevel: winres.AsInvoker,
	})
	var about version.Info
	about.SetFileVersion(fourNumbers(r.version))
	about.SetProductVersion(fourNumbers(r.version))
	about.Timestamp = r.time
	for key, text := range map[string]string{
		version.ProductName: "Sitewell", version.FileDescription: "Sitewell", version.CompanyName: "The Sitewell authors",
		version.ProductVersion: r.version, version.FileVersion: r.version, version.OriginalFilename: "sitewell.exe",
		version.InternalName: "sitewell", version.LegalCopyright: "The Sitewell authors, MIT License", version.Comments: summary,
	} {
		if err := about.Set(version.LangDefault, key, text); err != nil {
			return err
		}
	}
	set.SetVersionInfo(about)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(set.WriteObject(f, winres.ArchAMD64), f.Close())
}

// giveConsole changes a program without a console into one with: the field Subsystem of
// the optional header, 68 bytes after its start in PE32+ (Microsoft's PE format).
func giveConsole(program []byte) error {
	const optional = 4 + 20 // after the signature and the COFF header
	f, err := pe.NewFile(bytes.NewReader(program))
	if err != nil {
		return err
	}
	header, is64 := f.OptionalHeader.(*pe.OptionalHeader64)
	if !is64 || header.Subsystem != pe.IMAGE_SUBSYSTEM_WINDOWS_GUI {
		return errors.New("the program for Windows is not the one with a window")
	}
	at := int(binary.LittleEndian.Uint32(program[0x3c:])) + optional + 68
	binary.LittleEndian.PutUint16(program[at:], pe.IMAGE_SUBSYSTEM_WINDOWS_CUI)
	return nil
}

// zip makes an archive that runs from any folder.
func (r release) zip(files []file) error {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestCompression) })
	for _, f := range files {
		h := &zip.FileHeader{Name: "sitewell-" + r.version + "/" + f.name, Method: zip.Deflate, Modified: r.time}
		h.SetMode(f.mode())
		entry, err := w.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.content); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(r.name("windows-amd64.zip"), b.Bytes(), 0o644)
}

// installer makes a program that installs Sitewell for one person (NSIS).
func (r release) installer(files []file) error {
	for _, f := range files {
		path, err := r.write("installer/"+f.name, f.content)
		if err != nil {
			return err
		}
		if err := os.Chtimes(path, r.time, r.time); err != nil {
			return err
		}
	}
	icons, err := r.icons(16, 32, 48, 256)
	if err != nil {
		return err
	}
	icon, err := winres.NewIconFromImages([]image.Image{icons[16], icons[32], icons[48], icons[256]})
	if err != nil {
		return err
	}
	var ico bytes.Buffer
	if err := icon.SaveICO(&ico); err != nil {
		return err
	}
	if _, err := r.write("sitewell.ico", ico.Bytes()); err != nil {
		return err
	}
	cmd := exec.Command("makensis", "-V2", "-NOCD", "-DVERSION="+r.version, "-DNUMBERS="+fourNumbers(r.version),
		"-DOUT="+r.name("windows-amd64-setup.exe"), filepath.Join(r.root, "package/windows/installer.nsi"))
	cmd.Dir = r.work
	cmd.Env = append(os.Environ(), fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.time.Unix()))
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("makensis: %w", err)
	}
	return nil
}
