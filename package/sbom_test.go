package main

import (
	"bytes"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/xeipuuv/gojsonschema"
)

var bills = flag.String("bills", "", "also check the lists in `FILES`, such as ../dist/*.cdx.json")

// The list of modules is CycloneDX by its schema, which the library for it brings along.
func TestBillFollowsTheSchema(t *testing.T) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		t.Fatal("the test does not know what it is built from")
	}
	made := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	info.Deps = append(info.Deps, &debug.Module{Path: "example.org/library", Version: "v1.2.3", Sum: "h1:abc="})
	bom := bill(info, "1.2.3", made, [32]byte{0xff, 0xee}, map[string]string{"example.org/library": "Permission is hereby\n  granted, free of charge"})
	var b bytes.Buffer
	if err := cyclonedx.NewBOMEncoder(&b, cyclonedx.BOMFileFormatJSON).EncodeVersion(bom, cyclonedx.SpecVersion1_6); err != nil {
		t.Fatal(err)
	}

	schema := schemaOfBills(t)
	followsSchema(t, schema, b.Bytes())
	for _, want := range []string{`"pkg:golang/example.org/library@v1.2.3"`, `"id":"MIT"`, `"name":"std"`, `"timestamp":"2026-11-30T08:00:00Z"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the list lacks %s", want)
		}
	}

	files, err := filepath.Glob(*bills)
	if err != nil || *bills != "" && len(files) == 0 {
		t.Fatalf("no list in %s (%v)", *bills, err)
	}
	for _, name := range files {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		followsSchema(t, schema, content)
	}
}

// schemaOfBills returns the schema of CycloneDX 1.6.
func schemaOfBills(t *testing.T) *gojsonschema.Schema {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	// The schema names the others by addresses, which nobody is asked for here.
	file := func(name string) gojsonschema.JSONLoader {
		content, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "schema", name))
		if err != nil {
			t.Fatal(err)
		}
		return gojsonschema.NewBytesLoader(content)
	}
	loader := gojsonschema.NewSchemaLoader()
	if err := loader.AddSchemas(file("spdx.schema.json"), file("jsf-0.82.schemax.json")); err != nil {
		t.Fatal(err)
	}
	schema, err := loader.Compile(file("bom-1.6.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func followsSchema(t *testing.T, schema *gojsonschema.Schema, bill []byte) {
	t.Helper()
	result, err := schema.Validate(gojsonschema.NewBytesLoader(bill))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range result.Errors() {
		t.Error(e)
	}
}

func TestLicenceID(t *testing.T) {
	for text, want := range map[string]string{
		"Copyright\n\nPermission is hereby granted,\nfree of charge, to":                                             "MIT",
		"Redistribution and use in source and binary forms … used to endorse or promote\nproducts derived from this": "BSD-3-Clause",
		"Redistribution and use in source and\nbinary forms":                                                         "BSD-2-Clause",
		"  Apache License\n   Version 2.0, January 2004":                                                             "Apache-2.0",
		"All rights reserved": "",
	} {
		if got := licenceID(text); got != want {
			t.Errorf("licenceID(%q) = %q, want %q", text, got, want)
		}
	}
}
