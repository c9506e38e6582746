package session

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// errNoHome says that this computer does not tell where a person's files are.
var errNoHome = errors.New("no home folder")

// dataDir is the folder for the history, made where there is none and readable
// by its owner only: what one has scanned is nobody else's business.
//
// On Linux it is $XDG_DATA_HOME/sitewell or ~/.local/share/sitewell (XDG Base
// Directory Specification), on macOS ~/Library/Application Support/Sitewell, on
// Windows %LocalAppData%\Sitewell.
func dataDir() (string, error) {
	dir, err := userDir(runtime.GOOS, "XDG_DATA_HOME", ".local/share")
	if err != nil {
		return "", err
	}
	return dir, privateDir(dir)
}

// configDir is the folder for settings: $XDG_CONFIG_HOME/sitewell or ~/.config/sitewell on
// Linux, elsewhere that for data. It need not exist.
func configDir() (string, error) { return userDir(runtime.GOOS, "XDG_CONFIG_HOME", ".config") }

// stateDir is the folder for the log: $XDG_STATE_HOME/sitewell or
// ~/.local/state/sitewell on Linux, elsewhere that for data.
func stateDir() (string, error) {
	dir, err := userDir(runtime.GOOS, "XDG_STATE_HOME", ".local/state")
	if err != nil {
		return "", err
	}
	return dir, privateDir(dir)
}

func userDir(system, xdg, fallback string) (string, error) {
	if system == "windows" {
		if base := os.Getenv("LocalAppData"); base != "" {
			return filepath.Join(base, "Sitewell"), nil
		}
		return "", errNoHome
	}
	// The specification says to ignore a relative path.
	if base := os.Getenv(xdg); system != "darwin" && filepath.IsAbs(base) {
		return filepath.Join(base, "sitewell"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("%w: %w", errNoHome, err)
	}
	if system == "darwin" {
		return filepath.Join(home, "Library", "Application Support", "Sitewell"), nil
	}
	return filepath.Join(home, filepath.FromSlash(fallback), "sitewell"), nil
}

func privateDir(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make folder for data: %w", err)
	}
	return nil
}
