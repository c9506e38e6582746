package scanner

import (
	"testing"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// audit holds the coordinator's own books to truth 1 between any two of its
// steps: by count, and by address whenever a batch has gone out, since that
// looks at every address.
func audit(t *testing.T) func(r *run) {
	t.Helper()
	batch := (*result.Batch)(nil)
	return func(r *run) {
		p := r.snapshot(r.count.began, false)
		skipped := 0
		for _, s := range p.SkippedBy {
			skipped += s.Count
			if info, known := outcome.Lookup(s.Outcome); !known || info.Internal != outcome.Skipped && info.External != outcome.Skipped {
				t.Errorf("%d addresses are skipped for %q", s.Count, s.Outcome)
			}
		}
		if p.Found != p.Checked+p.Skipped+p.Waiting || p.Waiting < 0 || skipped != p.Skipped || p.Found != r.book.seen.Len() {
			t.Errorf("found %d of %d, checked %d, skipped %d (%d by reason), waiting %d", p.Found, r.book.seen.Len(), p.Checked, p.Skipped, skipped, p.Waiting)
		}
		if r.batch == batch {
			return
		}
		batch = r.batch
		waiting, kept := 0, r.home.Waiting()+r.home.Flying()+r.others.Waiting()+r.others.Flying()
		for id := result.ID(1); int(id) <= r.book.seen.Len(); id++ {
			e := r.book.at(id)
			if e.is(done) {
				continue
			}
			waiting++
			if e.host == nil {
				t.Errorf("address %d waits for nothing", id)
			}
			if e.is(aside) {
				kept++
			}
		}
		for _, d := range r.doubts.dirs {
			kept += len(d.held)
		}
		for _, h := range r.hosts {
			kept += len(h.sale.held)
		}
		if waiting != p.Waiting {
			t.Errorf("%d addresses have no check, progress says %d", waiting, p.Waiting)
		}
		if waiting > kept {
			t.Errorf("%d addresses wait, but only %d are queued, under way or held", waiting, kept)
		}
	}
}
