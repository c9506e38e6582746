//go:build !race

package scanner

const (
	raceFactor = 1
	largeSize  = 16 << 20
)
