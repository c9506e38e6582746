package desktop

import "context"

// Open opens a file in the program that the desktop has for it.
func Open(ctx context.Context, path string) error { return start(ctx, "open", path) }

// Reveal shows a file in its folder.
func Reveal(ctx context.Context, path string) error { return start(ctx, "open", "-R", path) }
