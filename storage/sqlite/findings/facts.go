package findings

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// The column facts has what a page says of itself as a JSON array: heading, canonical
// address, directives for search engines, description, hash of the text, number of
// internal links, and of an entry of WordPress its number and the folder of that. It is one column, as most findings are of no page, and each column
// more takes a byte of every finding. More may be added at the end of the array.

// PackFacts returns what the column facts stores. internalLinks is how many links
// lead visitors to addresses of the site.
func PackFacts(f *result.PageFacts, internalLinks int) string {
	// A value of these types has no error.
	all := []any{f.Heading, f.Canonical, f.Robots, f.Description, f.Text, internalLinks}
	if f.Post != 0 {
		all = append(all, f.Post)
		if f.PostFolder != "/" {
			all = append(all, f.PostFolder)
		}
	}
	text, _ := json.Marshal(all)
	return string(text)
}

// UnpackFacts reads what the column facts stores into the fields of a page. Its error
// is ErrCorrupt.
func UnpackFacts(text []byte, f *storage.PageFacts) error {
	fields := []any{&f.Heading, &f.Canonical, &f.Robots, &f.Description, &f.Text, &f.InternalLinks, &f.Post, &f.PostFolder}
	if err := json.Unmarshal(text, &fields); err != nil {
		return fmt.Errorf("%w: facts of a page: %w", storage.ErrCorrupt, err)
	}
	if len(fields) < 6 {
		return fmt.Errorf("%w: facts of a page %q", storage.ErrCorrupt, text)
	}
	if f.Post != 0 && f.PostFolder == "" {
		f.PostFolder = "/"
	}
	return nil
}

// MadeWith returns what the site of a scan was made with, nil where the scan did not
// look. Its error is ErrCorrupt for what is no JSON object.
func MadeWith(tx *sql.Tx, scan storage.ScanID) (versions map[string]string, err error) {
	var text string
	if err := tx.QueryRow(`SELECT made_with FROM scan WHERE id = ?`, scan).Scan(&text); err != nil || text == "" {
		return nil, err
	}
	if err := json.Unmarshal([]byte(text), &versions); err != nil {
		return nil, fmt.Errorf("%w: what the site of scan %d is made with: %w", storage.ErrCorrupt, scan, err)
	}
	return versions, nil
}
