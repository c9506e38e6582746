// Package gallery shows every screen and shared widget with canned data, so
// that anybody can look at them without a scan: its test draws them as
// pictures, in light and dark and in the sizes that Sitewell promises to work
// at. It must not be part of the program.
package gallery
