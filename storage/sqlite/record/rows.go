package record

import (
	"database/sql"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// rows are the findings that a batch adds or changes. All that it says of an
// address is filled in before the row is stored, with one statement.
type rows struct {
	first   result.ID // of fresh[0]
	fresh   []Finding // of addresses that the batch found first
	changed []*Finding
	index   map[result.ID]*Finding // of changed
}

// of returns the row of an address with the number url.
func (r *rows) of(id result.ID, url uint32) *Finding {
	if id >= r.first && id < r.first+result.ID(len(r.fresh)) {
		return &r.fresh[id-r.first]
	}
	f := r.index[id]
	if f == nil {
		f = &Finding{url: url}
		if r.index == nil {
			r.index = make(map[result.ID]*Finding)
		}
		r.index[id] = f
		r.changed = append(r.changed, f)
	}
	return f
}

func (r *rows) store(tx *sql.Tx, scan storage.ScanID) error {
	for _, f := range r.changed {
		if err := f.Update(tx, scan, f.url); err != nil {
			return err
		}
	}
	return insertFindings(tx, scan, r.fresh)
}
