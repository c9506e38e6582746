package sqlite

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// randomSite makes a site of some pages with random links: some paths redirect, some
// fail, and some are not there.
func randomSite(r *rand.Rand) map[string]madePageOf {
	pages := map[string]madePageOf{}
	for i := range 9 {
		path := []string{"", "a", "b", "c", "d", "e", "f", "g", "h"}[i]
		p := madePageOf{title: fmt.Sprint("T", r.IntN(2)), facts: result.PageFacts{Heading: fmt.Sprint("H", r.IntN(2)), Text: uint32(r.IntN(2))}}
		for to := range strings.SplitSeq(" a b c d e f g h", " ") {
			if r.IntN(4) == 0 {
				p.links = append(p.links, to)
			}
		}
		switch n := r.IntN(12); {
		case i == 0 || n < 8:
		case n == 8:
			p.to = "a"
		case n == 9:
			p.says = "500 broken"
		default:
			continue // 404
		}
		if p.to == path {
			p.to = ""
		}
		pages[path] = p
	}
	return pages
}

// randomLimits makes a scan that is whole, stopped, or limited by its settings.
func randomLimits(r *rand.Rand) (storage.State, madeLimits) {
	some := map[string]bool{}
	for path := range strings.SplitSeq("a b c d e f g h", " ") {
		some[path] = r.IntN(4) == 0
	}
	is := func(path string) bool { return some[path] }
	switch r.IntN(5) {
	case 0:
		return storage.Stopped, madeLimits{read: func(path string) bool { return !some[path] }}
	case 1:
		return storage.Complete, madeLimits{read: func(path string) bool { return !some[path] }}
	case 2:
		return storage.Complete, madeLimits{omit: is}
	default:
		return storage.Complete, madeLimits{}
	}
}

// mirrored returns the lines that pagesOf returns for a comparison the other way round.
func mirrored(lines []string) []string {
	var all []string
	for _, l := range lines {
		head, pages, _ := strings.Cut(l, ": ")
		if what, ok := strings.CutPrefix(head, "page-removed"); ok {
			head = "page-new" + what
		} else if what, ok := strings.CutPrefix(head, "page-new"); ok {
			head = "page-removed" + what
		} else {
			var field, edit, before, now string
			fmt.Sscanf(head, "page-changed %s %s %q %q", &field, &edit, &before, &now)
			edit = map[string]string{"added": "dropped", "dropped": "added"}[edit] + map[bool]string{true: "", false: edit}[edit == "added" || edit == "dropped"]
			head = fmt.Sprintf("page-changed %s %s %q %q", field, edit, now, before)
		}
		all = append(all, head+": "+pages)
	}
	slices.Sort(all)
	return all
}

// Whatever two scans read of two random sites: no page is called removed without a
// proof, the comparison the other way round has the same changes, a scan that is
// compared with itself has none, and a site that moved has the same as one that did
// not.
func TestComparePagesProperties(t *testing.T) {
	for seed := range uint64(40 * *rounds) {
		r := rand.New(rand.NewPCG(seed, 15))
		db := newDB(t)
		id, other := newSite(t, db), newSite(t, db)
		before, now := randomSite(r), randomSite(r)
		if r.IntN(3) == 0 {
			now = before
		}
		fromState, fromLimits := randomLimits(r)
		toState, toLimits := randomLimits(r)
		p := storage.Pair{From: madeScan(t, db, id, site, fromState, before, fromLimits)}
		p.To = madeScan(t, db, id, site, toState, now, toLimits)
		lines, counts := pagesOf(t, db, p)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("seed %d: %s\nbefore %v\nnow %v\n%s", seed, fmt.Sprintf(format, args...), before, now, strings.Join(lines, "\n"))
		}
		if counts.Before-counts.Removed-counts.NotReached != counts.Now-counts.New-counts.NotKnown {
			fail("counts do not add up: %+v", counts)
		}
		checkProofs(fail, lines, before, now, toState == storage.Complete && toLimits.omit == nil)

		back, backCounts := pagesOf(t, db, storage.Pair{From: p.To, To: p.From})
		slices.Sort(back)
		if d := cmp.Diff(back, mirrored(lines)); len(lines) > 0 && d != "" {
			fail("the other way round:\n%s", d)
		}
		if backCounts.New != counts.Removed || backCounts.NotKnown != counts.NotReached {
			fail("counts the other way round: %+v and %+v", counts, backCounts)
		}
		for _, scan := range []storage.ScanID{p.From, p.To} {
			if same, n := pagesOf(t, db, storage.Pair{From: scan, To: scan}); len(same) > 0 || n.NotReached+n.NotKnown > 0 {
				fail("scan %d with itself: %q %+v", scan, same, n)
			}
			if err := db.Verify(t.Context(), scan); err != nil {
				fail("%v", err)
			}
		}

		m, err := storage.ParseAddressMap([]string{storage.MapHost}, site, moved)
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := storage.Pair{From: p.From, To: madeScan(t, db, other, moved, toState, now, toLimits), Map: m}
		linesElsewhere, _ := pagesOf(t, db, elsewhere)
		if d := cmp.Diff(lines, linesElsewhere); d != "" {
			fail("after the site moved (-where it was +where it is):\n%s", d)
		}
		want, got := changesOf(t, db, p), map[string]string{}
		for path, says := range changesOf(t, db, elsewhere) {
			got[strings.TrimPrefix(path, moved)] = says
		}
		if d := cmp.Diff(want, got); d != "" {
			fail("problems after the site moved (-where it was +where it is):\n%s", d)
		}
		consistent(t, db, elsewhere)
	}
}

// checkProofs checks that the pages that are called removed are proved to be by what
// the site was and is. canMiss: the later scan may say that nothing leads to a page.
func checkProofs(fail func(format string, args ...any), lines []string, before, now map[string]madePageOf, canMiss bool) {
	removed := map[string]string{}
	for _, l := range lines {
		if what, ok := strings.CutPrefix(l, "page-removed "); ok {
			proof, path, _ := strings.Cut(what, ": ")
			removed[path] = proof
		}
	}
	for path, proof := range removed {
		p, isThere := now[path]
		switch {
		case proof == "gone" && isThere, proof == "redirected" && p.to == "":
			fail("%q is called %s", path, proof)
		case proof != "unlinked":
			continue
		case !canMiss:
			fail("%q is called removed by a scan that can't tell", path)
		}
		for from, q := range before {
			later, isPage := now[from]
			isPage = isPage && later.to == "" && later.says == ""
			if slices.Contains(q.links, path) && q.to == "" && q.says == "" && from != path && later.says != "" && removed[from] == "" {
				fail("%q leads to %q, and was not read again", from, path)
			}
			if isPage && slices.Contains(later.links, path) && removed[from] == "" && slices.Contains(q.links, path) {
				fail("%q leads to %q still", from, path)
			}
		}
	}
}
