package results

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/storage"
)

// comparedJSON is what changed between two scans.
type comparedJSON struct {
	Address string              `json:"address"`
	From    *command.ScanJSON   `json:"from"`
	To      *command.ScanJSON   `json:"to"`
	Counts  *command.CountsJSON `json:"counts"`
	Changes []json.RawMessage   `json:"changes"` // as docs/changes.md describes them
}

// tellCompared writes for a program what changed; all: also what is still there.
func (p comparisons) tellCompared(ctx context.Context, src report.Changes, d core.Comparison, all bool) error {
	var lines bytes.Buffer
	if err := report.ChangesJSONLines(ctx, &lines, src); err != nil {
		return err
	}
	told := comparedJSON{Address: d.Site.Start, From: command.NewScanJSON(d.From), To: command.NewScanJSON(d.To), Counts: command.NewCountsJSON(d.Counts), Changes: []json.RawMessage{}}
	for line := range bytes.Lines(lines.Bytes()) {
		var kind struct {
			Change string `json:"change"`
		}
		if err := json.Unmarshal(line, &kind); err != nil {
			return err
		}
		if all || kind.Change != storage.StillThere.String() {
			told.Changes = append(told.Changes, json.RawMessage(bytes.TrimSpace(line)))
		}
	}
	return p.WriteJSON(told)
}

// redirectJSON is an address that is not found, and where it may lead.
type redirectJSON struct {
	Address    string `json:"address"`
	Pages      int    `json:"pages"`
	Decision   string `json:"decision"` // accepted, skipped or ""
	Target     string `json:"target"`
	Suggestion string `json:"suggestion"`
	Sure       bool   `json:"sure"`
	Why        string `json:"why"`
}

func newRedirectsJSON(all []core.Redirect) []redirectJSON {
	told := make([]redirectJSON, len(all))
	for i := range all {
		r := &all[i]
		_, why := redirectWords(*r)
		told[i] = redirectJSON{r.Address, r.Pages, string(r.Decision), r.Target, r.Suggestion.URL, r.Sure(), why}
	}
	return told
}

// forecastJSON is what is likely to break next on a site.
type forecastJSON struct {
	Scans        []storage.ScanID  `json:"scans"`
	Certificates []certificateJSON `json:"certificates"`
	Hosts        []trendJSON       `json:"hosts"`
}

type certificateJSON struct {
	Host    string    `json:"host"`
	Expires time.Time `json:"expires"`
	Days    int       `json:"daysLeft"`
	IsSoon  bool      `json:"isSoon"`
}

type trendJSON struct {
	Host  string        `json:"host"`
	Scans []failureJSON `json:"scans"`
}

type failureJSON struct {
	Checked int `json:"checked"`
	Failed  int `json:"failed"`
}

// newForecastJSON returns a forecast for programs, and whether something is likely to break
// soon.
func newForecastJSON(f storage.Forecast, now time.Time) (told forecastJSON, soon bool) {
	told = forecastJSON{Scans: []storage.ScanID{}, Certificates: []certificateJSON{}, Hosts: []trendJSON{}}
	for _, s := range f.Scans {
		told.Scans = append(told.Scans, s.ID)
	}
	for _, c := range f.Certificates {
		told.Certificates = append(told.Certificates, certificateJSON{c.Host, c.Expires.UTC(), c.DaysLeft(now), c.ExpiresSoon(now)})
		soon = soon || c.ExpiresSoon(now)
	}
	for _, t := range f.Hosts {
		one := trendJSON{Host: t.Host}
		for _, s := range t.Scans {
			one.Scans = append(one.Scans, failureJSON{s.Checked, s.Failed})
		}
		told.Hosts = append(told.Hosts, one)
		soon = true
	}
	return told, soon
}

// mapJSON is what rules do that say which address is which.
type mapJSON struct {
	Rules       string      `json:"rules"`
	Addresses   int         `json:"addresses"`
	Pages       int         `json:"pages"`
	Paired      int         `json:"paired"`
	PairedPages int         `json:"pairedPages"`
	Moved       int         `json:"moved"`
	Examples    []movedJSON `json:"examples"`
	Unpaired    []string    `json:"unpaired"`
	Ambiguous   []string    `json:"ambiguous"`
}

type movedJSON struct {
	Before string `json:"before"`
	Now    string `json:"now"`
}

func newMapJSON(m storage.MapPreview, rules string) mapJSON {
	told := mapJSON{rules, m.Addresses, m.Pages, m.Paired, m.PairedPages, m.Moved, []movedJSON{}, append([]string{}, m.Unpaired...), append([]string{}, m.Ambiguous...)}
	for _, e := range m.MovedExamples {
		told.Examples = append(told.Examples, movedJSON(e))
	}
	return told
}
