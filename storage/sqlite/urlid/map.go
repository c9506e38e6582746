package urlid

// Map keeps a value for some numbers of table url. A site's addresses have
// numbers that are close together, so it takes little more than the
// values. The zero value is empty.
type Map[T any] struct{ parts []*[urlPart]T }

// urlPart is how many values are kept together.
const urlPart = 1 << 12

// Get returns the value of an address, zero where none was set.
func (m *Map[T]) Get(url uint32) (v T) {
	if p := int(url / urlPart); p < len(m.parts) && m.parts[p] != nil {
		return m.parts[p][url%urlPart]
	}
	return v
}

// Set keeps the value of an address.
func (m *Map[T]) Set(url uint32, v T) { *m.At(url) = v }

// At returns where the value of an address is kept.
func (m *Map[T]) At(url uint32) *T {
	p := int(url / urlPart)
	for p >= len(m.parts) {
		m.parts = append(m.parts, nil)
	}
	if m.parts[p] == nil {
		m.parts[p] = new([urlPart]T)
	}
	return &m.parts[p][url%urlPart]
}
