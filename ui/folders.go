package ui

import (
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"

	"sitewell/ui/appsettings"
)

// prefFolder is the key of Fyne's preferences for the folder that was used last.
const prefFolder = "export.folder"

// folders remembers where files go.
type folders struct {
	own   appsettings.Store
	prefs fyne.Preferences
}

func (f folders) Last() string {
	if chosen := f.own.Values().ReportFolder; chosen != "" {
		return chosen
	}
	if last := f.prefs.String(prefFolder); last != "" {
		return last
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	for _, usual := range []string{"Documents", "Downloads"} {
		if info, err := os.Stat(filepath.Join(home, usual)); err == nil && info.IsDir() {
			return filepath.Join(home, usual)
		}
	}
	return home
}

func (f folders) Remember(folder string) { f.prefs.SetString(prefFolder, folder) }

func (f folders) Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
