//go:build !windows && !darwin

package desktop

import (
	"context"
	"path/filepath"
)

// Open opens a file in the program that the desktop has for it.
func Open(ctx context.Context, path string) error { return start(ctx, "xdg-open", path) }

// Reveal shows the folder that a file is in.
func Reveal(ctx context.Context, path string) error {
	return start(ctx, "xdg-open", filepath.Dir(path))
}
