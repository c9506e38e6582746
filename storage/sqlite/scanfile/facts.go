package scanfile

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"

	"sitewell/storage"
	"sitewell/storage/sqlite/findings"
)

const (
	longestFacts = 64 << 10 // bytes of JSON
	mostMadeWith = 10_000   // names
)

// cleanFacts returns what is stored of the facts of a page, NULL for none.
func cleanFacts(facts sql.NullString) (any, error) {
	if !facts.Valid {
		return nil, nil
	}
	if err := short("facts", facts.String, longestFacts); err != nil {
		return nil, err
	}
	var f storage.PageFacts
	if err := findings.UnpackFacts([]byte(facts.String), &f); err != nil {
		return nil, err
	}
	return findings.PackFacts(&f.PageFacts, f.InternalLinks), inRange("internal links", int64(f.InternalLinks), 0, math.MaxInt32)
}

// importMadeWith stores what the site of the scan is made with; "" if the scan did not
// look.
func (i *importer) importMadeWith(text string) error {
	if text == "" {
		return nil
	}
	var versions map[string]string
	if err := json.Unmarshal([]byte(text), &versions); err != nil {
		return fmt.Errorf("%w: made with: %w", storage.ErrCorrupt, err)
	}
	if len(versions) == 0 || len(versions) > mostMadeWith {
		return invalid("number of names that the site is made with:", len(versions))
	}
	for name, version := range versions {
		if err := short("version", name+version, longestName); err != nil {
			return err
		}
	}
	clean, err := json.Marshal(versions)
	if err == nil {
		_, err = i.tx.Exec(`UPDATE scan SET made_with = ? WHERE id = ?`, string(clean), i.to.Scan)
	}
	return err
}
