package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// guide are the pages that show what to press, in words that are on the screen.
var guide = []string{"README.md", "docs/README.md", "docs/owner.md", "docs/agency.md", "docs/comparing.md", "docs/developer.md", "docs/limits.md", "docs/portfolio.md", "docs/scheduling.md", "docs/signing-in.md"}

// documentation returns every page that people read, by its path in the project.
func documentation(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	for _, pattern := range []string{"../*.md", "../docs/*.md"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			pages[strings.TrimPrefix(filepath.ToSlash(file), "../")] = string(text)
		}
	}
	for _, name := range guide {
		if pages[name] == "" {
			t.Errorf("the guide has no page %s", name)
		}
	}
	return pages
}

var (
	fence   = regexp.MustCompile("(?ms)^```.*?^```$")
	inCode  = regexp.MustCompile("`[^`\n]+`")
	bold    = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	link    = regexp.MustCompile(`!?\[[^]]*\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#+ (.+)$`)
	slot    = regexp.MustCompile(`\\\{\\\{.*?\\\}\\\}`)
)

// prose returns a page without its code.
func prose(page string) string {
	lines := strings.Split(fence.ReplaceAllString(page, ""), "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.HasPrefix(l, "    ") })
	return strings.Join(lines, "\n")
}

// labelsIn returns the words that a page prints in bold, which are those that the
// window shows: each step of "Settings > What to scan" by itself.
func labelsIn(page string) (all []string) {
	for _, m := range bold.FindAllStringSubmatch(inCode.ReplaceAllString(prose(page), ""), -1) {
		for step := range strings.SplitSeq(strings.Join(strings.Fields(m[1]), " "), " > ") {
			all = append(all, step)
		}
	}
	return all
}

// shown matches every text of the window, with anything in the place of its facts.
func shown(t *testing.T) *regexp.Regexp {
	t.Helper()
	src, err := os.ReadFile("../assets/translations/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts map[string]any
	if err := json.Unmarshal(src, &texts); err != nil {
		t.Fatal(err)
	}
	var all []string
	add := func(text string) {
		all = append(all, slot.ReplaceAllString(regexp.QuoteMeta(text), `\S+`))
	}
	for _, text := range texts {
		switch text := text.(type) {
		case string:
			add(text)
		case map[string]any: // the forms of a plural
			for _, form := range text {
				add(fmt.Sprint(form))
			}
		}
	}
	return regexp.MustCompile(`^(?:` + strings.Join(all, "|") + `)$`)
}

// What the guide tells people to press is on the screen, in the same words.
func TestGuideNamesWhatIsOnTheScreen(t *testing.T) {
	pages, texts, found := documentation(t), shown(t), 0
	for _, name := range guide {
		for _, label := range labelsIn(pages[name]) {
			found++
			if !texts.MatchString(label) {
				t.Errorf("%s: no text of the window is %q", name, label)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d labels found: is the guide written in another way now?", found)
	}
}

// anchors returns the places of a page, as GitHub names them after its headings.
func anchors(page string) (all []string) {
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(page, ""), -1) {
		text := link.ReplaceAllStringFunc(m[1], func(l string) string { return l[strings.Index(l, "[")+1 : strings.Index(l, "]")] })
		text = regexp.MustCompile(`[^\p{L}\p{N}\- ]`).ReplaceAllString(strings.ToLower(text), "")
		all = append(all, strings.ReplaceAll(text, " ", "-"))
	}
	return all
}

// A link from one page of the project to another leads somewhere, and so does the
// place on the page that it names.
func TestLinksOfTheDocumentation(t *testing.T) {
	pages := documentation(t)
	for name, page := range pages {
		for _, m := range link.FindAllStringSubmatch(inCode.ReplaceAllString(prose(page), ""), -1) {
			to, place, hasPlace := strings.Cut(m[1], "#")
			if strings.Contains(to, "://") || strings.HasPrefix(to, "mailto:") {
				continue
			}
			file := name
			if to != "" {
				file = path.Join(path.Dir(name), to)
			}
			if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(file))); err != nil {
				t.Errorf("%s: nothing is at %s", name, m[1])
				continue
			}
			if hasPlace && !slices.Contains(anchors(pages[file]), place) {
				t.Errorf("%s: %s has no heading for #%s", name, file, place)
			}
		}
	}
}

// Every picture in docs/pictures is shown by a page, and no page shows one that
// is missing (which the test of links finds).
func TestEveryPictureIsShown(t *testing.T) {
	shownBy := map[string]bool{}
	for name, page := range documentation(t) {
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			shownBy[path.Join(path.Dir(name), m[1])] = true
		}
	}
	files, err := filepath.Glob("../docs/pictures/*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, file := range files {
		if name := strings.TrimPrefix(filepath.ToSlash(file), "../"); !shownBy[name] {
			t.Errorf("%s is on no page; make pictures removes it", name)
		}
	}
}

// Every page in docs is in the index.
func TestEveryPageIsInTheIndex(t *testing.T) {
	pages := documentation(t)
	for name := range pages {
		base, ok := strings.CutPrefix(name, "docs/")
		if ok && base != "README.md" && !strings.Contains(pages["docs/README.md"], "]("+base+")") {
			t.Errorf("docs/README.md does not name %s", base)
		}
	}
}

// makeTarget is a target of make in a block of code or within the text.
var makeTarget = regexp.MustCompile("(?m)(?:^    |`)make ([a-z][a-z0-9-]*)")

// Every target of make that the documentation names exists.
func TestDocumentedTargetsExist(t *testing.T) {
	makefile, err := os.ReadFile("../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for name, page := range documentation(t) {
		if name == "CHANGELOG.md" {
			continue // its targets are those of their day
		}
		for _, m := range makeTarget.FindAllStringSubmatch(page, -1) {
			found++
			if !regexp.MustCompile(`(?m)^` + m[1] + `:`).Match(makefile) {
				t.Errorf("%s: there is no make %s", name, m[1])
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d targets found: are they written in another way now?", found)
	}
}

// What counts as a label, a place and code.
func TestReadDocumentation(t *testing.T) {
	const page = "# One `x`, two\n\nPress **Scan** or **Go >\nSites**.\n\n    sitewell **no**\n\n```sh\n# no heading\n**no**\n```\n\n`**no**`\n\n## [Marks](marks.md): who's\n"
	if diff := cmp.Diff([]string{"Scan", "Go", "Sites"}, labelsIn(page)); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"one-x-two", "marks-whos"}, anchors(page)); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}
