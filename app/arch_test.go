package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "sitewell"

// arrows says which rooms a room may refer to, as docs/architecture.md draws
// them. A name with "/..." stands for a folder and all below it. The longest
// room that a package is in decides.
var arrows = map[string][]string{
	"sitewell":             {"app"},
	"app":                  {"app/cli", "app/cli/command", "app/cli/scheduling", "app/core", "app/desktop", "app/notify", "app/session", "scanner", "scanner/memlimit", "storage"},
	"app/cli":              {"app/cli/...", "app/session", "storage"},
	"app/cli/command":      {"app/core", "app/export", "app/message", "app/notify", "app/output", "app/report", "app/session", "app/settings", "app/terminal", "scanner/...", "storage"},
	"app/cli/scanning":     {"app/cli/command", "app/core", "app/core/addresslist", "app/export", "app/message", "app/report", "app/report/ci", "app/session", "app/settings", "app/terminal", "scanner/...", "storage"},
	"app/cli/sites":        {"app/cli/command", "app/core", "app/core/addresslist", "app/core/sitelist", "app/message", "app/report", "app/session", "scanner/fix", "storage"},
	"app/cli/scheduling":   {"app/cli/command", "app/core", "app/mailer", "app/message", "app/notify", "app/report", "app/schedule", "app/session", "app/speech", "app/webhook", "scanner/outcome", "storage"},
	"app/cli/results":      {"app/cli/command", "app/core", "app/export", "app/message", "app/report", "app/report/csvfile", "app/report/redirects", "app/session", "scanner/...", "storage"},
	"app/cli/upkeep":       {"app/cli/command", "app/core", "app/export", "app/report", "app/report/workbook", "app/returned", "app/session", "app/settings", "app/terminal", "scanner/outcome", "storage", "assets/..."},
	"app/desktop":          {"ui/...", "app/core/...", "app/export", "app/message", "app/notify", "app/report/...", "app/returned", "app/schedule", "app/session", "app/settings", "scanner/...", "storage", "assets/..."},
	"app/session":          {"app/core", "app/export", "app/report", "app/schedule", "app/settings", "scanner/..."},
	"app/core":             {"app/core/...", "app/schedule", "scanner/...", "storage", "storage/sqlite", "storage/sqlite/dbfile", "storage/sqlite/record", "assets/..."},
	"app/core/folder":      {},
	"app/core/sitelist":    {"app/core/addresslist", "scanner/weburl"},
	"app/core/addresslist": {"app/report/workbook", "scanner/sitemap", "scanner/weburl"},
	"app/export":           {"app/core", "app/message", "app/output", "app/report/...", "app/returned", "app/speech", "scanner/...", "storage", "storage/sqlite/export"},
	"app/message":          {"app/core/...", "app/mailer", "app/webhook", "app/schedule", "app/settings", "app/output", "app/report/workbook", "app/returned", "scanner/...", "storage"},
	"app/output":           {},
	"app/core/contrast":    {},
	"app/report":           {"app/core/contrast", "app/report/workbook", "scanner/coverage", "scanner/outcome", "scanner/result", "scanner/fix", "storage", "storage/columns"},
	"app/report/workbook":  {},
	"app/returned":         {"app/core", "app/report/workbook", "scanner/fix", "storage"},
	"app/speech":           {"app/report", "assets/...", "scanner/outcome", "scanner/reason", "scanner/result", "storage"},
	"app/bench":            {"app/core", "scanner/profile", "scanner/sitetest", "storage", "storage/sqlite"},
	"app/crashtest":        {"scanner/sitetest", "storage", "storage/sqlite", "storage/sqlite/dbfile"},
	"app/torture":          {"app/crashtest"},
	"app/attack":           {"app/crashtest", "scanner/sitetest"},
	"app/limits":           {},
	"app/e2e":              {"app/...", "scanner/...", "storage", "storage/sqlite", "assets/...", "ui/outline"},
	"app/robot":            {"ui/outline"},
	"app/monkey":           {"app/robot", "scanner/sitetest", "ui/outline"},
	"app/panels":           {"app/core", "scanner/...", "storage", "ui/...", "assets/..."},
	"scanner":              {"scanner/..."},
	"scanner/...":          {"scanner/..."},
	"scanner/outcome":      {},
	"scanner/result":       {"scanner/outcome"},
	"scanner/estimate":     {"scanner/result"},
	"scanner/profile":      {"scanner/outcome"},
	"scanner/reason":       {"scanner/outcome", "scanner/result"},
	"storage":              {"scanner/coverage", "scanner/outcome", "scanner/result"},
	"storage/columns":      {"storage"},
	"storage/...":          {"storage/...", "scanner/coverage", "scanner/outcome", "scanner/result"},
	"assets":               {},
	"app/panels/draw":      {"app/core", "scanner/outcome", "scanner/result", "storage", "ui/...", "assets"},
	"assets/...":           {"assets/...", "scanner/outcome", "scanner/result"},
	"ui":                   {"ui/...", "scanner/coverage", "scanner/outcome", "scanner/profile", "scanner/reason", "scanner/result", "scanner/fix", "scanner/suggest", "storage", "storage/columns", "assets/..."},
	"ui/gallery":           {"ui/words", "app/core", "app/message", "scanner/fix", "scanner/outcome", "scanner/result", "storage", "storage/columns", "storage/sqlite", "storage/sqlite/..."},
	"ui/...":               {"ui/...", "scanner/coverage", "scanner/estimate", "scanner/outcome", "scanner/profile", "scanner/reason", "scanner/result", "scanner/fix", "scanner/suggest", "storage", "storage/columns", "assets/..."},

	// Writers of reports.
	"app/report/csvfile":    {"app/report", "scanner/outcome", "storage"},
	"app/report/ci":         {"app/report", "scanner/outcome", "storage"},
	"app/report/webpage":    {"app/report", "scanner/coverage", "scanner/outcome", "storage"},
	"app/report/pdf":        {"app/report", "scanner/coverage", "scanner/outcome", "storage"},
	"app/samples":           {"app/core", "app/export", "app/report/...", "assets/demo", "scanner", "scanner/fix", "storage"},
	"app/report/reporttest": {"app/report", "scanner/fix", "scanner/outcome", "scanner/result", "storage"},
	"app/redirectcheck":     {"app/report/redirects"},
	"app/mailer":            {},
	"app/mailer/mailertest": {},
	"app/webhook":           {},
	"app/notify":            {},
	"app/settings":          {"assets/texts"},
	"app/schedule":          {},
	"app/terminal":          {},
	"app/schedulecheck":     {"app/schedule"},
	"app/report/redirects":  {"storage"},
}

// owners says which rooms alone may import a library.
var owners = map[string][]string{
	"fyne.io/fyne/v2":               {"ui", "ui/...", "app/desktop", "app/panels/draw"},
	"github.com/mattn/go-sqlite3":   {"storage/sqlite", "storage/sqlite/..."},
	"database/sql":                  {"storage/sqlite", "storage/sqlite/..."},
	"github.com/xuri/excelize/v2":   {"app/report", "app/e2e"},
	"github.com/nlnwa/whatwg-url":   {"scanner/weburl"},
	"github.com/spf13/cobra":        {"app", "app/cli/..."},
	"github.com/zalando/go-keyring": {"app/session"},
	"github.com/godbus/dbus/v5":     {"ui/desktop", "app/notify"},
	"github.com/chromedp/chromedp":  {"scanner/render"},
	"github.com/chromedp/cdproto":   {"scanner/render"},
	"github.com/sqweek/dialog":      {"ui/desktop"},
}

// standardOnly are rooms of plain data.
var standardOnly = []string{"scanner/outcome", "scanner/profile", "scanner/result"}

// pkg is what go list tells of a package.
type pkg struct {
	ImportPath string
	Imports    []string
}

func list(t *testing.T, args ...string) []pkg {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Imports"}, args...)...)
	cmd.Dir = ".."
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, errs.Bytes())
	}
	var pkgs []pkg
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}

// in reports whether a package is in a room.
func in(path, room string) bool {
	if folder, all := strings.CutSuffix(room, "/..."); all {
		return path == folder || strings.HasPrefix(path, folder+"/")
	}
	return path == room
}

func inAny(path string, rooms []string) bool {
	return slices.ContainsFunc(rooms, func(room string) bool { return in(path, room) })
}

// roomOf returns the most particular room of a package.
func roomOf(path string) (room string, ok bool) {
	for r := range arrows {
		if in(path, r) && len(r) > len(room) {
			room, ok = r, true
		}
	}
	return room, ok
}

// inside is the path of a package within this module.
func inside(importPath string) (string, bool) {
	if importPath == module {
		return module, true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// Imports go only where the arrows lead.
func TestArrows(t *testing.T) {
	for _, tags := range []string{"migrated_fynedo,x11", "headless"} {
		for _, p := range list(t, "-tags", tags, "./...") {
			path, _ := inside(p.ImportPath)
			room, ok := roomOf(path)
			if !ok {
				t.Errorf("%s is in no room: name it in docs/architecture.md and here", path)
				continue
			}
			for _, imported := range p.Imports {
				to, ours := inside(imported)
				switch {
				case ours && !inAny(to, arrows[room]):
					t.Errorf("%s must not import %s", path, to)
				case !ours && strings.Contains(imported, ".") && slices.Contains(standardOnly, path):
					t.Errorf("%s must import the standard library only, not %s", path, imported)
				}
				for library, rooms := range owners {
					if in(imported, library+"/...") && !inAny(path, rooms) {
						t.Errorf("%s must not import %s", path, imported)
					}
				}
			}
		}
	}
}

// The program without a window needs no graphics headers: nothing of Fyne is
// in it.
func TestHeadlessHasNoWindow(t *testing.T) {
	for _, p := range list(t, "-deps", "-tags", "headless", ".") {
		for _, library := range []string{"fyne.io", "github.com/go-gl", module + "/ui"} {
			if in(p.ImportPath, library+"/...") {
				t.Errorf("the headless program contains %s", p.ImportPath)
			}
		}
	}
}

// What is only for tests is not in the program.
func TestProgramHasNoTestPackages(t *testing.T) {
	for _, p := range list(t, "-deps", "-tags", "migrated_fynedo,x11", ".") {
		if path, ours := inside(p.ImportPath); ours && (strings.HasSuffix(path, "test") || path == "ui/gallery") {
			t.Errorf("the program contains %s", path)
		}
	}
}
