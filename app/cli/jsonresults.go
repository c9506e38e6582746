package cli

import (
	"time"

	"sitewell/app/core"
	"sitewell/app/returned"
	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// recheckedJSON is what came of checking addresses again.
type recheckedJSON struct {
	Scan      storage.ScanID         `json:"scan"`
	Addresses []recheckedAddressJSON `json:"addresses"`
	Unsettled int                    `json:"unsettled"`
	Unsafe    int                    `json:"unsafe"`
	Left      int                    `json:"left"`
}

type recheckedAddressJSON struct {
	Address string      `json:"address"`
	Before  string      `json:"before"`
	Now     string      `json:"now"`
	Outcome outcome.Key `json:"outcome"`
}

func newRecheckedJSON(scan storage.ScanID, s storage.RecheckSummary, rows []storage.Row) recheckedJSON {
	addresses := make(map[storage.URLID]string, len(rows))
	for i := range rows {
		addresses[rows[i].ID] = rows[i].URL
	}
	told := recheckedJSON{Scan: scan, Addresses: make([]recheckedAddressJSON, len(s.Results)), Unsettled: s.Unsettled, Unsafe: s.Unsafe, Left: s.Left}
	for i, r := range s.Results {
		told.Addresses[i] = recheckedAddressJSON{addresses[r.ID], r.Before.String(), r.After.String(), r.Outcome}
	}
	return told
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

// brandJSON is a brand without its logo.
type brandJSON struct {
	Name     string   `json:"name"`
	Client   string   `json:"client"`
	Default  bool     `json:"default"`
	Footer   string   `json:"footer"`
	LogoType string   `json:"logoType"`
	Accent   string   `json:"accent"`
	Language string   `json:"language"`
	Promise  int      `json:"promise"`
	Without  []string `json:"without"`
}

func newBrandJSON(b storage.Brand) brandJSON {
	return brandJSON{b.Name, b.Client, b.Default, b.Footer, b.LogoType, b.Accent, b.Language, b.Promise, append([]string{}, b.Without...)}
}

// dbCheckJSON is what a check of the history found.
type dbCheckJSON struct {
	File           string           `json:"file"`
	IsSound        bool             `json:"isSound"`
	DamagedParts   bool             `json:"structureDamaged"`
	DamagedTables  []string         `json:"damagedTables"`
	SoundScans     []storage.ScanID `json:"soundScans"`
	DamagedScanIDs []storage.ScanID `json:"damagedScans"`
}

func newDBCheckJSON(file string, check storage.DatabaseCheck) dbCheckJSON {
	told := dbCheckJSON{file, check.IsSound(), check.Structure != nil, append([]string{}, check.Tables...), []storage.ScanID{}, []storage.ScanID{}}
	for _, s := range check.Scans {
		if s.Damage == nil {
			told.SoundScans = append(told.SoundScans, s.Scan.ID)
		} else {
			told.DamagedScanIDs = append(told.DamagedScanIDs, s.Scan.ID)
		}
	}
	return told
}

// salvagedJSON is what was saved of a damaged history.
type salvagedJSON struct {
	File          string         `json:"file"`
	Kept          string         `json:"kept"`
	DamagedTables []string       `json:"damagedTables"`
	Scans         []salvagedScan `json:"scans"`
}

type salvagedScan struct {
	Scan          storage.ScanID `json:"scan"`
	IsLost        bool           `json:"isLost"`
	LostAddresses int            `json:"lostAddresses"`
	LostLinks     int            `json:"lostLinks"`
}

func newSalvagedJSON(file string, s storage.Salvaged) salvagedJSON {
	told := salvagedJSON{file, s.Kept, append([]string{}, s.Tables...), []salvagedScan{}}
	for _, scan := range s.Scans {
		told.Scans = append(told.Scans, salvagedScan{scan.Scan.ID, scan.Gone, scan.Results, scan.Links})
	}
	return told
}

// workbookJSON is what a workbook changes.
type workbookJSON struct {
	Address   string           `json:"address"`
	Scan      storage.ScanID   `json:"scan"`
	Changes   []workbookChange `json:"changes"`
	Conflicts int              `json:"conflicts"`
	Written   int              `json:"written"`
}

type workbookChange struct {
	Key      string `json:"key"`
	Title    string `json:"title"`
	Field    string `json:"field"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Conflict bool   `json:"conflict"`
}

func newWorkbookJSON(plan *returned.Plan, written int) workbookJSON {
	told := workbookJSON{plan.Site.Start, plan.Scan.ID, []workbookChange{}, plan.Conflicts(), written}
	for _, c := range plan.Changes {
		told.Changes = append(told.Changes, workbookChange{c.Key, c.Title, string(c.Field), c.Before, c.After, c.Conflict})
	}
	return told
}

// outcomeJSON is an outcome in a list.
type outcomeJSON struct {
	Outcome outcome.Key `json:"outcome"`
	Title   string      `json:"title"`
}

// explanationJSON is the explanation of an outcome.
type explanationJSON struct {
	outcomeJSON
	Short      string          `json:"short"`
	Fix        string          `json:"fix"`
	When       string          `json:"when"`
	Why        string          `json:"why"`
	Markdown   string          `json:"markdown"`
	Related    []outcome.Key   `json:"related"`
	References []referenceJSON `json:"references"`
}

type referenceJSON struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

func newExplanationJSON(e knowledge.Explanation) explanationJSON {
	told := explanationJSON{outcomeJSON{e.Key, e.Title}, e.Short, e.Fix, e.When, e.Why, e.Markdown(), append([]outcome.Key{}, e.Related...), []referenceJSON{}}
	for _, r := range e.References {
		told.References = append(told.References, referenceJSON{r.Text, r.URL})
	}
	return told
}

func newOutcomesJSON(entries []knowledge.Entry) []outcomeJSON {
	all := make([]outcomeJSON, len(entries))
	for i, e := range entries {
		all[i] = outcomeJSON{e.Key, e.Title}
	}
	return all
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
