package fetch

import "sync"

// rooms are memory for bodies that nobody uses any more. All calls of a client
// share a few: most of them wait for an answer and have no body yet. Large ones
// are kept only until the garbage collector comes.
type rooms struct {
	small chan []byte
	large sync.Pool // of *[]byte
}

const (
	maxRooms = 4
	// maxRoom is how much room for one body is kept for good.
	maxRoom = FreeBody
)

func newRooms() *rooms { return &rooms{small: make(chan []byte, maxRooms)} }

// get returns an empty slice with room for size bytes at least.
func (r *rooms) get(size int64) []byte {
	if size > maxRoom {
		if room, ok := r.large.Get().(*[]byte); ok && int64(cap(*room)) >= size {
			return (*room)[:0]
		}
		return make([]byte, 0, size)
	}
	select {
	case room := <-r.small:
		if int64(cap(room)) >= size {
			return room[:0]
		}
	default:
	}
	return make([]byte, 0, size)
}

// put keeps the room of a body where there are not enough yet.
func (r *rooms) put(body []byte) {
	switch {
	case r == nil || cap(body) == 0: // of an answer without a body
	case cap(body) > maxRoom:
		body = body[:0]
		r.large.Put(&body)
	default:
		select {
		case r.small <- body[:0]:
		default:
		}
	}
}
