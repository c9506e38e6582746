package storage

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
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
		data := []byte(strings.Repeat(evidenceDict[r.IntN(100):], r.IntN(3)))
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

func TestSqueezeDense(t *testing.T) {
	var pack, unpack squeeze
	r := rand.New(rand.NewPCG(2, 2))
	forms := make(map[byte]int)
	for i := range 400 {
		n := r.IntN(3000)
		values := 1 + r.IntN(200)
		column := make([]uint64, n)
		for j := range column {
			column[j] = uint64(r.IntN(values) * r.IntN(2+i%3))
			if i%4 == 0 { // what repeats
				column[j] = uint64(j * j % 17)
			}
		}
		data := appendColumn(nil, column)
		packed := pack.packDense(nil, data)
		packed = pack.packDense(packed[:0], data) // whose codes would serve again
		forms[packed[0]]++
		raw, err := unpack.unpack(packed, nil)
		if err != nil {
			t.Fatalf("round %d: %v", i, err)
		}
		got := make([]uint64, n)
		in := reader{b: raw}
		in.column(got)
		if in.err != nil || len(in.b) > 0 || !slices.Equal(got, column) {
			t.Fatalf("round %d: column of %d differs, err %v", i, n, in.err)
		}
	}
	if len(forms) != 3 {
		t.Errorf("forms of packing %v, want all three", forms)
	}
}
