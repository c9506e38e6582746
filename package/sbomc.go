package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
)

// libraryInC is a library written in C that a Go module brings along. Lists of Go modules do
// not name it, yet vulnerabilities are published under its own name and version.
type libraryInC struct {
	module, name, licence string
	purl, cpe             string         // before the version
	header                string         // in the module
	version               *regexp.Regexp // its groups in the header are the parts of the version
	text                  string         // file with the licence, "" for none
}

var allInC = []libraryInC{
	{
		module: "github.com/mattn/go-sqlite3", name: "SQLite", licence: "blessing",
		purl: "pkg:generic/sqlite@", cpe: "cpe:2.3:a:sqlite:sqlite:",
		header: "sqlite3-binding.h", version: regexp.MustCompile(`#define SQLITE_VERSION +"([0-9.]+)"`),
	},
	{
		module: "github.com/go-gl/glfw/v3.4/glfw", name: "GLFW", licence: "Zlib",
		purl: "pkg:github/glfw/glfw@", cpe: "cpe:2.3:a:glfw:glfw:", header: "glfw/include/GLFW/glfw3.h",
		version: regexp.MustCompile(`(?s)#define GLFW_VERSION_MAJOR +(\d+).*#define GLFW_VERSION_MINOR +(\d+).*#define GLFW_VERSION_REVISION +(\d+)`),
		text:    "glfw/LICENSE.md",
	},
}

// librariesInC describes the libraries written in C in modules, by the modules' folders. Their
// licences are added to the texts of the modules.
func librariesInC(folders, texts map[string]string) (all []cyclonedx.Component, err error) {
	for _, l := range allInC {
		dir, used := folders[l.module]
		if !used {
			return nil, fmt.Errorf("%s is no longer used: the list of libraries in C names it", l.module)
		}
		header, err := os.ReadFile(filepath.Join(dir, l.header))
		if err != nil {
			return nil, err
		}
		parts := l.version.FindStringSubmatch(string(header))
		if parts == nil {
			return nil, fmt.Errorf("%s does not say the version of %s", l.header, l.name)
		}
		if l.text != "" {
			text, err := os.ReadFile(filepath.Join(dir, l.text))
			if err != nil {
				return nil, err
			}
			texts[l.module] += "\n" + l.name + ":\n\n" + string(text)
		}
		version := strings.Join(parts[1:], ".")
		all = append(all, cyclonedx.Component{
			BOMRef: l.purl + version, Type: cyclonedx.ComponentTypeLibrary, Name: l.name, Version: version, Scope: cyclonedx.ScopeRequired,
			PackageURL: l.purl + version, CPE: l.cpe + version + ":*:*:*:*:*:*:*",
			Licenses: &cyclonedx.Licenses{{License: &cyclonedx.License{ID: l.licence}}},
		})
	}
	return all, nil
}

// add adds libraries to a list, as what the program needs.
func add(bom *cyclonedx.BOM, libraries []cyclonedx.Component) {
	*bom.Components = append(*bom.Components, libraries...)
	needs := (*bom.Dependencies)[0].Dependencies
	for _, l := range libraries {
		*needs = append(*needs, l.BOMRef)
	}
}
