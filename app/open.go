package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
)

// open shows the window, or scans in the terminal where there is no display.
func (p *program) open(ctx context.Context, site string, o outputs) error {
	if why := noWindow(); why != "" {
		fmt.Fprintln(p.stdio.Err, why)
		return p.withoutWindow(ctx, site, o)
	}
	return p.showWindow(ctx, windowOptions{Address: site}, o)
}

// showWindow shows the window until the person closes it.
func (p *program) showWindow(ctx context.Context, w windowOptions, o outputs) error {
	log, closeLog := p.openLog()
	again, err := p.window(ctx, w, o, log)
	if again && ctx.Err() == nil {
		log.Info("starting again", "err", err)
		return errors.Join(closeLog(), startAgain(o))
	}
	if err != nil {
		log.Error("window ended", "error", err)
		err = &exitError{exitFailed, err}
	}
	if closeErr := closeLog(); closeErr != nil && err == nil {
		err = &exitError{exitFailed, closeErr}
	}
	return err
}

// window opens the history and shows it. Where that fails, a window says why: a
// person who started Sitewell by its icon sees no terminal. again is true where the history
// was replaced, so that the program has to start again.
func (p *program) window(ctx context.Context, w windowOptions, o outputs, log *slog.Logger) (again bool, err error) {
	own, err := ownSettings()
	if err != nil {
		log.Warn("settings of a new user are used", "error", err)
	}
	r, err := windowReader(own.Language)
	if err != nil && own.Language != "" {
		log.Warn("the system's language is used", "error", err)
		r, err = windowReader("")
	}
	if err != nil {
		return false, err
	}
	h, err := p.openHistory(ctx, o, r, log)
	if err != nil {
		file, _ := historyFile(o)
		return showFailure(ctx, err, file), err
	}
	w.Version, w.Proxies, w.IsOwnHistory = p.version, p.proxies, o.db == ""
	again, err = runWindow(ctx, h, w)
	return again, errors.Join(err, h.Close())
}

// startAgain starts the program again with the same history. Where that works it does not return on
// most systems.
func startAgain(o outputs) error {
	program, err := os.Executable()
	if err != nil {
		return &exitError{exitFailed, err}
	}
	args := []string{program}
	if o.db != "" {
		args = append(args, "--db", o.db)
	}
	if err := replaceProcess(program, args); err != nil {
		return &exitError{exitFailed, err}
	}
	return nil
}

// withoutWindow scans a site, or the demo site, and saves a spreadsheet in the
// present folder.
func (p *program) withoutWindow(ctx context.Context, site string, o outputs) error {
	name := "demo"
	if site != "" {
		name = hostIn(site)
	}
	o.xlsx = freeName("sitewell-"+name+"-"+time.Now().Format(time.DateOnly), ".xlsx")
	if site == "" {
		return p.demo(ctx, o)
	}
	return p.scan(ctx, site, settingFlags{}, signInFlags{}, o)
}

// hostIn is the host of a typed address, as part of the name of a file.
func hostIn(site string) string {
	if !strings.Contains(site, "://") {
		site = "http://" + site
	}
	u, err := url.Parse(site)
	if err != nil {
		return "site"
	}
	host := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-':
			return r
		default:
			return -1
		}
	}, u.Hostname())
	if host = strings.Trim(host, ".-"); host == "" {
		return "site"
	}
	return host
}

// freeName returns a file name that is not taken yet.
func freeName(base, ext string) string {
	name := base + ext
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d%s", base, n, ext)
	}
}

// reader says how somebody is spoken to: the zero value in English, as on the
// command line.
type reader struct {
	language string // of explanations
	speech   report.Speech
}

// opened is an open history, with what saves it as files.
type opened struct {
	*core.Core
	files *export.Exporter
	log   *slog.Logger
}

// openHistory opens the history that the person chose, or their own. The caller
// must Close it.
func (p *program) openHistory(ctx context.Context, o outputs, r reader, log *slog.Logger) (opened, error) {
	db, err := historyFile(o)
	if err != nil {
		return opened{}, err
	}
	config := core.Config{DB: db, Logger: log, Version: p.version, Language: r.language, Keys: p.keys, Browser: o.browser, FindBrowser: p.findBrowser, Prepare: p.prepareScan(ctx), Scheduling: scheduled()}
	if r.speech.Say != nil {
		config.DemoName = r.speech.Say("Demo site", nil)
	}
	c, err := core.Open(ctx, config)
	if err != nil {
		return opened{}, err
	}
	files := export.New(export.Options{Core: c, DB: db, LogFile: logFile(), Logger: log, Version: p.version, Speech: r.speech, Language: r.language})
	return opened{c, files, log}, nil
}

// historyName is the name of the history in its folder.
const historyName = "history.db"

// historyFile returns the history that the person chose, or their own.
func historyFile(o outputs) (string, error) {
	if o.db != "" {
		return o.db, nil
	}
	dir, err := chosenDataDir()
	if err == nil && dir == "" {
		dir, err = dataDir()
	}
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, historyName), nil
}
