package storage

import "time"

// How much room the pictures of a scan take at most. A further one that a person asks for
// takes the place of the oldest.
const (
	MaxPictures     = 200
	MaxPictureBytes = 8 << 20
)

// Picture is a small picture of a page as a browser showed it.
type Picture struct {
	Address URLID
	URL     string // of Address
	Taken   time.Time
	// ByHand: a person asked for it, so that it shows the page with images and fonts, and
	// not signed in. Otherwise the scan took it, without them.
	ByHand bool
	Status int    // of the answer that is shown, 0 if it is unknown
	Shown  string // the address that is shown, "" for URL
	Title  string // "" if it is unknown
	Bytes  int    // of JPEG
	JPEG   []byte // nil in lists
}
