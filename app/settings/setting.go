package settings

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"sitewell/assets/texts"
)

// Setting is one of the settings.
type Setting struct {
	Name string // as it is typed on the command line
	Help string // what it decides, in a few words
	// Choices are the values that there are; nil where they can't be listed.
	Choices func() []string
	get     func(Settings) string
	put     func(s *Settings, value string) error // value is not System
}

// Names of settings.
const (
	Language     = "language"
	Appearance   = "appearance"
	TextSize     = "text-size"
	ReduceMotion = "reduce-motion"
	ReportFolder = "report-folder"
	Proxy        = "proxy"
	DataFolder   = "data-folder"
	Browser      = "browser"
	BrowserHint  = "browser-hint"
)

// TextSizes are the sizes of text that can be chosen, in percent.
func TextSizes() []int { return []int{80, 90, 100, 110, 125, 150, 175, 200} }

const usualSize = 100

// all are the settings in the order in which they are listed.
var all = []Setting{
	{
		Language, "language of the window and of explanations", func() []string { return append([]string{System}, texts.Tags()...) },
		func(s Settings) string { return s.Language },
		func(s *Settings, v string) error { s.Language = strings.ToLower(v); return nil },
	},
	{
		Appearance, "light or dark", func() []string { return []string{System, Light, Dark} },
		func(s Settings) string { return s.Appearance },
		func(s *Settings, v string) error { s.Appearance = strings.ToLower(v); return nil },
	},
	{
		TextSize, "size of all texts in the window, in percent", sizes,
		func(s Settings) string { return strconv.Itoa(s.Size()) },
		putSize,
	},
	{
		ReduceMotion, "nothing in the window moves by itself", func() []string { return []string{"no", "yes"} },
		func(s Settings) string { return map[bool]string{true: "yes", false: "no"}[s.ReduceMotion] },
		func(s *Settings, v string) error { s.ReduceMotion = strings.EqualFold(v, "yes"); return nil },
	},
	{
		ReportFolder, "folder that the window offers for reports", nil,
		func(s Settings) string { return s.ReportFolder },
		func(s *Settings, v string) (err error) { s.ReportFolder, err = folder(ReportFolder, v); return err },
	},
	{
		Proxy, "proxy that sites are asked through", nil,
		func(s Settings) string { return s.Proxy },
		putProxy,
	},
	{
		DataFolder, "folder of the history", nil,
		func(s Settings) string { return s.DataFolder },
		func(s *Settings, v string) (err error) { s.DataFolder, err = folder(DataFolder, v); return err },
	},
	{
		Browser, "program of the browser in which scans show pages", nil,
		func(s Settings) string { return s.Browser },
		func(s *Settings, v string) (err error) { s.Browser, err = folder(Browser, v); return err },
	},
	{
		BrowserHint, "say once what a browser would add to scans, if there is none", func() []string { return []string{System, Never} },
		func(s Settings) string { return s.BrowserHint },
		func(s *Settings, v string) error { s.BrowserHint = strings.ToLower(v); return nil },
	},
}

// All returns all settings.
func All() []Setting { return slices.Clone(all) }

// NameError says that there is no setting of the name that was typed.
type NameError struct{ Typed string }

// Error names what was typed.
func (e *NameError) Error() string { return fmt.Sprintf("no setting %q", e.Typed) }

// ValueError says that a setting can't have the value that was typed.
type ValueError struct {
	Name, Value string
	Choices     []string // the values that there are; nil where they can't be listed
}

// Error names both.
func (e *ValueError) Error() string { return fmt.Sprintf("%s can't be %q", e.Name, e.Value) }

// NoFolderError says that the folder of the history does not exist.
type NoFolderError struct{ Folder string }

// Error names the folder.
func (e *NoFolderError) Error() string { return "no folder " + e.Folder }

// Find returns a setting by its name.
func Find(name string) (Setting, error) {
	i := slices.IndexFunc(all, func(s Setting) bool { return s.Name == strings.ToLower(strings.TrimSpace(name)) })
	if i < 0 {
		return Setting{}, &NameError{name}
	}
	return all[i], nil
}

// Get returns the value as it would be typed.
func (s Setting) Get(of Settings) string {
	if v := s.get(of); v != "" {
		return v
	}
	return System
}

// set stores a value and returns it as it is stored.
func (s Setting) set(in *Settings, value string) (string, error) {
	value = strings.TrimSpace(value)
	switch {
	case value == "" || strings.EqualFold(value, System):
		usual := Settings{}
		if s.Name == TextSize {
			in.TextSize = 0
		} else if err := s.put(in, s.get(usual)); err != nil {
			return "", err
		}
	case s.Choices != nil && !slices.Contains(s.Choices(), strings.ToLower(value)):
		return "", &ValueError{s.Name, value, s.Choices()}
	default:
		if err := s.put(in, value); err != nil {
			return "", err
		}
	}
	return s.get(*in), nil
}

// Size returns the size of text in percent.
func (s Settings) Size() int {
	if s.TextSize == 0 {
		return usualSize
	}
	return s.TextSize
}

func sizes() []string {
	var all []string
	for _, n := range TextSizes() {
		all = append(all, strconv.Itoa(n))
	}
	return all
}

func putSize(s *Settings, value string) error {
	n, err := strconv.Atoi(value)
	if n == usualSize {
		n = 0
	}
	s.TextSize = n
	return err
}

// folder returns the path of a folder, or of a program, that was typed.
func folder(name, value string) (string, error) {
	if value == "" {
		return "", nil
	}
	if !filepath.IsAbs(value) {
		return "", &ValueError{Name: name, Value: value}
	}
	return filepath.Clean(value), nil
}

// Apply changes one setting to what a person typed, in memory alone. Errors: *NameError,
// *ValueError.
func Apply(s *Settings, name, value string) error {
	setting, err := Find(name)
	if err != nil {
		return err
	}
	changed := *s
	if _, err := setting.set(&changed, value); err != nil {
		return err
	}
	*s = changed
	return nil
}
