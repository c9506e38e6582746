package app

// windowOptions say how the window starts.
type windowOptions struct {
	Address string // scanned at once, as if it was typed; "" for none
	Version string
}
