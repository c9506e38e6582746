package render

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// names are what the programs are called where they are in the PATH. chromium-browser is
// not among them: on Ubuntu it is a script that starts the snap, which is found by itself.
var names = []string{
	"google-chrome-stable", "google-chrome", "chromium", "chrome",
	"microsoft-edge-stable", "microsoft-edge", "msedge", "brave-browser", "brave",
}

// Find returns the file of the browser to use: the given one, or the first that is
// installed. The error wraps ErrNoBrowser if there is none, or if the given one is not a
// program.
func Find(given string) (string, error) {
	if given != "" {
		path, err := exec.LookPath(given)
		if err != nil {
			return "", fmt.Errorf("%w: %w", ErrNoBrowser, err)
		}
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	for _, path := range append(registered(), usualPlaces(runtime.GOOS, os.Getenv)...) {
		if path, err := exec.LookPath(path); err == nil {
			return path, nil
		}
	}
	return "", ErrNoBrowser
}

// usualPlaces returns where installers put browsers on an operating system.
func usualPlaces(system string, getenv func(string) string) (places []string) {
	switch system {
	case "darwin":
		for _, folder := range []string{"/Applications", filepath.Join(getenv("HOME"), "Applications")} {
			for _, name := range []string{"Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"} {
				places = append(places, filepath.Join(folder, name+".app", "Contents", "MacOS", name))
			}
		}
	case "windows":
		for _, variable := range []string{"ProgramFiles", "ProgramFiles(x86)", "LocalAppData"} {
			folder := getenv(variable)
			if folder == "" {
				continue
			}
			for _, name := range []string{`Google\Chrome\Application\chrome.exe`, `Chromium\Application\chrome.exe`, `Microsoft\Edge\Application\msedge.exe`, `BraveSoftware\Brave-Browser\Application\brave.exe`} {
				places = append(places, folder+`\`+name)
			}
		}
	default:
		places = []string{
			"/opt/google/chrome/chrome", "/usr/lib/chromium/chromium", "/usr/lib64/chromium-browser/chromium-browser",
			"/opt/microsoft/msedge/msedge", "/opt/brave.com/brave/brave",
			"/snap/bin/chromium", "/snap/bin/brave", "/usr/bin/chromium-browser",
		}
		for _, folder := range []string{filepath.Join(getenv("HOME"), ".local/share"), "/var/lib"} {
			for _, name := range []string{"com.google.Chrome", "org.chromium.Chromium", "com.microsoft.Edge", "com.brave.Browser"} {
				places = append(places, filepath.Join(folder, "flatpak/exports/bin", name))
			}
		}
	}
	return places
}
