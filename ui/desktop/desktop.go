// Package desktop asks the desktop that the window runs on: to let a person choose a
// folder, to open a file, to show it in its folder. It must not know Fyne, nor what is
// in a file. Its functions may take as long as a person does, so they are called off the
// window's thread.
package desktop

import "errors"

// ErrUnavailable: this desktop offers no such thing, or what it answered makes no sense.
var ErrUnavailable = errors.New("the desktop offers no such thing")
