// Package several has several sites scanned, a few at a time: what waits, what runs, what
// is done, and what failed and why. It must not know how a scan is started or shown. All of
// it belongs to the window's thread.
package several

import (
	"slices"

	"sitewell/scanner/coverage"
	"sitewell/scanner/result"
	"sitewell/storage"
	"sitewell/ui/scanning"
)

// State is how far one of the sites is.
type State int

// The states.
const (
	Waiting State = iota
	Starting
	Running
	Done
	Failed
	Stopped
)

// Item is one of the sites.
type Item struct {
	Site  storage.SiteID
	Title string
	State State
	// Scan is that of the site, 0 before one has begun. One that Waiting has goes on.
	Scan storage.ScanID
	Why  string // it failed, in the reader's words
	// goesOn: its scan was stopped only by Pause.
	goesOn bool
}

// How is how scans are begun and looked at. The functions that take then return at once, and
// call it later on the window's thread.
type How struct {
	// Parallel is how many sites are scanned at a time.
	Parallel func() int
	// Begin starts a scan of a site, or goes on with the one that is given.
	Begin func(site storage.SiteID, resume storage.ScanID, then func(scanning.Job, error))
	// Read reads a scan that has ended.
	Read func(scan storage.ScanID, then func(storage.Scan, error))
	// Sentence says why something failed, and Gap why a site was not read.
	Sentence func(error) string
	Gap      func(coverage.Gap) string
	// Changed is called after each change, Finished when all sites are done with.
	Changed, Finished func()
}

// Queue has sites scanned.
type Queue struct {
	how    How
	items  []*Item
	jobs   map[storage.ScanID]scanning.Job
	paused bool
}

// New returns an empty queue.
func New(how How) *Queue { return &Queue{how: how, jobs: make(map[storage.ScanID]scanning.Job)} }

// Add has further sites scanned. Those that wait or are being scanned already are not added.
// What earlier runs left is forgotten once nothing of them is under way.
func (q *Queue) Add(sites []storage.Site) {
	if !q.Active() {
		q.items = nil
	}
	for _, s := range sites {
		if i := q.find(s.ID); i != nil {
			if i.State <= Running {
				continue
			}
			i.State, i.Scan, i.Why = Waiting, 0, ""
			continue
		}
		q.items = append(q.items, &Item{Site: s.ID, Title: s.Title()})
	}
	q.paused = false
	q.fill()
}

// Restore puts what an earlier run of the program did not finish into the queue, which
// waits for Resume.
func (q *Queue) Restore(items []Item) {
	for _, i := range items {
		i.State = Waiting
		q.items = append(q.items, &i)
	}
	q.paused = len(items) > 0
	q.how.Changed()
}

func (q *Queue) find(site storage.SiteID) *Item {
	for _, i := range q.items {
		if i.Site == site {
			return i
		}
	}
	return nil
}

// Of returns how far a site is; ok is false where it is not in the queue.
func (q *Queue) Of(site storage.SiteID) (item Item, ok bool) {
	if i := q.find(site); i != nil {
		return *i, true
	}
	return Item{}, false
}

// Holds reports whether a scan is one of the queue.
func (q *Queue) Holds(scan storage.ScanID) bool { _, ok := q.jobs[scan]; return ok }

// Active reports whether any site waits or is being scanned.
func (q *Queue) Active() bool {
	return slices.ContainsFunc(q.items, func(i *Item) bool { return i.State <= Running })
}

// Paused reports whether the queue waits for Resume.
func (q *Queue) Paused() bool { return q.paused }

// fill starts scans while there is room.
func (q *Queue) fill() {
	for _, i := range slices.Clone(q.items) {
		if q.paused || q.count(Starting)+q.count(Running) >= max(q.how.Parallel(), 1) {
			break
		}
		if i.State != Waiting {
			continue
		}
		i.State = Starting
		q.how.Begin(i.Site, i.Scan, func(job scanning.Job, err error) { q.begun(i, job, err) })
	}
	q.how.Changed()
}

func (q *Queue) count(s State) (n int) {
	for _, i := range q.items {
		if i.State == s {
			n++
		}
	}
	return n
}

// begun is called when a scan has begun, or could not.
func (q *Queue) begun(i *Item, job scanning.Job, err error) {
	if err != nil {
		if i.State != Stopped { // meanwhile
			i.State, i.Why = Failed, q.how.Sentence(err)
		}
		q.next()
		return
	}
	q.jobs[job.Scan] = job
	isStopped := i.State == Stopped
	i.State, i.Scan, i.goesOn = Running, job.Scan, q.paused && !isStopped
	if q.paused || isStopped { // meanwhile
		job.Stop()
	}
	q.how.Changed()
}

// Ended is to be called when a scan of the queue runs no longer.
func (q *Queue) Ended(job scanning.Job) {
	delete(q.jobs, job.Scan)
	at := slices.IndexFunc(q.items, func(i *Item) bool { return i.Scan == job.Scan })
	if at < 0 {
		return
	}
	i := q.items[at]
	if err := job.Err(); err != nil {
		i.State, i.Why = Failed, q.how.Sentence(err)
		q.next()
		return
	}
	q.how.Read(job.Scan, func(s storage.Scan, err error) {
		q.judge(i, s, err)
		q.next()
	})
}

// judge finds out what came of a scan.
func (q *Queue) judge(i *Item, s storage.Scan, err error) {
	if err != nil {
		i.State, i.Why = Failed, q.how.Sentence(err)
		return
	}
	gaps := s.Gaps()
	switch {
	case s.State != storage.Complete && i.goesOn:
		i.State = Waiting
	case s.State != storage.Complete:
		i.State = Stopped
	case coverage.ExtentOf(gaps) == coverage.None:
		i.State, i.Why = Failed, q.how.Gap(gaps[0])
	default:
		i.State = Done
	}
}

// next goes on after a site is done with.
func (q *Queue) next() {
	q.fill()
	if !q.Active() {
		q.how.Finished()
	}
}

// Pause stops the scans that run, with what they found, and begins no further one.
func (q *Queue) Pause() {
	q.paused = true
	for _, i := range q.items {
		i.goesOn = i.State == Running
	}
	q.stopJobs()
	q.how.Changed()
}

// Resume goes on after Pause.
func (q *Queue) Resume() {
	q.paused = false
	q.fill()
}

// Stop stops the scans that run, with what they found, and forgets what waits.
func (q *Queue) Stop() {
	waited := q.paused
	q.paused = false
	for _, i := range q.items {
		i.goesOn = false
		if i.State == Waiting || i.State == Starting {
			i.State = Stopped
		}
	}
	q.stopJobs()
	q.how.Changed()
	if waited && !q.Active() {
		q.how.Finished()
	}
}

func (q *Queue) stopJobs() {
	for _, job := range q.jobs {
		job.Stop()
	}
}

// Retry scans the sites that failed once more.
func (q *Queue) Retry() {
	q.items = slices.DeleteFunc(q.items, func(i *Item) bool { return i.State != Failed && i.State > Running })
	for _, i := range q.items {
		if i.State == Failed {
			i.State, i.Scan, i.Why = Waiting, 0, ""
		}
	}
	q.fill()
}

// Clear forgets a run that is over.
func (q *Queue) Clear() {
	if !q.Active() {
		q.items = nil
		q.how.Changed()
	}
}

// Remove forgets a site that is deleted.
func (q *Queue) Remove(site storage.SiteID) {
	q.items = slices.DeleteFunc(q.items, func(i *Item) bool { return i.Site == site && (i.State == Waiting || i.State > Running) })
	q.how.Changed()
}

// Unfinished returns what waits or runs.
func (q *Queue) Unfinished() (items []Item) {
	for _, i := range q.items {
		if i.State <= Running {
			items = append(items, *i)
		}
	}
	return items
}

// Failures returns the sites that were not scanned.
func (q *Queue) Failures() (items []Item) {
	for _, i := range q.items {
		if i.State == Failed {
			items = append(items, *i)
		}
	}
	return items
}

// Sum is how far all sites are together.
type Sum struct {
	Sites, Waiting, Running, Done, Failed, Stopped int
	// Checked and Found are addresses, and Problems are those, of the scans that run.
	Checked, Found, Problems int
}

// Share returns how much is done, from 0 to 1. A scan under way counts as what it has
// checked of what it has found.
func (s Sum) Share() float64 {
	if s.Sites == 0 {
		return 0
	}
	part := 0.0
	if s.Found > 0 {
		part = float64(s.Running) * float64(s.Checked) / float64(s.Found)
	}
	return (float64(s.Done+s.Failed+s.Stopped) + part) / float64(s.Sites)
}

// Sum adds up how far all sites are.
func (q *Queue) Sum() Sum {
	s := Sum{
		Sites: len(q.items), Waiting: q.count(Waiting), Running: q.count(Starting) + q.count(Running),
		Done: q.count(Done), Failed: q.count(Failed), Stopped: q.count(Stopped),
	}
	for _, job := range q.jobs {
		p := job.Progress()
		s.Checked += p.Checked + p.Skipped
		s.Found += p.Found
		s.Problems += p.Problems
	}
	return s
}

// Progress returns how far the scan of a site is; ok is false where none of the queue runs.
func (q *Queue) Progress(site storage.SiteID) (p result.Progress, ok bool) {
	for _, job := range q.jobs {
		if job.Site == site {
			return job.Progress(), true
		}
	}
	return p, false
}
