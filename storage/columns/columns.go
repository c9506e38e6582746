package columns

import "sitewell/storage"

var (
	severity = Column{
		ID: string(storage.BySeverity), Heading: "Severity", Width: 112, MinWidth: 104, Sortable: true,
		Value: func(r *storage.Row) any { return r.Severity },
	}
	verdict = Column{
		ID: string(storage.ByVerdict), Heading: "Verdict", Width: 136, MinWidth: 132, Sortable: true,
		Value: func(r *storage.Row) any { return r.Verdict },
	}
	address = Column{
		ID: AddressID, Heading: "Address", Width: 320, MinWidth: 200, Sortable: true,
		Value: func(r *storage.Row) any { return URL(r.URL) },
	}
	happened = Column{ID: HappenedID, Heading: "What happened", Width: 220, MinWidth: 170, Sortable: true}
	status   = Column{
		ID: string(storage.ByStatus), Heading: "Status", Width: 70, MinWidth: 66, Sortable: true,
		Value: func(r *storage.Row) any { return Code(r.Status) },
	}
	sources = Column{
		ID: string(storage.BySources), Heading: "Linked from", Width: 116, MinWidth: 112, Sortable: true, DescFirst: true,
		Value: func(r *storage.Row) any { return r.Sources },
	}
	kind = Column{
		ID: string(storage.ByKind), Heading: "Kind", Width: 100, MinWidth: 80, Sortable: true,
		Value: func(r *storage.Row) any { return r.Kind },
	}
	side = Column{
		ID: "side", Heading: "Whose", Width: 120, MinWidth: 112, Subtle: true,
		Value: func(r *storage.Row) any { return Side(r.Internal) },
	}
	short = Column{ID: ShortID, Heading: "In plain words", Width: 320, MinWidth: 160}
	title = Column{
		ID: string(storage.ByTitle), Heading: "Title", Width: 220, MinWidth: 120, Sortable: true,
		Value: func(r *storage.Row) any { return r.Title },
	}
	media = Column{
		ID: string(storage.ByType), Heading: "Type", Width: 110, MinWidth: 90, Sortable: true, Subtle: true,
		Value: func(r *storage.Row) any { return r.ContentType },
	}
	size = Column{
		ID: string(storage.BySize), Heading: "Size", Width: 80, MinWidth: 74, Sortable: true, DescFirst: true, Subtle: true,
		Value: func(r *storage.Row) any { return Bytes(r.Size) },
	}
	took = Column{
		ID: string(storage.ByTook), Heading: "Time", Width: 80, MinWidth: 74, Sortable: true, DescFirst: true, Subtle: true,
		Value: func(r *storage.Row) any { return r.Took },
	}
	problemLinks = Column{
		ID: string(storage.ByProblemLinks), Heading: "Problems on it", Width: 128, MinWidth: 120, Sortable: true, DescFirst: true,
		Value: func(r *storage.Row) any { return r.ProblemLinks },
	}
	outLinks = Column{
		ID: string(storage.ByOutLinks), Heading: "Links on it", Width: 100, MinWidth: 92, Sortable: true, DescFirst: true, Subtle: true,
		Value: func(r *storage.Row) any { return r.OutLinks },
	}
	depth = Column{
		ID: string(storage.ByDepth), Heading: "Clicks", Width: 70, MinWidth: 64, Sortable: true, Subtle: true,
		Value: func(r *storage.Row) any { return r.Depth },
	}
	final = Column{
		ID: "final", Heading: "Leads to", Width: 240, MinWidth: 120,
		Value: func(r *storage.Row) any { return URL(r.LeadsTo()) },
	}
	checked = Column{
		ID: "checked", Heading: "Checked", Width: 140, MinWidth: 130, Subtle: true,
		Value: func(r *storage.Row) any { return r.At },
	}
	mark = Column{
		ID: "mark", Heading: "Mark", Width: 180, MinWidth: 110,
		Value: func(r *storage.Row) any { return Marks(r.Marks) },
	}

	// These are on sheets only.
	fixNumber = Column{ID: FixID, Heading: "Fix"}
	means     = Column{ID: MeansID, Heading: "What it means"}
	howToFix  = Column{ID: HowToFixID, Heading: "How to fix it"}
	foundOn   = Column{ID: FoundOnID, Heading: "Found on"}
	andOn     = Column{ID: AndOnID, Heading: "And on"}
	change    = Column{ID: ChangeID, Heading: "Change"}
	key       = Column{ID: "key", Heading: "Outcome", Value: func(r *storage.Row) any { return r.Outcome }}
	reason    = Column{ID: ReasonID, Heading: "Technical reason", Value: func(r *storage.Row) any { return r.Reason }}
)

// IDs of columns that are shown in a way of their own.
const (
	AddressID  = string(storage.ByAddress) // the window leaves out the site's own origin
	HappenedID = string(storage.ByOutcome) // what happened, in plain words
	ShortID    = "short"                   // the same in a sentence
	ReasonID   = "reason"                  // in the reader's language
	FixID      = "fix"                     // number of the fix
	MeansID    = "means"
	HowToFixID = "how"
	FoundOnID  = "found-on" // the first page that links here
	AndOnID    = "and-on"   // a few more
	ChangeID   = "change"   // what became of the problem since the scan before
)

// Problems returns the columns of the problems in the window.
func Problems() View {
	return View{
		Shown:  []Column{severity, verdict, address, happened, sources, status, kind},
		Hidden: []Column{mark, side, short, title, final, depth, took, checked},
	}
}

// Addresses returns the columns of all addresses in the window.
func Addresses() View {
	return View{
		Shown:  []Column{verdict, address, happened, status, kind, side, sources},
		Hidden: []Column{severity, media, size, took, depth, title, final, checked},
	}
}

// Pages returns the columns of the pages in the window.
func Pages() View {
	return View{
		Shown:  []Column{verdict, address, title, problemLinks, sources, outLinks, depth},
		Hidden: []Column{status, size, took, severity, happened, media, final, checked},
	}
}

// ProblemSheet returns the columns of the sheet of problems.
func ProblemSheet() []Cell {
	return []Cell{
		{Column: fixNumber, Width: 8},
		{Column: severity, Width: 9},
		{Column: verdict, Width: 13},
		{Column: address, Width: 36},
		{Column: status, Width: 7},
		{Column: happened, Width: 20},
		{Column: means, Width: 36},
		{Column: howToFix, Width: 36},
		{Column: sources, Heading: "Pages that link here", Width: 11},
		{Column: foundOn, Width: 30},
		{Column: andOn, Width: 36},
		{Column: side, Width: 15},
		{Column: kind, Width: 11},
		{Column: final, Width: 36},
		{Column: reason, Width: 40},
		{Column: checked, Width: 16},
	}
}

// MarkCell returns the column of marks, which the sheet of problems has where there
// are any.
func MarkCell() Cell { return Cell{Column: mark, Width: 30} }

// ChangeCell returns the column of what became of problems, which the sheet of
// problems has where there is an earlier scan.
func ChangeCell() Cell { return Cell{Column: change, Width: 12} }

// AddressSheet returns the columns of the sheet of all addresses.
func AddressSheet() []Cell {
	return []Cell{
		{Column: address, Width: 52},
		{Column: verdict, Width: 14},
		{Column: status, Width: 8},
		{Column: happened, Width: 26},
		{Column: kind, Width: 11},
		{Column: side, Width: 15},
		{Column: sources, Heading: "Pages that link here", Width: 11},
		{Column: title, Width: 36},
		{Column: final, Width: 40},
		{Column: media, Width: 20},
		{Column: size, Heading: "Bytes", Width: 11},
		{Column: took, Heading: "Seconds", Width: 10},
		{Column: depth, Heading: "Clicks from start", Width: 11},
		{Column: key, Width: 20},
		{Column: reason, Width: 40},
		{Column: checked, Width: 16},
	}
}

// JSONKeys returns the keys of an address in JSON Lines. Scripts build on them:
// keys may be added at the end, never renamed, reordered or dropped
// (docs/jsonl.md).
func JSONKeys() []Key {
	return []Key{
		{"address", "string", "the address in its normalised form, with the fragment where a place on a page is missing; the text as written where it is no address", func(r *storage.Row) any { return r.URL }},
		{"final", "string", "the address that answered in the end, after redirects; empty where nothing answered", func(r *storage.Row) any { return r.Final }},
		{"status", "number", "the HTTP status of the last answer; 0 where there was none", func(r *storage.Row) any { return r.Status }},
		{"outcome", "string", "what happened, by key: a status (`\"404\"`) or a name (`\"dns-not-found\"`); `sitewell explain KEY` says what it means", func(r *storage.Row) any { return r.Outcome }},
		{"verdict", "string", "`broken`, `warning`, `cant-verify`, `works` or `skipped`", func(r *storage.Row) any { return r.Verdict.String() }},
		{"reason", "string", "why, in technical words", func(r *storage.Row) any { return r.Reason }},
		{"internal", "boolean", "whether the address belongs to the site itself", func(r *storage.Row) any { return r.Internal }},
		{"kind", "string", "`page`, `image`, `style`, `script`, `module`, `font`, `media`, `frame`, `download`, `feed`, `form`, `request` (what a script asks for in vain), `meta`, `sitemap`, `other`, or an address by which a page describes itself: `canonical`, `language`, `alternate`, `next`, `prev`; more may come", func(r *storage.Row) any { return r.Kind }},
		{"sources", "number", "how many pages link there", func(r *storage.Row) any { return r.Sources }},
		{LinksKey, "array", "the first 100 links that lead there", nil},
		{FixNumberKey, "number", "the fix that resolves it; 0 if none is needed", nil},
		{"ignored", "boolean", "whether somebody said to ignore the problem; it is in no fix then", func(r *storage.Row) any { return storage.Hidden(r.Marks) }},
		{MarksKey, "array", "what was said about the problem, what counts most first: objects with `kind` (`ignored`, `works-in-browser`, `done`, `assigned` or `note`), `text` (the reason or note), `assignee` and `due` (a date)", nil},
		{ChangeKey, "string", "of a problem, what became of it since the complete scan before: `new`, `came-back` or `still-there`; empty where nothing is compared", nil},
	}
}

// Names of keys whose values need more than a row.
const (
	LinksKey     = "links"
	FixNumberKey = "fixNumber"
	MarksKey     = "marks"
	ChangeKey    = "change"
)
