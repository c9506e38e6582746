package query

import "time"

// Int returns 1 for true.
func Int(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Time returns a time in UTC from milliseconds since 1970; 0 is the zero time.
func Time(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// Millis returns what Time takes.
func Millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// Null returns NULL for 0.
func Null[N ~int64](n N) any {
	if n == 0 {
		return nil
	}
	return n
}
