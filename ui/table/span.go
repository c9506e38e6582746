package table

// spanRows is the number of rows that the list holds at once. Positions are
// float32, which count whole units up to 16,777,216; at 34 units a row this
// stays well below, so that no row is drawn between two others or twice.
const spanRows = 300_000

// span maps the rows of the list to the rows of the data where these are more
// than the list can hold: the list shows a stretch of them that moves along.
type span struct {
	base, total int
}

// length is the number of rows that the list has.
func (s span) length() int { return min(s.total, spanRows) }

// row returns the data's row for one of the list.
func (s span) row(listed int) int { return s.base + listed }

// listed returns the list's row for one of the data, and whether it is within.
func (s span) listed(row int) (int, bool) {
	i := row - s.base
	return i, i >= 0 && i < s.length()
}

// around moves the stretch so that row lies in its middle, where that can be.
func (s span) around(row int) span {
	s.base = min(max(row-spanRows/2, 0), max(s.total-spanRows, 0))
	return s
}

// edge is how close to an end of the stretch a row may be shown before the
// stretch moves on.
const edge = 100

// follow returns the stretch to show once the rows from first to last (of the
// data) are seen: the same one, or the next where they touch its end.
func (s span) follow(first, last int) span {
	if first < s.base+edge && s.base > 0 || last >= s.base+s.length()-edge && s.base+s.length() < s.total {
		return s.around((first + last) / 2)
	}
	return s
}
