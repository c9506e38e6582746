package session

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/schedule"
)

// Reader says how somebody is spoken to: the zero value in English, as on the
// command line.
type Reader struct {
	Language string // of explanations
	Speech   report.Speech
}

// Opened is an open history, with what saves it as files.
type Opened struct {
	*core.Core
	Files *export.Exporter
	Log   *slog.Logger
}

// HistoryOptions say which history is opened, and for whom.
type HistoryOptions struct {
	DB      string       // the file that the person chose, "" for their own
	Browser string       // the program that shows pages, "" for one that is found
	Reader  Reader       // who reads its texts
	Logger  *slog.Logger // nil for none
}

// OpenHistory opens the history that the person chose, or their own. The caller
// must Close it.
func (s *Session) OpenHistory(ctx context.Context, o HistoryOptions) (Opened, error) {
	db, err := HistoryFile(o.DB)
	if err != nil {
		return Opened{}, err
	}
	config := core.Config{DB: db, Logger: o.Logger, Version: s.Version, Language: o.Reader.Language, Keys: s.Keys, Browser: o.Browser, FindBrowser: s.FindBrowser, Prepare: s.PrepareScan(ctx), Scheduling: Scheduled()}
	if o.Reader.Speech.Say != nil {
		config.DemoName = o.Reader.Speech.Say("Demo site", nil)
	}
	c, err := core.Open(ctx, config)
	if err != nil {
		return Opened{}, err
	}
	files := export.New(export.Options{Core: c, DB: db, LogFile: LogFile(), Logger: o.Logger, Version: s.Version, Speech: o.Reader.Speech, Language: o.Reader.Language})
	return Opened{c, files, o.Logger}, nil
}

// HistoryName is the name of the history in its folder.
const HistoryName = "history.db"

// HistoryFile returns the file of the history that the person chose, "" for their own.
func HistoryFile(chosen string) (string, error) {
	if chosen != "" {
		return chosen, nil
	}
	dir, err := chosenDataDir()
	if err == nil && dir == "" {
		dir, err = dataDir()
	}
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, HistoryName), nil
}

// Scheduled returns how this system starts Sitewell.
func Scheduled() core.Scheduling {
	home, _ := os.UserHomeDir() // without one systemd, launchd and the Task Scheduler refuse
	config := os.Getenv("XDG_CONFIG_HOME")
	if !filepath.IsAbs(config) {
		config = filepath.Join(home, ".config")
	}
	executable := os.Getenv("APPIMAGE") // whose own executable is at another place in each run
	if executable == "" {
		executable, _ = os.Executable()
		executable = withoutConsole(executable)
	}
	return core.Scheduling{System: schedule.For(runtime.GOOS, home, config, schedule.RunProgram), Program: executable}
}

// withoutConsole returns the program that a schedule starts on Windows: sitewell.exe, where
// the command line runs sitewell.com beside it, whose console would open on the screen.
func withoutConsole(executable string) string {
	name, isCommand := strings.CutSuffix(executable, ".com")
	if _, err := os.Stat(name + ".exe"); !isCommand || err != nil {
		return executable
	}
	return name + ".exe"
}
