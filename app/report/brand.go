package report

// Brand is whose report it is: what an agency puts on it beside what the scan found.
// The zero value is a report without any.
type Brand struct {
	Name   string // of the agency, "" for none
	Footer string // a line under each page, such as an address; "" for none
	// Logo is an image in PNG, JPEG or SVG, and LogoType its media type; nil for none.
	Logo     []byte
	LogoType string
	// Accent is the colour of headings and lines as "#0f766e", "" for Sitewell's. What is
	// serious has colours of its own, which no brand changes.
	Accent string
	// Promise is in how many days at most every serious problem is to be fixed, 0 for no
	// promise.
	Promise int
}

// Author returns who made the report, for the properties of its document: the agency, or
// Sitewell where there is none.
func (b Brand) Author() string {
	if b.Name == "" {
		return "Sitewell"
	}
	return b.Name
}
