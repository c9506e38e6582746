package policy

import (
	"hash/maphash"
	"math"
	"sync"

	"sitewell/scanner/weburl"
)

// Marks are the addresses that links mark as unsafe: by their text, their label or
// their attributes. They are kept as hashes, since a site may have very many. The
// methods are safe for concurrent use; a nil *Marks has none.
type Marks struct {
	mu      sync.RWMutex
	seed    maphash.Seed
	reasons []string
	numbers map[string]uint16
	of      map[uint64]uint16 // address to index of its reason
}

// NewMarks returns no marks.
func NewMarks() *Marks {
	return &Marks{
		seed: maphash.MakeSeed(), reasons: []string{"a link to it looks like that"},
		numbers: make(map[string]uint16), of: make(map[uint64]uint16),
	}
}

// Add marks an address, for a reason that follows a colon. "" stands for one that is
// not known any more. The first reason counts.
func (m *Marks) Add(u weburl.URL, reason string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	key := maphash.String(m.seed, u.Key())
	if _, known := m.of[key]; known {
		return
	}
	n, known := m.numbers[reason]
	if !known && reason != "" && len(m.reasons) < math.MaxUint16 {
		n = uint16(len(m.reasons))
		m.reasons = append(m.reasons, reason)
		m.numbers[reason] = n
	}
	m.of[key] = n
}

// reason returns why an address is marked, or "" if it is not.
func (m *Marks) reason(u weburl.URL) string {
	if m == nil {
		return ""
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	if len(m.of) == 0 {
		return ""
	}
	n, marked := m.of[maphash.String(m.seed, u.Key())]
	if !marked {
		return ""
	}
	return m.reasons[n]
}
