// Package e2e drives the real program in a real window, as a person does: by
// keyboard and mouse, and by looking. Its tests have the build tag e2e and need Xvfb,
// openbox, xdotool, xclip and ImageMagick (.ci/needs screen installs them).
//
//	go test -tags migrated_fynedo,x11,e2e -count=1 ./app/e2e
//
// SITEWELL names a program to drive instead of the one that is built first,
// such as one with the race detector. -pictures DIR writes a picture of each
// screen. -bench . measures how soon the window is there, also with a history of
// 1 GB, and whether a scan at full speed holds it up. It must not know how the
// program does what it does: it sees the window and what the program says that it
// shows, the log, the history file and the files that were saved.
package e2e
