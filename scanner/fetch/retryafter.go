package fetch

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MaxRetryAfter is the longest wait that a server is believed to mean.
const MaxRetryAfter = time.Hour

// RetryAfter reads the field of that name (RFC 9110 §10.2.3): seconds, or a
// date, in which case now counts. A time in the past is 0, an absurd one is
// MaxRetryAfter (check 59). It reports false where there is no field or it
// says nothing that can be understood.
func RetryAfter(h http.Header, now time.Time) (wait time.Duration, ok bool) {
	field := strings.TrimSpace(h.Get("Retry-After"))
	if field == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(field, 64); err == nil && !math.IsNaN(seconds) {
		// Fractions are against the RFC, and seen in the wild.
		if seconds >= MaxRetryAfter.Seconds() {
			return MaxRetryAfter, true
		}
		return max(0, time.Duration(seconds*float64(time.Second))), true
	}
	at, err := http.ParseTime(field)
	if err != nil {
		return 0, false
	}
	return min(max(0, at.Sub(now)), MaxRetryAfter), true
}

// parseLength reads a Content-Length, -1 for none or nonsense.
func parseLength(field string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(field), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}
