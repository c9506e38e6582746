package fetch

import "sync"

// bufferPool keeps memory for bodies that nobody uses any more. All calls of a client
// share a few: most of them wait for an answer and have no body yet. Large ones
// are kept only until the garbage collector comes.
type bufferPool struct {
	small chan []byte
	large sync.Pool // of *[]byte
}

const (
	maxBuffers = 4
	// maxBuffer is how large a buffer is kept for good.
	maxBuffer = FreeBody
)

func newBufferPool() *bufferPool { return &bufferPool{small: make(chan []byte, maxBuffers)} }

// get returns an empty slice with room for size bytes at least.
func (r *bufferPool) get(size int64) []byte {
	if size > maxBuffer {
		if buffer, ok := r.large.Get().(*[]byte); ok && int64(cap(*buffer)) >= size {
			return (*buffer)[:0]
		}
		return make([]byte, 0, size)
	}
	select {
	case buffer := <-r.small:
		if int64(cap(buffer)) >= size {
			return buffer[:0]
		}
	default:
	}
	return make([]byte, 0, size)
}

// put keeps the buffer of a body if there are not enough yet.
func (r *bufferPool) put(body []byte) {
	switch {
	case r == nil || cap(body) == 0: // of an answer without a body
	case cap(body) > maxBuffer:
		body = body[:0]
		r.large.Put(&body)
	default:
		select {
		case r.small <- body[:0]:
		default:
		}
	}
}
