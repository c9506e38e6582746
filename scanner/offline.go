package scanner

import (
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

// offline notices when this computer has lost its network, so that nothing is
// called broken for it (check 78). Failures that look so, one after another
// and from more than one address, raise the suspicion; then the site's own
// start address is asked. While it can't be reached either, the scan waits and
// asks again now and then.
type offline struct {
	inRow     int  // failures that look so, without any answer between
	asking    bool // whether the site answers
	since     time.Time
	until     time.Time // when it is asked next
	dismissed int       // failures to disregard, after the site was found to answer
}

const (
	offlineAfter    = 6 // failures in a row
	offlineEvery    = 5 * time.Second
	offlineDismiss  = 200
	offlineFastEach = 20 * time.Millisecond // with NoDelay
)

// active reports whether the scan waits for the network.
func (o *offline) active() bool { return !o.since.IsZero() }

// heed takes in whether an answer looks as if there were no network. It
// reports whether the address must be asked again because there is none.
func (r *run) heed(a *fetch.Answer, now time.Time) bool {
	o := &r.offline
	if a.Err == nil || !fetch.LooksOffline(a.Err) {
		if a.Status != 0 {
			o.inRow = 0
			o.since = time.Time{}
		}
		return false
	}
	if o.active() {
		return true
	}
	if o.dismissed > 0 {
		o.dismissed--
		return false
	}
	o.inRow++
	if o.inRow >= offlineAfter && !o.asking {
		r.askHome()
	}
	return false
}

func (r *run) askHome() {
	r.offline.asking = true
	r.errands = append(r.errands, task{purpose: toAskHome, url: r.e.start, internal: true})
}

// asked takes in whether the site itself can be reached.
func (r *run) askedHome(v *visit, now time.Time) {
	o := &r.offline
	if v.answer.Err == nil || !fetch.LooksOffline(v.answer.Err) {
		*o = offline{dismissed: offlineDismiss}
		return
	}
	if !o.active() {
		o.since = now
		r.e.log.Info("this computer seems to be offline, waiting")
	}
	pause := offlineEvery
	if r.e.opts.NoDelay {
		pause = offlineFastEach
	}
	o.until = now.Add(pause)
	r.later(task{purpose: toAskHome, url: r.e.start, internal: true}, now, pause)
}

// waitingForNetwork is what progress says of it.
func (r *run) waitingForNetwork() (result.HostWait, bool) {
	if !r.offline.active() {
		return result.HostWait{}, false
	}
	return result.HostWait{Until: r.offline.until, Reason: result.WaitOffline}, true
}
