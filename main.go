// Sitewell scans a website and tells its owner in plain words what is broken,
// how much it matters and how to fix it.
package main

import (
	"os"

	"sitewell/app"
)

func main() {
	os.Exit(app.Main(os.Args[1:], app.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
