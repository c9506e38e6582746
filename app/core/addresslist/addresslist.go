// Package addresslist reads the addresses that a person wants to have checked from what
// they have: text with an address on each line or somewhere in its sentences, a table with
// any separator, a workbook, a sitemap or a sitemap index.
//
// It must not know how addresses are checked. It requests nothing, and it trusts nothing
// in a file.
package addresslist

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"sitewell/scanner/weburl"
)

// Limits of what is read.
const (
	MaxSize      = 10 << 20 // bytes of a file
	MaxAddresses = 100_000
)

// These are the reasons why nothing is read.
var (
	// ErrTooLarge: there are more than MaxSize bytes, or the file unpacks to far more.
	ErrTooLarge = errors.New("list of addresses is too large")
	// ErrTooMany: there are more than MaxAddresses addresses.
	ErrTooMany = errors.New("list has too many addresses")
	// ErrEmpty: there is no address.
	ErrEmpty = errors.New("list has no address")
	// ErrFormat: the file is damaged, or of a kind that is not read.
	ErrFormat = errors.New("file is no list of addresses")
	// ErrOldWorkbook: the file is a workbook or document in the format before .xlsx.
	ErrOldWorkbook = errors.New("workbook has the old format")
)

// Reason is why a part of a list is not used.
type Reason string

// The reasons.
const (
	NoAddress Reason = "no-address" // there is no address in the line
	NotWeb    Reason = "not-web"    // a mail address, or a scheme other than http and https
	Malformed Reason = "malformed"  // it begins like an address, and can't be one
	Repeated  Reason = "repeated"   // it is in the list already
)

// Unused is a part of a list that is not used.
type Unused struct {
	Line   int    // or row, from 1
	Text   string // at most maxText bytes of it
	Reason Reason
}

// maxText is how many bytes of a text are kept to show why it is not used, and maxUnused
// how many such texts.
const (
	maxText   = 200
	maxUnused = 1000
)

// List is what was read.
type List struct {
	// Addresses are absolute, http or https, in order, without fragments and repeats.
	// Those without a scheme have https, or http on this computer and in private
	// networks.
	Addresses []string
	// Unused is the beginning of what is not used, in order, and UnusedCount how much
	// that is in all.
	Unused      []Unused
	UnusedCount int
	// IsIndex is true if the addresses are those of the sitemaps that a sitemap index
	// names.
	IsIndex bool
}

// Read reads a list. The contents decide of what kind it is; name is that of the file, and
// "" for what was pasted. The errors wrap one of those above, or are that of ctx.
func Read(ctx context.Context, name string, data []byte) (List, error) {
	if len(data) > MaxSize {
		return List{}, ErrTooLarge
	}
	b := &builder{known: make(map[string]bool)}
	if err := b.read(ctx, strings.ToLower(name), data); err != nil {
		return List{}, err
	}
	if len(b.list.Addresses) == 0 {
		return b.list, ErrEmpty
	}
	return b.list, nil
}

func (b *builder) read(ctx context.Context, name string, data []byte) error {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return b.workbook(ctx, data)
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return ErrOldWorkbook
	case bytes.HasPrefix(data, []byte("\x1f\x8b")):
		return b.sitemap(data)
	}
	text := decode(data)
	switch {
	case strings.ContainsRune(text, 0):
		return ErrFormat
	case strings.HasPrefix(strings.TrimSpace(text), "<?xml"), isSitemap(text):
		return b.sitemap(data)
	}
	if separator, ok := separatorOf(name, text); ok {
		return b.table(text, separator)
	}
	return b.text(ctx, text)
}

// decode returns the text of a file, by its byte order mark, or as UTF-8, or as what
// Windows wrote in the west before that.
func decode(data []byte) string {
	decoded, _, err := transform.Bytes(unicode.BOMOverride(transform.Nop), data)
	if err != nil {
		decoded = data
	}
	if !utf8.Valid(decoded) {
		if western, err := charmap.Windows1252.NewDecoder().Bytes(decoded); err == nil {
			decoded = western
		}
	}
	return string(decoded)
}

// builder collects a list.
type builder struct {
	list  List
	known map[string]bool
}

// add adds an address.
func (b *builder) add(line int, u weburl.URL) error {
	address := u.WithoutFragment().Key()
	if b.known[address] {
		b.skip(line, address, Repeated)
		return nil
	}
	if len(b.list.Addresses) == MaxAddresses {
		return ErrTooMany
	}
	b.known[address] = true
	b.list.Addresses = append(b.list.Addresses, address)
	return nil
}

// skip notes what is not used.
func (b *builder) skip(line int, text string, why Reason) {
	b.list.UnusedCount++
	if len(b.list.Unused) == maxUnused {
		return
	}
	text = strings.ToValidUTF8(strings.TrimSpace(text), "\ufffd")
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText], "") + "…"
	}
	b.list.Unused = append(b.list.Unused, Unused{Line: line, Text: text, Reason: why})
}
