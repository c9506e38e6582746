package sites

import (
	"context"
	"maps"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/background"
	"sitewell/ui/words"
)

// since knows what changed with the newest scan of each site, as far as that was
// found out. Comparing large scans takes a while, so it is done site by site while
// the list is shown.
type since struct {
	loader background.Loader[map[scanKey]storage.ChangeCounts]
	known  map[scanKey]storage.ChangeCounts
}

// scanKey is a scan as it was compared: an address that is checked again changes its
// numbers.
type scanKey struct {
	scan   storage.ScanID
	counts storage.Counts
}

func keyOf(s storage.SiteSummary) (key scanKey, ok bool) {
	if s.Last == nil || s.Last.State != storage.Complete && s.Last.State != storage.Stopped || len(s.Trend) == 0 {
		return key, false
	}
	if s.Last.State == storage.Complete && len(s.Trend) < 2 {
		return key, false // it is the first
	}
	return scanKey{s.Last.ID, s.Last.Counts}, true
}

// of says what changed with the newest scan of a site: "3 new, 2 fixed"; "" where
// that is not known.
func (l *since) of(s storage.SiteSummary) string {
	key, ok := keyOf(s)
	counts, known := l.known[key]
	if !ok || !known {
		return ""
	}
	return changed(counts)
}

// changed names what is new and what was fixed, with the link removed or not.
func changed(c storage.ChangeCounts) string {
	var parts []string
	for _, p := range []struct {
		n    int
		text string
	}{{c.New + c.CameBack, "{{.Count}} new"}, {c.Fixed + c.LinkRemoved, "{{.Count}} fixed"}} {
		if p.n > 0 {
			parts = append(parts, lang.N(p.text, p.n, map[string]any{"Count": words.Number(p.n)}))
		}
	}
	if len(parts) == 0 {
		return lang.L("Nothing new")
	}
	return lang.L("Last scan: {{.Changes}}", map[string]any{"Changes": strings.Join(parts, ", ")})
}

// compareFor is for how long sites are compared before the list shows it.
const compareFor = 200 * time.Millisecond

// compare finds out what changed with the scans of the first sites for which that is not
// known, and goes on with the next. The list is shown again for several of them at once,
// since that takes a while.
func (s *Screen) compare() {
	if s.since.known == nil {
		s.since.known = make(map[scanKey]storage.ChangeCounts)
	}
	var unknown []scanKey
	for _, site := range s.shown {
		key, ok := keyOf(site)
		if _, known := s.since.known[key]; ok && !known {
			unknown = append(unknown, key)
		}
	}
	if len(unknown) == 0 {
		return
	}
	s.since.loader.Load(s.o.Run, func(ctx context.Context) (map[scanKey]storage.ChangeCounts, error) {
		some := make(map[scanKey]storage.ChangeCounts)
		began := time.Now()
		for _, key := range unknown {
			c, err := s.o.Store.CompareToPrevious(ctx, key.scan)
			if err != nil {
				return some, err
			}
			if some[key] = c.Counts; time.Since(began) > compareFor {
				break
			}
		}
		return some, nil
	}, func(some map[scanKey]storage.ChangeCounts, err error) {
		maps.Copy(s.since.known, some)
		s.list.Refresh()
		if err == nil { // else it is said where a person compares the scans
			s.compare()
		}
	})
}
