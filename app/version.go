package app

import "runtime/debug"

// release is set by -ldflags "-X sitewell/app.release=1.2.3" where a package
// is made.
var release string

// version is the release, else what the Go command knows of the build.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	var revision, dirty string
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			revision = s.Value
		case "vcs.modified":
			if s.Value == "true" {
				dirty = "+changes"
			}
		}
	}
	switch {
	case info.Main.Version != "" && info.Main.Version != "(devel)":
		return info.Main.Version
	case len(revision) >= 12:
		return "dev-" + revision[:12] + dirty
	default:
		return "dev"
	}
}
