package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/term"

	"sitewell/app/core"
	"sitewell/storage"
)

// ScanTyped finds a scan by the number that a person typed.
func ScanTyped(ctx context.Context, store core.Store, typed string) (storage.Scan, error) {
	id, ok := storage.ParseScanID(typed)
	if !ok {
		return storage.Scan{}, &noScanError{typed}
	}
	scan, err := store.ScanByID(ctx, id)
	if errors.Is(err, storage.ErrNotFound) {
		return storage.Scan{}, &noScanError{typed}
	}
	return scan, err
}

// ScanOrSite returns the scan of a number, or the newest scan of a site.
func ScanOrSite(ctx context.Context, c *core.Core, typed string) (storage.Scan, error) {
	if _, isNumber := storage.ParseScanID(typed); isNumber {
		return ScanTyped(ctx, c.Store, typed)
	}
	site, err := c.History.FindSite(ctx, typed)
	if err != nil {
		return storage.Scan{}, err
	}
	scans, err := c.Store.Scans(ctx, site.ID)
	if err != nil {
		return storage.Scan{}, err
	}
	if len(scans) == 0 {
		return storage.Scan{}, &core.UnknownSiteError{Typed: typed}
	}
	return scans[0], nil
}

// ScanOf returns the ID of a scan by its number or name, 0 for "".
func ScanOf(ctx context.Context, history *core.History, site storage.SiteID, typed string) (storage.ScanID, error) {
	if typed == "" {
		return 0, nil
	}
	scan, err := history.FindScan(ctx, site, typed)
	return scan.ID, err
}

// ClientName is a flag that must not be empty.
type ClientName string

func (c *ClientName) Set(name string) error {
	if strings.TrimSpace(name) == "" {
		return errors.New("the name of the client is empty")
	}
	*c = ClientName(strings.TrimSpace(name))
	return nil
}

func (c *ClientName) String() string { return string(*c) }

func (c *ClientName) Type() string { return "string" }

// NoSites says that there is no site to be scanned.
func NoSites(client string) error {
	if client != "" {
		return Sentence("No site has the client " + client + ". 'sitewell sites' lists the clients.")
	}
	return Sentence("There are no sites yet. Add some with: sitewell sites import FILE")
}

// OpenList opens a list for reading. The caller must close it.
func (p *Run) OpenList(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(p.Stdio.In), nil
	}
	in, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Sentence("There is no file " + file + ".")
	}
	return in, err
}

// Agrees asks a person at a terminal, and reports whether the answer is yes.
func (p *Run) Agrees(question string) bool {
	if p.Stdio.In == nil {
		return false
	}
	fmt.Fprint(p.Stdio.Err, question)
	answer, _ := bufio.NewReader(p.Stdio.In).ReadString('\n')
	return strings.EqualFold(strings.TrimSpace(answer), "yes")
}

// ReadHidden reads a line from a terminal that does not show it. When ctx ends
// the terminal is as before; the read itself can't be interrupted, and ends
// with the program.
func ReadHidden(ctx context.Context, fd int) (string, error) {
	before, err := term.GetState(fd)
	if err != nil {
		return "", fmt.Errorf("ask in terminal: %w", err)
	}
	type line struct {
		text []byte
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := term.ReadPassword(fd)
		read <- line{text, err}
	}()
	select {
	case l := <-read:
		if l.err != nil {
			return "", fmt.Errorf("ask in terminal: %w", l.err)
		}
		return string(l.text), nil
	case <-ctx.Done():
		return "", errors.Join(ctx.Err(), term.Restore(fd, before))
	}
}

// NoBrand is what stands for no brand on the command line.
const NoBrand = "none"
