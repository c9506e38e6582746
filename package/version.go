package main

import (
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// askGit fills in the version and the time that were not given.
func (r *release) askGit() error {
	if r.version == "" {
		described, err := r.git("describe", "--tags", "--long", "--match", "v[0-9]*", "--dirty", "--abbrev=12")
		if err != nil { // no tag yet
			count, err := r.git("rev-list", "--count", "HEAD")
			if err != nil {
				return err
			}
			hash, err := r.git("describe", "--always", "--exclude=*", "--dirty", "--abbrev=12")
			if err != nil {
				return err
			}
			described = "v0.0.0-" + count + "-g" + hash
		}
		if r.version, err = semantic(described); err != nil {
			return err
		}
	}
	if r.time.Unix() == 0 {
		text, err := r.git("log", "-1", "--format=%ct")
		if err != nil {
			return err
		}
		seconds, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		r.time = time.Unix(seconds, 0).UTC()
	}
	return nil
}

func (r *release) git(args ...string) (string, error) {
	out, err := exec.Command("git", append([]string{"-C", r.root}, args...)...).Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w (outside a repository, give -version and -epoch)", args[0], err)
	}
	return strings.TrimSpace(string(out)), nil
}

// long is what git describe --long --dirty prints.
var long = regexp.MustCompile(`^v(\d+)\.(\d+)\.(\d+)(-[0-9A-Za-z.]+)?-(\d+)-(g[0-9a-f]+)(-dirty)?$`)

// semantic turns what git describes into a semantic version. Commits after a release
// sort before the next one: 1.2.4-dev.5.gabc is five commits after v1.2.3.
func semantic(described string) (string, error) {
	m := long.FindStringSubmatch(described)
	if m == nil {
		return "", errors.New("the tag in " + described + " is no version such as v1.2.3")
	}
	major, minor, patch, pre, count, hash, dirty := m[1], m[2], m[3], m[4], m[5], m[6], m[7]
	if count == "0" && dirty == "" {
		return major + "." + minor + "." + patch + pre, nil
	}
	dev := "dev." + count + "." + hash
	if dirty != "" {
		dev += ".dirty"
	}
	switch {
	case pre != "":
		return major + "." + minor + "." + patch + pre + "." + dev, nil
	case major+minor+patch == "000":
		return "0.0.0-" + dev, nil
	}
	next, err := strconv.Atoi(patch)
	return fmt.Sprintf("%s.%s.%d-%s", major, minor, next+1, dev), err
}
