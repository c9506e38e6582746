package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
)

// describe writes the list of what is in a program (CycloneDX), and returns the
// licences of all of it.
func (r release) describe(program, system string) (licences, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return licences{}, err
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return licences{}, err
	}
	folders, err := r.folders(info)
	if err != nil {
		return licences{}, err
	}
	texts, err := licenceTexts(folders)
	if err != nil {
		return licences{}, err
	}
	bom := bill(info, r.version, r.time, sha256.Sum256(content), texts)
	inC, err := librariesInC(folders, texts)
	if err != nil {
		return licences{}, err
	}
	add(bom, inC)
	f, err := os.Create(r.name(system + "-amd64.cdx.json"))
	if err != nil {
		return licences{}, err
	}
	defer f.Close()
	if err := cyclonedx.NewBOMEncoder(f, cyclonedx.BOMFileFormatJSON).SetPretty(true).EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		return licences{}, err
	}
	if err := f.Close(); err != nil {
		return licences{}, err
	}

	own, err := os.ReadFile(filepath.Join(r.root, "LICENSE"))
	if err != nil {
		return licences{}, err
	}
	return describeLicences(own, info, texts), nil
}

// licences say what people may do with a program and all that is in it.
type licences struct {
	texts    []byte // all licences in full
	overview []byte // Sitewell's own, and the names of the others
}

// describeLicences puts together Sitewell's own licence and those of the modules in it.
func describeLicences(own []byte, info *debug.BuildInfo, texts map[string]string) licences {
	var full, overview bytes.Buffer
	fmt.Fprintf(&full, "Sitewell\n========\n\n%s", own)
	fmt.Fprintf(&overview, "Sitewell\n\n%s\nSitewell contains these libraries, under their own licences, whose texts and authors are in\n/usr/share/doc/sitewell/LICENSES.txt.gz. That of Apache-2.0 is in /usr/share/common-licenses/Apache-2.0, too.\n\n", own)
	for _, module := range parts(info) {
		title := module.Path + " " + module.Version
		fmt.Fprintf(&full, "\n\n%s\n%s\n\n%s", title, strings.Repeat("=", len(title)), texts[module.Path])
		fmt.Fprintf(&overview, "%s: %s\n", title, cmp.Or(licenceID(texts[module.Path]), "see its text"))
	}
	return licences{texts: full.Bytes(), overview: overview.Bytes()}
}

// standard is what Go calls its standard library.
const standard = "std"

// parts returns the modules in a program by path, the standard library among them.
func parts(info *debug.BuildInfo) []*debug.Module {
	all := []*debug.Module{{Path: standard, Version: strings.Replace(info.GoVersion, "go", "v", 1)}}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b *debug.Module) int { return cmp.Compare(a.Path, b.Path) })
	return all
}

// licenceTexts returns the licences of all modules in a program by their paths. One
// without a licence is an error: it could not be passed on.
func licenceTexts(folders map[string]string) (map[string]string, error) {
	texts := map[string]string{}
	for path, dir := range folders {
		files, err := licenceFiles(dir)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, fmt.Errorf("%s has no file with its licence", path)
		}
		var each []string
		for _, name := range files {
			b, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return nil, err
			}
			each = append(each, strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(string(b), "\r\n", "\n"), "?"))+"\n")
		}
		texts[path] = strings.Join(each, "\n")
	}
	return texts, nil
}

// folders returns where the modules in a program are, by their paths.
func (r release) folders(info *debug.BuildInfo) (map[string]string, error) {
	ask := []string{"list", "-m", "-f", "{{.Path}}\t{{.Dir}}"}
	for _, m := range parts(info) {
		if m.Path != standard {
			ask = append(ask, m.Path+"@"+m.Version)
		}
	}
	modules, err := r.goCommand(ask...)
	if err != nil {
		return nil, err
	}
	root, err := r.goCommand("env", "GOROOT")
	if err != nil {
		return nil, err
	}
	found := map[string]string{standard: root}
	for line := range strings.SplitSeq(modules, "\n") {
		path, dir, _ := strings.Cut(line, "\t")
		found[path] = dir
	}
	return found, nil
}

func (r release) goCommand(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = r.root, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// licenceFiles returns the names of licences and notices in a folder.
func licenceFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		upper := strings.ToUpper(e.Name())
		for _, start := range []string{"LICENSE", "LICENCE", "COPYING", "NOTICE"} {
			if !e.IsDir() && strings.HasPrefix(upper, start) && !strings.HasSuffix(upper, ".GO") {
				names = append(names, e.Name())
				break
			}
		}
	}
	return names, nil
}

// bill describes a program and its modules.
func bill(info *debug.BuildInfo, version string, made time.Time, sum [32]byte, licences map[string]string) *cyclonedx.BOM {
	bom := cyclonedx.NewBOM()
	// The same build has the same number: an RFC 9562 UUID of version 8, made from the program.
	id := slices.Clone(sum[:16])
	id[6], id[8] = id[6]&0x0f|0x80, id[8]&0x3f|0x80
	bom.SerialNumber = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
	purl := "pkg:golang/sitewell@v" + version
	bom.Metadata = &cyclonedx.Metadata{
		Timestamp: made.Format(time.RFC3339),
		Component: &cyclonedx.Component{
			BOMRef: purl, Type: cyclonedx.ComponentTypeApplication, Name: "sitewell", Version: version, PackageURL: purl,
			Hashes:   &[]cyclonedx.Hash{{Algorithm: cyclonedx.HashAlgoSHA256, Value: hex.EncodeToString(sum[:])}},
			Licenses: &cyclonedx.Licenses{{License: &cyclonedx.License{ID: "MIT"}}},
		},
	}
	var components []cyclonedx.Component
	var refs []string
	for _, m := range parts(info) {
		purl := "pkg:golang/" + m.Path + "@" + m.Version
		c := cyclonedx.Component{BOMRef: purl, Type: cyclonedx.ComponentTypeLibrary, Name: m.Path, Version: m.Version, PackageURL: purl, Scope: cyclonedx.ScopeRequired}
		if id := licenceID(licences[m.Path]); id != "" {
			c.Licenses = &cyclonedx.Licenses{{License: &cyclonedx.License{ID: id}}}
		}
		if m.Sum != "" {
			c.Properties = &[]cyclonedx.Property{{Name: "go.sum", Value: m.Sum}}
		}
		components, refs = append(components, c), append(refs, purl)
	}
	bom.Components = &components
	bom.Dependencies = &[]cyclonedx.Dependency{{Ref: purl, Dependencies: &refs}}
	return bom
}

// licenceID recognises the licences that Go's libraries usually have, by sentences that no
// other one contains; "" for any other.
func licenceID(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, known := range []struct{ id, sentence string }{
		{"Apache-2.0", "Apache License Version 2.0"},
		{"MPL-2.0", "Mozilla Public License Version 2.0"},
		{"MIT", "Permission is hereby granted, free of charge"},
		{"BSD-3-Clause", "endorse or promote products derived from"},
		{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
		{"Zlib", "This software is provided 'as-is'"},
		{"ISC", "Permission to use, copy, modify, and/or distribute this software"},
		{"Unlicense", "This is free and unencumbered software"},
	} {
		if strings.Contains(text, known.sentence) {
			return known.id
		}
	}
	return ""
}

// sums writes the checksums of all packages.
func (r release) sums() error {
	entries, err := os.ReadDir(r.out)
	if err != nil {
		return err
	}
	var b strings.Builder
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(r.out, e.Name()))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(content), e.Name())
	}
	if err := os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(b.String()), 0o644); err != nil {
		return err
	}
	_, err = fmt.Print(b.String())
	return err
}
