package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/image/draw"
)

// compile builds Sitewell for a system, without anything that depends on the folder
// or the time, and returns the program.
func (r release) compile(system, tags, linker string, env ...string) (string, error) {
	program := filepath.Join(r.work, "sitewell-"+system)
	// A copy of the sources has no repository to ask, so no build does.
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", tags,
		"-ldflags", strings.TrimSpace("-s -w -buildid= -X sitewell/app.release="+r.version+" "+linker), "-o", program, ".")
	cmd.Dir = r.root
	cmd.Env = append(os.Environ(), "CGO_ENABLED=1", "GOOS="+system, "GOARCH=amd64", "GOAMD64=v1", "GOWORK=off", "GOFLAGS=", "CGO_CFLAGS=-O2", "CGO_LDFLAGS=")
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build for %s: %w", system, err)
	}
	return program, nil
}

// icons returns Sitewell's icon with these sides, in pixels.
func (r release) icons(sides ...int) (map[int]image.Image, error) {
	b, err := os.ReadFile(filepath.Join(r.root, "assets/icons/app.png"))
	if err != nil {
		return nil, err
	}
	large, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	all := map[int]image.Image{}
	for _, side := range sides {
		small := image.NewNRGBA(image.Rect(0, 0, side, side))
		draw.CatmullRom.Scale(small, small.Bounds(), large, large.Bounds(), draw.Src, nil)
		all[side] = small
	}
	return all, nil
}
