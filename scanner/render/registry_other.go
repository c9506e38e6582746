//go:build !windows

package render

// registered returns nothing: only Windows has a registry.
func registered() []string { return nil }
