package several

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/coverage"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/scanning"
)

// run is a scan that ends when the test says so.
type run struct{ stopped bool }

func (r *run) Progress() result.Progress { return result.Progress{Checked: 1, Found: 2, Problems: 1} }
func (r *run) Stop()                     { r.stopped = true }
func (r *run) Done() <-chan struct{}     { return nil }
func (r *run) Err() error                { return nil }

// desk is a queue with what it did.
type desk struct {
	*Queue
	begun    []string // site, and scan that goes on
	jobs     []scanning.Job
	scans    map[storage.ScanID]storage.Scan
	finished int
}

func newDesk(parallel int) *desk {
	d := &desk{scans: make(map[storage.ScanID]storage.Scan)}
	d.Queue = New(How{
		Parallel: func() int { return parallel },
		Begin: func(site storage.SiteID, resume storage.ScanID, then func(scanning.Job, error)) {
			d.begun = append(d.begun, fmt.Sprint(site, "/", resume))
			if site == 3 {
				then(scanning.Job{}, errors.New("down"))
				return
			}
			job := scanning.Job{Scan: storage.ScanID(100 + site), Site: site, Run: &run{}}
			d.jobs = append(d.jobs, job)
			then(job, nil)
		},
		Read:     func(scan storage.ScanID, then func(storage.Scan, error)) { then(d.scans[scan], nil) },
		Sentence: func(err error) string { return err.Error() },
		Gap:      func(g coverage.Gap) string { return "gap" },
		Changed:  func() {}, Finished: func() { d.finished++ },
	})
	return d
}

// end ends the scan of a site.
func (d *desk) end(site storage.SiteID, s storage.Scan) {
	i := slices.IndexFunc(d.jobs, func(j scanning.Job) bool { return j.Site == site })
	job := d.jobs[i]
	d.jobs = slices.Delete(d.jobs, i, i+1)
	d.scans[job.Scan] = s
	d.Ended(job)
}

func (d *desk) states() (all []string) {
	for _, i := range d.items {
		all = append(all, fmt.Sprint(i.Site, ":", i.State))
	}
	return all
}

func sites(n int) (all []storage.Site) {
	for i := range n {
		all = append(all, storage.Site{ID: storage.SiteID(i + 1), Start: fmt.Sprintf("https://site%d.example/", i+1)})
	}
	return all
}

// Never more than a few run; one that fails does not stop the others, and can be retried.
func TestSeveral(t *testing.T) {
	d := newDesk(2)
	d.Add(sites(5))
	d.Add(sites(2)) // they are there already
	if diff := cmp.Diff([]string{"1/0", "2/0"}, d.begun); diff != "" {
		t.Fatal(diff)
	}
	if s := d.Sum(); s.Sites != 5 || s.Running != 2 || s.Waiting != 3 || s.Found != 4 || s.Share() != 0.2 {
		t.Errorf("sum %+v, share %v", s, s.Share())
	}
	complete := storage.Scan{State: storage.Complete}
	d.end(1, complete)
	d.end(2, storage.Scan{State: storage.Complete, Diagnosis: string(result.StartUnreachable)})
	d.end(4, complete)
	if d.finished != 0 {
		t.Error("finished too early")
	}
	d.end(5, complete)
	if diff := cmp.Diff([]string{"1:3", "2:4", "3:4", "4:3", "5:3"}, d.states()); diff != "" || d.finished != 1 {
		t.Errorf("finished %d, %s", d.finished, diff)
	}
	if f := d.Failures(); len(f) != 2 || f[0].Why != "gap" || f[1].Why != "down" {
		t.Errorf("failures %+v", f)
	}
	d.Retry()
	if diff := cmp.Diff([]string{"2:2", "3:4"}, d.states()); diff != "" {
		t.Error(diff)
	}
	d.end(2, complete)
	d.Clear()
	if len(d.items) != 0 {
		t.Errorf("%d items left", len(d.items))
	}
}

// Paused scans go on where they were; stopped ones do not.
func TestPauseAndStop(t *testing.T) {
	d := newDesk(2)
	d.Add(sites(2))
	d.Pause()
	if !d.jobs[0].Run.(*run).stopped {
		t.Error("the scan runs on")
	}
	d.end(1, storage.Scan{State: storage.Stopped})
	d.end(2, storage.Scan{State: storage.Complete})
	if !d.Active() || len(d.Unfinished()) != 1 || d.finished != 0 {
		t.Errorf("%v, finished %d", d.states(), d.finished)
	}
	d.Resume()
	if diff := cmp.Diff([]string{"1/0", "2/0", "1/101"}, d.begun); diff != "" {
		t.Error(diff)
	}
	d.Stop()
	d.end(1, storage.Scan{State: storage.Stopped})
	if diff := cmp.Diff([]string{"1:5", "2:3"}, d.states()); diff != "" || d.finished != 1 {
		t.Errorf("finished %d, %s", d.finished, diff)
	}
}

// A person who resumes before the scans have stopped loses nothing.
func TestResumeAtOnce(t *testing.T) {
	d := newDesk(1)
	d.Add(sites(2))
	d.Pause()
	d.Resume()
	d.end(1, storage.Scan{State: storage.Stopped})
	if diff := cmp.Diff([]string{"1/0", "1/101"}, d.begun); diff != "" {
		t.Error(diff)
	}
	d.Remove(2)
	if len(d.items) != 1 {
		t.Errorf("%d items after one was deleted", len(d.items))
	}
}

// What an earlier run of the program left waits for the person.
func TestRestore(t *testing.T) {
	d := newDesk(2)
	d.Restore([]Item{{Site: 1, Scan: 101, State: Running}, {Site: 2}})
	if len(d.begun) != 0 || !d.Paused() {
		t.Fatalf("begun %v", d.begun)
	}
	d.Resume()
	if diff := cmp.Diff([]string{"1/101", "2/0"}, d.begun); diff != "" {
		t.Error(diff)
	}
}
