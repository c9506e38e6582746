package outcome

// Weight is what makes one problem matter more or less than its outcome does
// in general.
type Weight string

const (
	// AtHome: it is the start page itself, and with it the whole site.
	AtHome Weight = "home"
	// InMenu: a link stands in a header or menu, which every visitor meets.
	InMenu Weight = "menu"
	// OnManyPages: many pages name it.
	OnManyPages Weight = "many-pages"
	// PartOfPage: a picture, a font or page data; the page itself opens.
	PartOfPage Weight = "part"
	// FarAway: one page names it, many clicks from the start.
	FarAway Weight = "far"
	// MayPass: such failures of other sites mostly pass by themselves, and the
	// scan before this one did not see it.
	MayPass Weight = "may-pass"
	// ByVerdict: it works here, or nobody knows that it does not.
	ByVerdict Weight = "verdict"
	// BySettings: the owner takes it for worse than it is in general.
	BySettings Weight = "settings"
)

// Weights lists all, in the order in which they are told.
func Weights() []Weight {
	return []Weight{AtHome, InMenu, OnManyPages, PartOfPage, FarAway, MayPass, ByVerdict, BySettings}
}
