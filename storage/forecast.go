package storage

import (
	"cmp"
	"slices"
	"time"
)

// Forecast is what is likely to break on a site next.
type Forecast struct {
	Scans        []Scan // that it is based on, oldest first
	Certificates []Certificate
	Hosts        []HostTrend
}

// Certificate is when the certificate of a host expires, as the newest scan saw it.
type Certificate struct {
	Host    string
	Expires time.Time
}

// ExpiresSoon reports whether a certificate has expired or expires within 30 days.
func (c Certificate) ExpiresSoon(now time.Time) bool { return c.Expires.Sub(now) < 30*24*time.Hour }

// DaysLeft returns how many whole days a certificate is valid, negative where it has
// expired for a day or more.
func (c Certificate) DaysLeft(now time.Time) int { return int(c.Expires.Sub(now) / (24 * time.Hour)) }

// HostTrend is how many addresses of a host failed, scan by scan, oldest first.
type HostTrend struct {
	Host  string
	Scans []HostFailures
}

// HostFailures is how many addresses of a host one scan checked, and how many of these
// were Broken or Can't verify.
type HostFailures struct{ Checked, Failed int }

// Share returns how much of what was checked failed, from 0 to 1.
func (f HostFailures) Share() float64 {
	if f.Checked == 0 {
		return 0
	}
	return float64(f.Failed) / float64(f.Checked)
}

// trendScans is in how many scans in a row the share has to rise.
const trendScans = 3

// leastFailures is how many addresses of a host have to fail in the end.
const leastFailures = 3

// IsRising reports whether a host fails more and more: in each of the last three scans
// it was checked, and more addresses, which were also a larger part, failed than in the
// one before; in the last one three or more.
func (t HostTrend) IsRising() bool {
	if len(t.Scans) < trendScans || t.Scans[len(t.Scans)-1].Failed < leastFailures {
		return false
	}
	last := t.Scans[len(t.Scans)-trendScans:]
	for i := range last {
		if last[i].Checked == 0 || i > 0 && (last[i].Failed <= last[i-1].Failed || last[i].Share() <= last[i-1].Share()) {
			return false
		}
	}
	return true
}

// SortForecast puts what expires first, and what fails most, at the top, and leaves out
// the hosts that do not fail more and more.
func SortForecast(f *Forecast) {
	f.Hosts = slices.DeleteFunc(f.Hosts, func(t HostTrend) bool { return !t.IsRising() })
	slices.SortFunc(f.Hosts, func(a, b HostTrend) int {
		return cmp.Or(cmp.Compare(b.Scans[len(b.Scans)-1].Share(), a.Scans[len(a.Scans)-1].Share()), cmp.Compare(a.Host, b.Host))
	})
	slices.SortFunc(f.Certificates, func(a, b Certificate) int {
		return cmp.Or(a.Expires.Compare(b.Expires), cmp.Compare(a.Host, b.Host))
	})
}
