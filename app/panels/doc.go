// Package panels draws, for every outcome that a scan can have, the panel that
// explains it: from a real scan of the hostile site and a real history, so
// that what a person reads is looked at as a person reads it. It holds tests
// only; "make panels" writes the pictures.
package panels
