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
	"sync"

	"sitewell/assets/knowledge"
	"sitewell/scanner"
	"sitewell/storage"
	"sitewell/storage/sqlite"
)

// What callers can tell apart with errors.Is, beside the errors of storage and
// an *UnreachableError or *weburl.TypedError.
var (
	ErrScanning = errors.New("site is being scanned already")
	ErrComplete = errors.New("scan is complete")
	ErrDemoGone = errors.New("address of the demo site is taken")
	ErrClosed   = errors.New("closed")

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

// Core is an open history with the scans that run. It is safe for use by
// several goroutines.
type Core struct {
	// Store is the history itself.
	Store Store

	config    Config
	log       *slog.Logger
	db        *sqlite.DB
	setAside  *sqlite.OldFormatError // nil: there was none
	knowledge *knowledge.Base
	thrift    thrift
	allowance allowance
	secrets   secrets

	mu      sync.Mutex
	closed  bool
	running map[storage.SiteID]*Running // by site
	scans   sync.WaitGroup
}

// Open opens the database and what explains outcomes. The caller must Close.
func Open(ctx context.Context, config Config) (*Core, error) {
	log := config.Logger
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	base, err := knowledge.Load()
	if err != nil {
		return nil, fmt.Errorf("load knowledge base: %w", err)
	}
	db, err := sqlite.Open(ctx, config.DB, sqlite.Options{Logger: log})
	var old *sqlite.OldFormatError
	if errors.As(err, &old) && old.Kept != "" { // out of the way now
		log.Warn("history of an old format set aside", "kept", old.Kept)
		db, err = sqlite.Open(ctx, config.DB, sqlite.Options{Logger: log})
	}
	if err != nil {
		return nil, fmt.Errorf("open history: %w", err)
	}
	return &Core{
		Store: db, config: config, log: log, db: db, setAside: old, knowledge: base, secrets: secrets{store: config.Keys},
		thrift:  thrift{from: largeScan},
		running: make(map[storage.SiteID]*Running),
	}, nil
}

// SetAside returns an error that names a history of an old format
// which Open found and kept under another name; nil where it found none.
func (c *Core) SetAside() error {
	if c.setAside == nil {
		return nil
	}
	return c.setAside
}

// Close ends the scans that run, as a crash would but with nothing lost, and
// waits for them. They show as interrupted and can be resumed.
func (c *Core) Close() error {
	c.mu.Lock()
	c.closed = true
	for _, r := range c.running {
		if r != nil { // else its place is taken by something short
			r.interrupt()
		}
	}
	c.mu.Unlock()
	c.scans.Wait()
	if err := c.db.Close(); err != nil {
		return fmt.Errorf("close history: %w", err)
	}
	return nil
}

// Running gives the scan of a site that is under way, nil for none.
func (c *Core) Running(site storage.SiteID) *Running {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.running[site]
}

// AllRunning gives every scan that is under way.
func (c *Core) AllRunning() []*Running {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]*Running, 0, len(c.running))
	for _, r := range c.running {
		if r != nil {
			all = append(all, r)
		}
	}
	return all
}

func (c *Core) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}
