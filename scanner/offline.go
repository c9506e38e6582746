package scanner

import (
	"time"

	"sitewell/scanner/fetch"
	"sitewell/scanner/result"
)

// offlineWatch notices when this computer has lost its network, so that no address
// is called broken because of that (check 78). After several failures in a row that
// look like it, from more than one address, the start address of the site is
// requested. While that fails as well, the scan waits and tries again.
type offlineWatch struct {
	interval  time.Duration // between two requests for the start address
	inRow     int           // failures that look like it, without an answer in between
	isProbing bool          // whether the start address answers
	since     time.Time     // zero: the network is there
	until     time.Time     // when the start address is requested next
	ignored   int           // further failures to ignore, because the start address answered
}

const (
	offlineAfter       = 6 // failures in a row
	offlineInterval    = 5 * time.Second
	offlineNoDelay     = 20 * time.Millisecond // interval with Options.NoDelay
	offlineIgnoreAfter = 200
)

func newOfflineWatch(o Options) *offlineWatch {
	if o.NoDelay {
		return &offlineWatch{interval: offlineNoDelay}
	}
	return &offlineWatch{interval: offlineInterval}
}

// isOffline reports whether the scan waits for the network.
func (o *offlineWatch) isOffline() bool { return !o.since.IsZero() }

// noteOffline looks at an answer. sendAgain: there is no network, so the request
// must be sent again. probe: the start address must be requested, and its answer
// handed to handleProbe.
func (o *offlineWatch) noteOffline(a *fetch.Answer) (sendAgain, probe bool) {
	if a.Err == nil || !fetch.LooksOffline(a.Err) {
		if a.Status != 0 {
			o.inRow = 0
			o.since = time.Time{}
		}
		return false, false
	}
	if o.isOffline() {
		return true, false
	}
	if o.ignored > 0 {
		o.ignored--
		return false, false
	}
	o.inRow++
	if o.inRow >= offlineAfter && !o.isProbing {
		o.isProbing = true
		return false, true
	}
	return false, false
}

// handleProbe looks at the answer of the start address. It reports whether the
// network is still away: then the start address must be requested again after
// o.interval.
func (o *offlineWatch) handleProbe(a *fetch.Answer, now time.Time) (stillOffline bool) {
	if a.Err == nil || !fetch.LooksOffline(a.Err) {
		*o = offlineWatch{interval: o.interval, ignored: offlineIgnoreAfter}
		return false
	}
	if !o.isOffline() {
		o.since = now
	}
	o.until = now.Add(o.interval)
	return true
}

// wait returns what progress shows while the scan waits for the network.
func (o *offlineWatch) wait() (result.HostWait, bool) {
	if !o.isOffline() {
		return result.HostWait{}, false
	}
	return result.HostWait{Until: o.until, Reason: result.WaitOffline}, true
}
