// Package core holds what people can do with Sitewell: scan a site, stop and
// resume, look at what was found, have it explained, save it as a file. The
// window and the command line are two faces of it, so that both do the same.
//
// It must not know Fyne, SQL or the formats of reports, and never prints: package
// message puts its errors into words.
package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"sitewell/app/schedule"
	"sitewell/assets/knowledge"
	"sitewell/scanner"
	"sitewell/scanner/memlimit"
	"sitewell/scanner/render"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// What callers can tell apart with errors.Is, beside the errors of storage and
// an *UnreachableError or *weburl.InputError.
var (
	ErrScanning = errors.New("site is being scanned already")
	// ErrRechecking: addresses of the site are being checked again.
	ErrRechecking = errors.New("addresses of the site are being checked again")

	ErrComplete = errors.New("scan is complete")
	ErrDemoGone = errors.New("address of the demo site is taken")
	// ErrFolderElsewhere: the address under which a folder was scanned is taken.
	ErrFolderElsewhere = errors.New("address of the folder is taken")
	ErrClosed          = errors.New("closed")
	ErrReading         = errors.New("history can only be read") // its file or folder can't be written
	ErrChanging        = errors.New("scan is under way")        // while it is exported

	ErrNothingToResume = errors.New("no unfinished scan")
)

// Config says what Open needs.
type Config struct {
	DB      string // path of the database; made where there is none
	Logger  *slog.Logger
	Version string // of Sitewell
	// Language of explanations, as "de" or "de-AT"; "" is English.
	Language string
	// DemoName is what the demo site is called; "" is "Demo site".
	DemoName string
	// Keys keeps what sites are signed in to with; nil: a person is asked for
	// it in each run of the program.
	Keys KeyStore
	// Scheduling is how the system starts Sitewell for what is scheduled.
	Scheduling Scheduling
	// Browser is the file of the browser in which scans show pages that ask for it; "":
	// the first that is found on this computer.
	Browser string
	// FindBrowser returns the file of Browser, as render.Find does; nil: there is none.
	FindBrowser func(given string) (string, error)
	// Prepare has the last word on the options of each scan; nil for none.
	Prepare func(*scanner.Options)
}

// Core is an open history with its use cases, in parts. It is safe for concurrent
// use, and so are the parts.
type Core struct {
	Store        Store // the history itself
	Runner       *Runner
	Rechecker    *Rechecker
	History      *History
	SiteSettings *SiteSettings
	SignIns      *SignIns
	Explainer    *Explainer
	Suggester    *Suggester
	FixLister    *FixLister
	Marks        *Marks
	Brands       *Brands
	Browser      *Browser
	Pictures     *Pictures
	Redirects    *Redirects
	Schedules    *Schedules
	Portfolio    *Portfolio
	Alerts       *Alerts

	*base
}

// base is what the parts have in common.
type base struct {
	registry
	config    Config
	log       *slog.Logger
	db        *sqlite.DB
	knowledge *knowledge.Base
	heap      memlimit.Heap
	secrets   secrets
	notices   chan error
	said      atomic.Pointer[said]
}

// Open opens the database and what explains outcomes. The caller must Close.
func Open(ctx context.Context, config Config) (*Core, error) {
	if config.Scheduling.System == nil {
		config.Scheduling.System = schedule.None{}
	}
	log := config.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	book, err := knowledge.Load()
	if err != nil {
		return nil, fmt.Errorf("load knowledge base: %w", err)
	}
	notices := make(chan error, mostNotices)
	db, reading, err := openStore(ctx, config.DB, log, notices)
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	c := &base{
		notices:  notices,
		registry: registry{reading: reading, running: make(map[storage.SiteID]*Running), rechecks: make(map[storage.SiteID]func())},
		config:   config, log: log, db: db, knowledge: book, secrets: secrets{store: config.Keys},
	}
	if program, err := c.browser(); err == nil {
		render.RemoveLeftovers(program)
	}
	c.said.Store(&said{config.Language, config.DemoName})
	prepare, grade := preparer{c}, grader{c}
	signIns, settings, history := &SignIns{c}, &SiteSettings{c}, &History{c}
	marks := &Marks{base: c, history: history}
	suggester := &Suggester{c}
	return &Core{
		Store: db, base: c,
		Runner:    &Runner{base: c, preparer: prepare, grader: grade, signIns: signIns, settings: settings, marks: marks, history: history},
		Rechecker: &Rechecker{base: c, preparer: prepare, grader: grade},
		Browser:   &Browser{base: c, preparer: prepare},
		Pictures:  &Pictures{base: c, preparer: prepare},
		History:   history, SiteSettings: settings, SignIns: signIns,
		Explainer: &Explainer{base: c, history: history},
		Suggester: suggester, FixLister: &FixLister{c}, Marks: marks, Brands: &Brands{c}, Redirects: &Redirects{base: c, suggester: suggester}, Schedules: &Schedules{c}, Portfolio: &Portfolio{base: c, history: history}, Alerts: &Alerts{c},
	}, nil
}

// mostNotices is more than there can be.
const mostNotices = 8

// openStore opens the database. One that can't be written is opened for reading;
// then reading is the ErrReading that says why.
func openStore(ctx context.Context, path string, log *slog.Logger, notices chan<- error) (db *sqlite.DB, reading, err error) {
	notice := func(err error) {
		log.Warn("notice about the history", "notice", err)
		notices <- err
	}
	o := sqlite.Options{Logger: log, Noticed: notice}
	db, err = sqlite.Open(ctx, path, o)
	var old *storage.OldFormatError
	switch {
	case errors.As(err, &old) && old.Kept != "": // out of the way now
		notice(old)
		db, err = sqlite.Open(ctx, path, o)
	case errors.Is(err, storage.ErrReadOnly), errors.Is(err, storage.ErrSizeLimit):
		o.ReadOnly = true
		if db, readErr := sqlite.Open(ctx, path, o); readErr == nil {
			reading = fmt.Errorf("%w: %w", ErrReading, err)
			notice(reading)
			return db, reading, nil
		}
	}
	return db, nil, err
}

// Notices returns what a person has to know about the history, as errors: that one
// of an old format was kept under another name (*storage.OldFormatError), that it
// can only be read (ErrReading), that it is damaged (storage.ErrCorrupt) or that
// what was stored last is missing (storage.ErrLostWAL). Some come long after Open.
func (c *Core) Notices() <-chan error { return c.notices }

// Close ends the scans that run, as a crash would but with nothing lost, and
// waits for them. They are interrupted and can be resumed.
func (c *Core) Close() error {
	c.endAll()
	if err := c.db.Close(); err != nil {
		return fmt.Errorf("close history: %w", err)
	}
	return nil
}

// LimitMemory limits the memory while a report is made about a scan with so many
// addresses. The caller must call end.
func (c *Core) LimitMemory(addresses int) (end func()) { return c.heap.StartReport(addresses).End }
