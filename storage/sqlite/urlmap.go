package sqlite

// urlMap keeps a value for some numbers of table url. A site's addresses have
// numbers that are usually close together, so it takes little more than the
// values. The zero value is empty.
type urlMap[T any] struct{ parts []*[urlPart]T }

// urlPart is how many values are kept together.
const urlPart = 1 << 12

func (m *urlMap[T]) get(url uint32) (v T) {
	if p := int(url / urlPart); p < len(m.parts) && m.parts[p] != nil {
		return m.parts[p][url%urlPart]
	}
	return v
}

func (m *urlMap[T]) set(url uint32, v T) { *m.at(url) = v }

// at returns where the value of an address is kept.
func (m *urlMap[T]) at(url uint32) *T {
	p := int(url / urlPart)
	for p >= len(m.parts) {
		m.parts = append(m.parts, nil)
	}
	if m.parts[p] == nil {
		m.parts[p] = new([urlPart]T)
	}
	return &m.parts[p][url%urlPart]
}
