// Package ui is Sitewell's window: what stands around the screens (navigation,
// menu, shortcuts, messages), which screen is shown, and the scans that run
// meanwhile. The screens are packages of their own below it. What it does
// beyond showing, it asks for through small interfaces; it must not know the
// engine, any SQL or the command line.
package ui
