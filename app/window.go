package app

// windowOptions say how the window starts.
type windowOptions struct {
	Address string // scanned at once, as if it was typed; "" for none
	Version string
	Proxies *proxies
	// IsOwnHistory is false where the person named a history when they started Sitewell.
	IsOwnHistory bool
}
