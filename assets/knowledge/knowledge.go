// Package knowledge explains every outcome that a scan can have: what it
// means, how bad it is, where to look and whom to write to, in words for
// someone who owns a bakery and knows no HTTP.
//
// The texts are Markdown files, one an outcome, in a folder a language
// ("en/404.md"), with a YAML header and sections in a fixed order. The header declares what
// to do first and how urgent that is, on each side; all texts agree with it. They
// are text/template sources over the facts of one problem, so that the owner
// of an nginx server with WordPress reads nginx and WordPress steps. What
// several entries need (where the error log is) stands once, in "parts".
//
// The package reads data and makes text. It must not know how an address was
// fetched, where results are stored or how a text is shown.
package knowledge

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"sitewell/scanner/outcome"
)

//go:embed en de names
var files embed.FS

// English is the language that is always complete; all others fall back to it.
const English = "en"

// classPrefix begins the key of an entry that stands for a whole class.
const classPrefix = "class-"

// ErrUnknown is what Explain answers for a key that is neither in the table
// of outcomes nor an HTTP status.
var ErrUnknown = errors.New("unknown outcome")

// Base is the knowledge base in all its languages. It never changes after
// Load, so that it may be used from any goroutine.
type Base struct {
	editions map[string]*edition
	names    map[string]names // by language
}

// Load opens the knowledge base that is built into the program. An error
// means a faulty language, which the package's tests rule out. Entries are
// read when they are asked for; the tests rule out faulty ones as well.
func Load() (*Base, error) { return load(files) }

// load opens one edition in every folder of fsys.
func load(fsys fs.FS) (*Base, error) {
	folders, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, fmt.Errorf("read knowledge base: %w", err)
	}
	b := &Base{editions: make(map[string]*edition)}
	for _, folder := range folders {
		if !folder.IsDir() || folder.Name() == namesDir {
			continue
		}
		sub, err := fs.Sub(fsys, folder.Name())
		if err != nil {
			return nil, fmt.Errorf("read knowledge base: %w", err)
		}
		e, err := loadEdition(sub, folder.Name())
		if err != nil {
			return nil, fmt.Errorf("knowledge base, language %s: %w", folder.Name(), err)
		}
		b.editions[folder.Name()] = e
	}
	if b.editions[English] == nil {
		return nil, fmt.Errorf("knowledge base: no folder %q", English)
	}
	if b.names, err = loadNames(fsys); err != nil {
		return nil, fmt.Errorf("read names of outcomes: %w", err)
	}
	return b, nil
}

// Languages lists the languages there are, as the names of their folders.
func (b *Base) Languages() []string { return slices.Sorted(maps.Keys(b.editions)) }

// Entry returns what is known of an outcome in a language ("de", "de-AT",
// "de_AT.UTF-8"). Where that language has no entry it is the English one, and
// where there is none either, that of the outcome's class, with the number
// filled in. For a key that no scan can produce only Key and Title are set.
func (b *Base) Entry(key outcome.Key, lang string) Entry {
	src, ed := b.find(key, lang)
	if src == nil {
		return Entry{Key: key, Title: string(key)}
	}
	return b.named(ed.entry(src, key), lang)
}

// All lists an entry for every outcome with a name or number of its own:
// statuses first, in order, then the rest by class.
func (b *Base) All(lang string) []Entry {
	infos := outcome.All()
	slices.SortStableFunc(infos, func(x, y outcome.Info) int {
		return cmp.Or(cmp.Compare(classRank(x.Class), classRank(y.Class)), cmp.Compare(x.Key, y.Key))
	})
	entries := make([]Entry, len(infos))
	for i, info := range infos {
		entries[i] = b.Entry(info.Key, lang)
	}
	return entries
}

// find returns the source of an outcome's entry and the edition that it is
// written in; nil where the key is unknown.
func (b *Base) find(key outcome.Key, lang string) (*source, *edition) {
	info, ok := outcome.Lookup(key)
	if !ok {
		return nil, nil
	}
	wanted := b.edition(lang)
	for _, k := range []outcome.Key{key, classKey(info.Class)} {
		for _, ed := range []*edition{wanted, b.editions[English]} {
			if src := ed.source(k); src != nil {
				return src, ed
			}
		}
	}
	return nil, nil
}

// edition returns that of a language, or the English one.
func (b *Base) edition(lang string) *edition {
	if ed := b.editions[baseOf(lang)]; ed != nil {
		return ed
	}
	return b.editions[English]
}

func classKey(c outcome.Class) outcome.Key { return classPrefix + outcome.Key(c) }

// classOrder is the order in which a reader meets the classes.
func classOrder() []outcome.Class {
	return []outcome.Class{
		outcome.Informational, outcome.Success, outcome.Redirection, outcome.ClientError,
		outcome.ServerError, outcome.OtherStatus, outcome.Address, outcome.NameLookup,
		outcome.Connection, outcome.TLS, outcome.Exchange, outcome.Redirects, outcome.Access,
		outcome.Content, outcome.ScanRule,
	}
}

func classRank(c outcome.Class) int { return slices.Index(classOrder(), c) }
