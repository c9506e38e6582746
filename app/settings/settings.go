// Package settings keeps what a person decided about Sitewell itself: its language and
// look, where reports and data go, and through which proxy it asks. They are a small file
// that the window and the command line share. It must not know who shows them, nor what
// they change. Passwords are not in it.
package settings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Settings are the settings; the zero value is what a new user has.
type Settings struct {
	Language     string `json:"language,omitempty"`      // "": as the system says
	Appearance   string `json:"appearance,omitempty"`    // Light, Dark; "": as the system says
	TextSize     int    `json:"text-size,omitempty"`     // in percent, 0: 100
	ReduceMotion bool   `json:"reduce-motion,omitempty"` // nothing moves by itself
	ReportFolder string `json:"report-folder,omitempty"` // "": the one that was used last
	Proxy        string `json:"proxy,omitempty"`         // NoProxy or an address without a password; "": as the system says
	DataFolder   string `json:"data-folder,omitempty"`   // of the history; "": the usual one
	Browser      string `json:"browser,omitempty"`       // program in which scans show pages; "": the first that is found
	BrowserHint  string `json:"browser-hint,omitempty"`  // Never: nobody is told any more what a browser would add; "": once
}

// Values of Appearance, Proxy and BrowserHint.
const (
	Light   = "light"
	Dark    = "dark"
	NoProxy = "none"
	Never   = "never" // of BrowserHint
)

// System is what a person types for "as the system says", and where a folder or a size is
// to be the usual one.
const System = "system"

// FileError says that the file of the settings can't be read or written.
type FileError struct {
	Path string
	Err  error
}

// Error names the file.
func (e *FileError) Error() string { return fmt.Sprintf("settings in %s: %v", e.Path, e.Err) }

// Unwrap returns the error behind it.
func (e *FileError) Unwrap() error { return e.Err }

// File is the file of the settings. It is safe for concurrent use; two programs that
// change different settings at the same moment may lose one change, and nothing else.
type File struct {
	path string
	mu   sync.Mutex
}

// At returns the file at a path, which need not exist.
func At(path string) *File { return &File{path: path} }

// Read returns the settings as they are stored. Where they can't be read it returns those
// of a new user beside the *FileError. What can't be used of them is left out.
func (f *File) Read() (Settings, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read()
}

func (f *File) read() (Settings, error) {
	text, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return Settings{}, nil
	}
	var stored Settings
	if err == nil {
		err = json.Unmarshal(text, &stored)
	}
	if err != nil {
		return Settings{}, &FileError{f.path, err}
	}
	var s Settings
	for _, setting := range all {
		if _, err := setting.set(&s, setting.Get(stored)); err != nil {
			_, _ = setting.set(&s, System)
		}
	}
	return s, nil
}

// Set changes one setting to what a person typed, and returns all of them as they are
// stored now. Errors: *NameError, *ValueError, *FileError. A file that can't be read is
// kept under another name.
func (f *File) Set(name, value string) (Settings, error) {
	setting, err := Find(name)
	if err != nil {
		return Settings{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s, err := f.read()
	if err != nil {
		_ = os.Rename(f.path, f.path+".unreadable")
	}
	if _, err := setting.set(&s, value); err != nil {
		return s, err
	}
	return s, f.write(s)
}

// write replaces the file as a whole.
func (f *File) write(s Settings) error {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return &FileError{f.path, err}
	}
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return &FileError{f.path, err}
	}
	part, err := os.CreateTemp(filepath.Dir(f.path), filepath.Base(f.path)+".*")
	if err != nil {
		return &FileError{f.path, err}
	}
	_, err = part.Write(text.Bytes())
	err = errors.Join(err, part.Close())
	if err == nil {
		err = os.Rename(part.Name(), f.path)
	}
	if err != nil {
		return &FileError{f.path, errors.Join(err, os.Remove(part.Name()))}
	}
	return nil
}
