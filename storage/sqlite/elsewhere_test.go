package sqlite

import (
	"errors"
	"slices"
	"testing"

	"golang.org/x/sync/errgroup"

	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/storage/sqlite/record"
)

// A scan that another program begins is running from the moment on that it can be seen.
func TestNewScanRunsAtOnce(t *testing.T) {
	db := newDB(t)
	other := openTest(t, db.file.Path)
	const scans = 100
	site := newSite(t, db)
	var writers []*record.Writer
	var group errgroup.Group
	group.Go(func() error {
		for range scans {
			w, err := db.NewScan(t.Context(), storage.Scan{Site: site})
			if err != nil {
				return err
			}
			writers = append(writers, w)
		}
		return nil
	})
	for seen := 0; seen < scans; { // the other program sees them all while they run
		states := stateOfScans(t, other, site)
		if seen = len(states); slices.Contains(states, storage.Interrupted) {
			t.Errorf("of %d scans that run, one is interrupted", seen)
			break
		}
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, w := range writers {
		w.Close()
	}
}

func stateOfScans(t *testing.T, db *DB, site storage.SiteID) (states []storage.State) {
	scans, err := db.Scans(t.Context(), site)
	if err != nil {
		t.Error(err)
	}
	for _, s := range scans {
		states = append(states, s.State)
	}
	return states
}

// A site that another program scans is not scanned a second time.
func TestSiteThatAnotherProgramScans(t *testing.T) {
	db := newDB(t)
	other := openTest(t, db.file.Path)
	site := newSite(t, db)
	begin := func(db *DB, site storage.SiteID) (*record.Writer, error) {
		w, err := db.NewScan(t.Context(), storage.Scan{Site: site})
		if err == nil {
			t.Cleanup(func() { w.Close() })
		}
		return w, err
	}
	stopped, err := begin(db, site)
	if err != nil {
		t.Fatal(err)
	}
	if err := stopped.Finish(t.Context(), storage.Stopped, result.Summary{}); err != nil {
		t.Fatal(err)
	}
	stopped.Close()
	running, err := begin(db, site)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := begin(other, site); !errors.Is(err, storage.ErrSiteElsewhere) {
		t.Errorf("a second scan: %v, want ErrSiteElsewhere", err)
	}
	if _, err := other.ResumeScan(t.Context(), stopped.ID()); !errors.Is(err, storage.ErrSiteElsewhere) {
		t.Errorf("another scan of it, resumed: %v, want ErrSiteElsewhere", err)
	}
	if _, err := other.ResumeScan(t.Context(), running.ID()); !errors.Is(err, storage.ErrElsewhere) {
		t.Errorf("the same scan, resumed: %v, want ErrElsewhere", err)
	}
	if _, err := begin(other, newSite(t, other)); err != nil {
		t.Errorf("another site: %v", err)
	}
	if n := len(stateOfScans(t, db, site)); n != 2 {
		t.Errorf("%d scans, want 2", n)
	}
	running.Close()
	if _, err := begin(other, site); err != nil {
		t.Errorf("after the scan: %v", err)
	}
}
