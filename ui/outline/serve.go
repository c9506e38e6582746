//go:build e2e && !headless

package outline

import (
	"encoding/json"
	"net"
	"os"

	"fyne.io/fyne/v2"
)

// Serve describes the application's window on the Unix socket that
// SocketVariable names, until the program ends. Without the variable it does
// nothing.
func Serve(app fyne.App) error {
	path := os.Getenv(SocketVariable)
	if path == "" {
		return nil
	}
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	socket, err := net.Listen("unix", path)
	if err != nil {
		return err
	}
	go func() {
		for {
			c, err := socket.Accept()
			if err != nil {
				return
			}
			var w Window
			fyne.DoAndWait(func() {
				if all := app.Driver().AllWindows(); len(all) > 0 {
					w = describe(all[0].Canvas())
				}
			})
			_ = json.NewEncoder(c).Encode(w) // a test that has gone needs no answer
			c.Close()
		}
	}()
	return nil
}
