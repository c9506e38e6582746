package terminal

import (
	"os"

	"golang.org/x/sys/windows"
)

// enable asks the console to obey control sequences, and reports whether it does. Consoles
// older than Windows 10 do not.
func enable(f *os.File) bool {
	console, mode := windows.Handle(f.Fd()), uint32(0)
	if windows.GetConsoleMode(console, &mode) != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
