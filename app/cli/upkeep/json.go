package upkeep

import (
	"sitewell/app/returned"
	"sitewell/assets/knowledge"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

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
