package linkset

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
)

func sample(r *rand.Rand, n int) []Link {
	links := make([]Link, n)
	for i := range links {
		links[i] = Link{
			Target: r.Uint32N(500) + 1, Line: r.IntN(3000),
			Text:  []string{"", "Read more", "Über uns"}[r.IntN(3)],
			Shape: Shape{Element: []string{"a[href]", "img[src]"}[r.IntN(2)], Kind: result.KindPage, Place: result.Place(r.IntN(9)), Nofollow: r.IntN(5) == 0, Unsafe: r.IntN(7) == 0},
		}
		if r.IntN(4) == 0 {
			links[i].Fragment = "part"
		}
	}
	return links
}

// encode returns a link set.
func (e *Encoder) encode(links []Link) []byte {
	data := e.Begin(nil, len(links))
	for i := range links {
		data = e.Add(data, &links[i])
	}
	return data
}

func TestLinksAreReadAsTheyWereWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var e Encoder
	for n := range 60 {
		links := sample(r, n)
		data := e.encode(links)
		got, err := Decode(nil, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			links = nil
		}
		if diff := cmp.Diff(links, got); diff != "" {
			t.Fatalf("links (-want +got):\n%s", diff)
		}
		if again := e.encode(got); !bytes.Equal(again, data) {
			t.Error("equal links gave other bytes")
		}
		for cut := range data {
			if _, err := Decode(nil, data[:cut], nil); !errors.Is(err, ErrDamaged) {
				t.Fatalf("%d of %d bytes: %v, want ErrDamaged", cut, len(data), err)
			}
		}
	}
}

func TestTargetsAreThoseOfTheLinks(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 1))
	for n := range 60 {
		links := sample(r, n)
		want := map[uint32]int{}
		var all []uint32
		for _, l := range links {
			want[l.Target]++
			all = append(all, l.Target)
		}
		data := AppendTargets(nil, all)
		got := map[uint32]int{}
		last := uint32(0)
		for c := Targets(data); c.Next(); last = c.URL {
			if c.URL <= last {
				t.Fatal("targets do not rise")
			}
			got[c.URL] = c.Links
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("targets (-want +got):\n%s", diff)
		}
		for url := range uint32(502) {
			if Find(data, url) != want[url] {
				t.Errorf("address %d: %d links, want %d", url, Find(data, url), want[url])
			}
		}
	}
}

func TestPacking(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	var e Encoder
	long := e.encode(sample(r, 80))
	for _, dictionary := range [][]byte{nil, long} {
		p := Packer{Dictionary: dictionary}
		for _, n := range []int{0, 1, 80} {
			data := e.encode(sample(r, n))
			got, err := p.Unpack(p.Pack(nil, data))
			if err != nil || !bytes.Equal(got, data) {
				t.Errorf("%d links: %v", n, err)
			}
		}
	}
	var p Packer
	if small := p.Pack(nil, bytes.Repeat(long, 10)); len(small) > 2*len(long) {
		t.Errorf("%d bytes of ten times the same %d", len(small), len(long))
	}
	dictionary := Packer{Dictionary: long}
	if small := dictionary.Pack(nil, long); len(small)*4 > len(long) {
		t.Errorf("%d bytes with a dictionary that has them all, of %d", len(small), len(long))
	}
	for _, bad := range [][]byte{nil, {1}, {2, 0}, {1, 9}, {1, 1, 0xff}, p.Pack(nil, make([]byte, unpackLimit+1))} {
		if _, err := p.Unpack(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes: %v, want ErrDamaged", len(bad), err)
		}
	}
}

// No bytes make Decode panic or take memory out of proportion, and what it
// reads it writes alike.
func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(4, 1))
	var e Encoder
	for _, n := range []int{0, 1, 5, 40} {
		f.Add(e.encode(sample(r, n)))
	}
	f.Add([]byte{1, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		links, err := Decode(nil, data, nil)
		if len(links) > len(data) {
			t.Fatalf("%d links of %d bytes", len(links), len(data))
		}
		for c := Targets(data); c.Next(); {
		}
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			return
		}
		var e Encoder
		again, err := Decode(nil, e.encode(links), nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(links, again); diff != "" {
			t.Fatal(diff)
		}
	})
}
