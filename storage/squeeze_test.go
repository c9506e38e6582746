package storage

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestSqueeze(t *testing.T) {
	var pack, unpack squeeze
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 300 {
		dict := []byte(nil)
		if i%2 == 0 { // the dictionary of one must not meddle with the next
			dict = []byte(evidenceDict + strings.Repeat(fmt.Sprint(i), r.IntN(9000)))
		}
		data := []byte(strings.Repeat(evidenceDict[r.IntN(100):], r.IntN(3))[r.IntN(1):])
		data = append(data, fmt.Sprint(r.IntN(1e9))...)
		packed := pack.pack([]byte("before"), data, dict)
		got, err := unpack.unpack(packed[len("before"):], dict)
		if err != nil || !bytes.Equal(got, data) {
			t.Fatalf("round %d: got %d bytes, err %v, want %d", i, len(got), err, len(data))
		}
		if len(data) > 1000 && len(packed) > len(data)/2 {
			t.Errorf("round %d: %d bytes packed to %d", i, len(data), len(packed))
		}
	}
}

func TestSqueezeDamaged(t *testing.T) {
	var s squeeze
	for _, data := range [][]byte{nil, {}, {7, 1, 2}, {packedFlate, 0xff, 0xff, 0xff}} {
		if got, err := s.unpack(data, nil); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%v gave %v, %v, want ErrCorrupt", data, got, err)
		}
	}
}
