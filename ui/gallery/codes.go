package gallery

import "sitewell/ui/codes"

// Codes makes the screen of what every code means.
func Codes(s *Site) *codes.Screen {
	return codes.New(codes.Options{Book: s, Browse: nowhere{}.Browse, Sentence: func(err error) string { return err.Error() }})
}
