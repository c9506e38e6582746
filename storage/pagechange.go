package storage

import (
	"strconv"

	"sitewell/scanner/result"
)

// PageChange says what became of a page between two scans. A page is a document
// whose links a scan read.
//
//	earlier scan   later scan   change
//	page           page         PageChanged where they differ in a PageField
//	page           no page      PageRemoved where that is proved
//	no page        page         PageNew where that is proved
//
// What proves that there is no page is one of PageProof. A page of one scan of which
// the other has neither a page nor a proof has no change; it is only counted. So a
// comparison the other way round has the same changes: PageNew and PageRemoved
// exchanged, and Before and Now.
type PageChange uint8

// The zero value is no PageChange.
const (
	PageRemoved PageChange = 1 + iota
	PageChanged
	PageNew
)

var pageChangeNames = [...]string{"", "page-removed", "page-changed", "page-new"}

// String returns the word that JSON Lines use: "page-removed", "page-changed" or
// "page-new".
func (c PageChange) String() string {
	if int(c) < len(pageChangeNames) {
		return pageChangeNames[c]
	}
	return "page-change-" + strconv.Itoa(int(c))
}

// PageChanges lists all changes of pages in the order of their telling.
func PageChanges() []PageChange { return []PageChange{PageRemoved, PageChanged, PageNew} }

// PageProof says how it is known that a page was not there when a scan ran.
type PageProof uint8

const (
	// PageGone: the address answered 404 or 410.
	PageGone PageProof = 1 + iota
	// PageRedirected: the address led elsewhere.
	PageRedirected
	// PageUnlinked: nothing led there. The scan is complete, left out no links, and
	// did not find the address; and every page that leads there in the other scan was
	// read, was gone or redirected, or is such a page itself.
	PageUnlinked
)

var pageProofNames = [...]string{"", "gone", "redirected", "unlinked"}

// String returns the word that JSON Lines use: "gone", "redirected", "unlinked", or
// "" for none.
func (p PageProof) String() string {
	if int(p) < len(pageProofNames) {
		return pageProofNames[p]
	}
	return "proof-" + strconv.Itoa(int(p))
}

// PageField is something that pages are compared by.
type PageField uint8

// The zero value is no PageField.
const (
	FieldTitle PageField = 1 + iota
	FieldHeading
	FieldCanonical
	FieldRobots
	FieldDescription
	FieldText          // a hash, of which only the change is told
	FieldInternalLinks // how many links lead visitors to addresses of the site
)

var pageFieldNames = [...]string{"", "title", "h1", "canonical", "robots", "description", "text", "internal-links"}

// String returns the word that JSON Lines use: "title", "h1", "canonical", "robots",
// "description", "text" or "internal-links".
func (f PageField) String() string {
	if int(f) < len(pageFieldNames) {
		return pageFieldNames[f]
	}
	return "field-" + strconv.Itoa(int(f))
}

// PageFields lists all fields in the order of their telling.
func PageFields() []PageField {
	return []PageField{FieldTitle, FieldHeading, FieldCanonical, FieldRobots, FieldDescription, FieldText, FieldInternalLinks}
}

// PageFacts are what a scan read of a page.
type PageFacts struct {
	Title string
	result.PageFacts
	InternalLinks int
	// Known is false for a scan of a version of Sitewell that read the title alone.
	Known bool
}

// field returns one of the facts as text.
func (f *PageFacts) field(name PageField) string {
	switch name {
	case FieldTitle:
		return f.Title
	case FieldHeading:
		return f.Heading
	case FieldCanonical:
		return f.Canonical
	case FieldRobots:
		return f.Robots
	case FieldDescription:
		return f.Description
	case FieldText:
		return strconv.FormatUint(uint64(f.Text), 16)
	case FieldInternalLinks:
		return strconv.Itoa(f.InternalLinks)
	default:
		return ""
	}
}

// ComparedPage is a page that both scans read.
type ComparedPage struct {
	PageRef
	Before, Now PageFacts
}

// PageRef is a page in a PageRow.
type PageRef struct {
	ID  URLID // as in Row
	URL string
	// Before and Now are the field of this page, in a row of PageChanged whose Edit is
	// not EditSame; else empty.
	Before, Now string
}

// PageEdit says what the pages of a row have in common.
type PageEdit uint8

const (
	EditSame    PageEdit = iota // all pages had Before and have Now
	EditPart                    // Before became Now within longer texts
	EditAdded                   // the pages had nothing, and each has something else now
	EditDropped                 // the pages had something else each, and have nothing now
	EditBy                      // a number is higher by Now, or lower by Before
	EditVaries                  // each page changed in its own way
)

var pageEditNames = [...]string{"same", "part", "added", "dropped", "by", "varies"}

// String returns the word that JSON Lines use.
func (e PageEdit) String() string {
	if int(e) < len(pageEditNames) {
		return pageEditNames[e]
	}
	return "edit-" + strconv.Itoa(int(e))
}

// PageRow is one change of one page, or of the pages that a template changed.
type PageRow struct {
	Change PageChange
	Proof  PageProof // of PageRemoved and PageNew, else 0
	Field  PageField // of PageChanged, else 0
	Edit   PageEdit
	// Before and Now are what changed; empty where pages have nothing in common, for
	// FieldText, PageRemoved and PageNew. A canonical address of result.CanonicalSelf
	// is the page's own.
	Before, Now string
	Pages       []PageRef // in the order of their addresses, never empty
}

// IsTemplate reports whether so many pages changed alike that a template did it.
func (r *PageRow) IsTemplate() bool { return len(r.Pages) >= TemplatePages }

// PageCounts are the numbers of a comparison of pages.
type PageCounts struct {
	Before, Now           int // pages of each scan
	Removed, Changed, New int // pages
	// Templates is how many of the rows are changes of a template.
	Templates int
	// NotReached are pages of the earlier scan that the later one did not read, and
	// NotKnown the other way round; neither has a proof.
	NotReached, NotKnown int
	// TitlesOnly: one of the scans is by a version of Sitewell that read nothing but
	// the title of a page.
	TitlesOnly bool
}

// PageComparison is what the pages of two scans come to.
type PageComparison struct {
	Counts PageCounts
	Rows   []PageRow // what asks for a look first
	// Suggested are rules of an AddressMap under which most of the pages that were
	// removed and added are the same; nil for none.
	Suggested []string
}
