package scanner

import (
	"net/http"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/scanner/weburl"
)

// bans finds out whether a host of the site refuses everything for a while, because it
// was asked too fast: with 403 as Apache's mod_evasive does, or with 500 as mod_qos does
// (check 103). Then an address that worked before is refused, too. Such a host is left
// alone until that address works again, and is asked less often from then on.
type bans struct {
	hosts *hosts
	// probe requests an address again, after a pause.
	probe func(u weburl.URL, now time.Time, pause time.Duration)
	// retry queues an address to be requested again, alone; conclude decides about it.
	retry    func(h *host, v *visit, now time.Time)
	conclude func(v *visit, now time.Time)
	hurry    time.Duration // divides pauses
}

// ban is what bans knows of a host.
type ban struct {
	worked    int        // addresses
	failed    int        // answers in a row that are failures of the server
	known     weburl.URL // the last of them
	held      []heldRefusal
	most      int  // of held, before known is requested
	isProbing bool // known is being requested
	waited    time.Duration
	pause     time.Duration // before known is requested again; 0: the host has not refused it
	gap       time.Duration // 0: the host was never found to ban
}

// heldRefusal is an address that was refused at a time.
type heldRefusal struct {
	visit *visit
	at    time.Time
}

const (
	minBanWorked = 5 // before that, nothing shows that the host ever answers
	minBanHeld   = 5 // refused in a row
	maxBanHeld   = 320
	firstBanWait = 12 * time.Second // mod_evasive bans for 10 seconds
	maxBanWait   = 5 * time.Minute  // in all
	firstBanGap  = 50 * time.Millisecond
)

func newBans(c *coordinator) *bans {
	b := &bans{hosts: c.hosts, conclude: c.conclude, hurry: 1}
	if c.engine.opts.NoDelay {
		b.hurry = 10
	}
	b.probe = func(u weburl.URL, now time.Time, pause time.Duration) {
		c.dispatcher.delay(task{purpose: probeBan, url: u, internal: true}, now, pause)
	}
	b.retry = func(h *host, v *visit, now time.Time) {
		c.retries.add(v.job.ID, v.answer.Evidence.Attempts)
		h.front.RetryWhenQuiet(h.queue, v.job.ID, v.job.Try, now)
	}
	return b
}

// isBan reports whether an answer may be that of a ban.
func isBan(v *visit) bool {
	a := v.answer
	return (a.Status == http.StatusForbidden || a.Status >= 500 && !isRefusal(a)) &&
		a.Outcome == outcome.FromStatus(a.Status) && a.Wall == "" && !isRedirected(v)
}

// note takes an answer of the site into account.
func (b *bans) note(h *host, v *visit, now time.Time) {
	if h.isInternal && isBan(v) && v.answer.Status >= 500 {
		h.ban.failed++
	}
	if !h.isInternal || v.answer.Status == 0 || isBan(v) || h.ban.isProbing {
		return
	}
	h.ban.failed = 0
	if v.answer.Status/100 == 2 && !isRedirected(v) {
		h.ban.worked++
		h.ban.known = v.url
	}
	if held := h.ban.held; len(held) > 0 && v.answer.At.After(held[0].at) { // requests before that prove nothing
		b.release(h, now)
	}
}

// await reports whether an address waits until it is known whether its host refuses
// everything.
func (b *bans) await(h *host, v *visit, now time.Time) bool {
	if !h.isInternal || !isBan(v) || v.isPlainRefusal || h.isBackedOff || h.ban.worked < minBanWorked {
		return false
	}
	if v.answer.Status >= 500 && h.ban.failed < minBanHeld { // a few failures are tried again as usual
		return false
	}
	h.ban.held = append(h.ban.held, heldRefusal{v, now})
	v.answer.Release()
	if len(h.ban.held) >= max(minBanHeld, h.ban.most) {
		b.begin(h, now)
	}
	return true
}

// mayBeRefused reports whether an answer that is not of an address to be checked may be
// that of a ban, because others of its host are held for it.
func (b *bans) mayBeRefused(h *host, v *visit) bool {
	return isBan(v) && !h.isBackedOff && (h.ban.isProbing || len(h.ban.held) > 0)
}

// begin requests an address of a host that worked, and nothing else until it is
// answered.
func (b *bans) begin(h *host, now time.Time) {
	if h.ban.isProbing {
		return
	}
	h.ban.isProbing, h.ban.pause, h.ban.waited = true, 0, 0
	h.front.Close(h.queue)
	b.probe(h.ban.known, now, 0)
}

// handleProbe handles the answer of an address that worked.
func (b *bans) handleProbe(h *host, v *visit, now time.Time) {
	s := &h.ban
	switch {
	case isBan(v) && s.waited < maxBanWait/b.hurry:
		s.pause = max(firstBanWait/b.hurry, 2*s.pause)
		s.waited += s.pause
		h.front.BackOff(h.queue, now.Add(s.pause)) // progress shows it
		b.probe(s.known, now, s.pause)
		return
	case isBan(v):
		h.isBackedOff = true
		for _, r := range s.held {
			r.visit.answer.Outcome = outcome.RateLimited
		}
		b.release(h, now)
	case s.pause > 0:
		s.gap = min(max(2*s.gap, firstBanGap/b.hurry), maxRateGap/b.hurry)
		h.queue.SetGap(s.gap)
		for _, r := range s.held {
			b.retry(h, r.visit, now)
		}
		s.held = nil
	default:
		s.most = min(2*max(minBanHeld, s.most), maxBanHeld)
		s.failed = 0
		b.release(h, now)
	}
	s.isProbing = false
	h.front.Open(h.queue)
}

// settle decides about what waits once nothing else is left to be requested. It
// reports whether there was anything.
func (b *bans) settle(now time.Time) bool {
	wasWaiting := false
	for _, h := range b.hosts.list {
		switch n := len(h.ban.held); {
		case n == 0:
			continue
		case n > 1 || h.ban.gap > 0:
			b.begin(h, now)
		default:
			b.release(h, now)
		}
		wasWaiting = true
	}
	return wasWaiting
}

// release concludes what waits: its host means these addresses.
func (b *bans) release(h *host, now time.Time) {
	held := h.ban.held
	h.ban.held = nil
	for _, r := range held {
		r.visit.isPlainRefusal = true
		b.conclude(r.visit, now)
	}
}
