package outcome

// Weight is a reason why a problem is more or less serious than its outcome is in
// general.
type Weight string

const (
	// StartPage means that the start page itself, and so the whole site, has the
	// problem.
	StartPage Weight = "home"
	// InMenu means that a header or menu, which every visitor sees, links to it.
	InMenu Weight = "menu"
	// OnManyPages means that many pages link to it.
	OnManyPages Weight = "many-pages"
	// PartOfPage means that it is an image, a font or page data; the page itself
	// opens.
	PartOfPage Weight = "part"
	// FarFromStart means that only one page links to it, many clicks from the start.
	FarFromStart Weight = "far"
	// MayBeTransient means that such failures of other sites usually go away by
	// themselves, and that the previous scan did not see it.
	MayBeTransient Weight = "may-pass"
	// ByVerdict means that it works here, or is not known to fail.
	ByVerdict Weight = "verdict"
	// BySettings means that the owner rates it as worse than it is in general.
	BySettings Weight = "settings"
)
