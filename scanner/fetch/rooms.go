package fetch

// rooms are memory for bodies that nobody uses any more. All calls of a client
// share a few: most of them wait for an answer and have no body yet.
type rooms chan []byte

const (
	maxRooms = 4
	// maxRoom is how much room for one body is kept.
	maxRoom = 1 << 20
)

func newRooms() rooms { return make(rooms, maxRooms) }

// get gives an empty slice with room for size bytes at least.
func (r rooms) get(size int64) []byte {
	select {
	case room := <-r:
		if int64(cap(room)) >= size {
			return room[:0]
		}
	default:
	}
	return make([]byte, 0, size)
}

// put keeps the room of a body where there are not enough yet.
func (r rooms) put(body []byte) {
	if cap(body) == 0 || cap(body) > maxRoom {
		return
	}
	select {
	case r <- body[:0]:
	default:
	}
}
