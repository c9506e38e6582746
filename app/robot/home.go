package robot

import (
	"errors"
	"os"
	"path/filepath"
)

// Home is the home folder of somebody who has never used Sitewell.
type Home struct {
	Dir string
	Env []string // of programs that this person starts on the display
}

// NewHome makes a home in an empty folder. scale and theme are what the desktop
// asks for. Nothing blinks there, so that a window which stands still can be
// told, and whatever should open in another program is only written down.
func NewHome(dir string, d *Display, scale, theme, lang string) (*Home, error) {
	h := &Home{Dir: dir}
	h.Env = append(h.Env, d.Env...)
	h.Env = append(
		h.Env, "HOME="+h.Dir, "XDG_CONFIG_HOME="+h.Path(".config"), "XDG_DATA_HOME="+h.Path("data"),
		"XDG_STATE_HOME="+h.Path("state"), "XDG_CACHE_HOME="+h.Path("cache"), "FYNE_SCALE="+scale, "FYNE_THEME="+theme,
		"LIBGL_ALWAYS_SOFTWARE=1", "LANG="+lang, "LC_ALL=", "TZ=UTC", "GORACE=halt_on_error=1", "NO_PROXY=127.0.0.1",
		"PATH="+h.Path("bin")+":"+os.Getenv("PATH"),
	)
	for _, name := range []string{"Documents", ".config/fyne", "bin", "cache"} {
		if err := os.MkdirAll(h.Path(name), 0o755); err != nil {
			return nil, err
		}
	}
	for name, text := range map[string]string{
		".config/fyne/settings.json": `{"no_animations":true}`,
		"bin/xdg-open":               "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'" + h.Path("opened") + "'\n",
		"bin/xdg-user-dir":           "#!/bin/sh\necho \"$HOME/Documents\"\n",
	} {
		if err := os.WriteFile(h.Path(name), []byte(text), 0o755); err != nil {
			return nil, err
		}
	}
	return h, nil
}

// Path is the path of a file in the home folder.
func (h *Home) Path(name string) string { return filepath.Join(h.Dir, name) }

// Log returns the log of all runs of the program so far.
func (h *Home) Log() (string, error) {
	b, err := os.ReadFile(h.Path("state/sitewell/sitewell.log"))
	if errors.Is(err, os.ErrNotExist) {
		return "", nil
	}
	return string(b), err
}
