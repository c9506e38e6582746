package ui

import (
	"context"

	"sitewell/ui/desktop"
)

// realDesktop is the desktop that the window runs on.
type realDesktop struct{}

func (realDesktop) ChooseFolder(ctx context.Context, title, from string) (folder string, err error) {
	return desktop.ChooseFolder(ctx, title, from)
}

func (realDesktop) ChooseFile(ctx context.Context, title, from string) (file string, err error) {
	return desktop.ChooseFile(ctx, title, from)
}

func (realDesktop) Open(ctx context.Context, path string) error   { return desktop.Open(ctx, path) }
func (realDesktop) Reveal(ctx context.Context, path string) error { return desktop.Reveal(ctx, path) }
