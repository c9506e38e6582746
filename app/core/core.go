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

	"sitewell/assets/knowledge"
	"sitewell/scanner"
	"sitewell/scanner/memlimit"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// What callers can tell apart with errors.Is, beside the errors of storage and
// an *UnreachableError or *weburl.InputError.
var (
	ErrScanning = errors.New("site is being scanned already")
	ErrComplete = errors.New("scan is complete")
	ErrDemoGone = errors.New("address of the demo site is taken")
	ErrClosed   = errors.New("closed")
	ErrChanging = errors.New("scan is under way") // while it is exported

	ErrNothingToResume = errors.New("no unfinished scan")
)

// Config says what Open needs.
type Config struct {
	DB      string // path of the database; made where there is none
	Logger  *slog.Logger
	Version string // of Sitewell
	// Language of explanations, as "de" or "de-AT"; "" is English.
	Language string
	// Keys keeps what sites are signed in to with; nil: a person is asked for
	// it in each run of the program.
	Keys KeyStore
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

	*base
	setAside *storage.OldFormatError // nil: there was none
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
}

// Open opens the database and what explains outcomes. The caller must Close.
func Open(ctx context.Context, config Config) (*Core, error) {
	log := config.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	book, err := knowledge.Load()
	if err != nil {
		return nil, fmt.Errorf("load knowledge base: %w", err)
	}
	db, err := sqlite.Open(ctx, config.DB, sqlite.Options{Logger: log})
	var old *storage.OldFormatError
	if errors.As(err, &old) && old.Kept != "" { // out of the way now
		log.Warn("history of an old format set aside", "kept", old.Kept)
		db, err = sqlite.Open(ctx, config.DB, sqlite.Options{Logger: log})
	}
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	c := &base{
		registry: registry{running: make(map[storage.SiteID]*Running)},
		config:   config, log: log, db: db, knowledge: book, secrets: secrets{store: config.Keys},
	}
	prepare, grade := preparer{c}, grader{c}
	signIns, settings, history := &SignIns{c}, &SiteSettings{c}, &History{c}
	return &Core{
		Store: db, base: c, setAside: old,
		Runner:    &Runner{base: c, preparer: prepare, grader: grade, signIns: signIns, settings: settings},
		Rechecker: &Rechecker{base: c, preparer: prepare, grader: grade},
		History:   history, SiteSettings: settings, SignIns: signIns,
		Explainer: &Explainer{base: c, history: history},
		Suggester: &Suggester{c}, FixLister: &FixLister{c},
	}, nil
}

// OldHistory returns an error that names a history of an old format
// which Open found and kept under another name; nil where it found none.
func (c *Core) OldHistory() error {
	if c.setAside == nil {
		return nil
	}
	return c.setAside
}

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
