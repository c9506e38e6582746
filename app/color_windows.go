package app

import (
	"os"

	"golang.org/x/sys/windows"
)

// showsColor has the console understand the escape sequences of colours, which older ones
// only do when they are asked, and reports whether it does.
func showsColor(terminal *os.File) bool {
	console := windows.Handle(terminal.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
