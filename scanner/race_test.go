//go:build race

package scanner

// The race detector takes several times the memory and the time of the program.
const (
	raceFactor = 4
	largeSize  = 4 << 20
)
