package scanner

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/result"
)

func TestTexts(t *testing.T) {
	const size, most = 8, 2
	book := texts{size: size, most: most}
	address := func(id result.ID) string { return fmt.Sprintf("https://a.example/%d", id*id) }
	for id := result.ID(1); id <= 100; id++ {
		book.add(id, address(id))
		book.forget(id - 3) // the last ones are not stored yet
	}
	here := 0
	for id := result.ID(1); id <= 100; id++ {
		got, ok := book.get(id)
		if !ok {
			continue
		}
		if here++; got != address(id) {
			t.Errorf("%d: got %q, want %q", id, got, address(id))
		}
	}
	if here < size || here > (most+1)*size {
		t.Errorf("%d addresses are in memory, want about %d", here, most*size)
	}
	for block := range 10 { // more than may be back at once
		var back []string
		for at := range size {
			back = append(back, address(result.ID(block*size+at+1)))
		}
		book.recall(block, back)
		last := result.ID((block + 1) * size)
		if got, ok := book.get(last); !ok || got != address(last) {
			t.Errorf("%d was read back: got %q, %v", last, got, ok)
		}
	}
	if _, ok := book.get(1); ok {
		t.Error("what was read back first is still in memory")
	}
}

// A scan that keeps hardly any address in memory, and one that goes on where
// such a scan ended, find what one finds that keeps them all.
func TestScanThatReadsAddressesBack(t *testing.T) { // truth 4
	srv := site(t, wide(6000))
	whole := newMemory()
	scan(t, Options{Start: srv.URL + "/"}, whole)

	m := newMemory()
	for runs := 0; runs < 2; runs++ {
		e, err := New(Options{Start: srv.URL + "/", NoDelay: true})
		if err != nil {
			t.Fatal(err)
		}
		e.blocks = 16
		ctx, cancel := context.WithCancel(t.Context())
		if runs == 0 {
			m.after = func(m *memory) {
				if len(m.checks) > 2000 {
					cancel()
				}
			}
		}
		var journal Journal
		early := -1 // what was read back before anything was stored
		if before := m.recalls; runs > 0 {
			journal = m
			m.after = func(m *memory) {
				if early < 0 {
					early = m.recalls - before
				}
			}
		}
		s, err := e.Run(ctx, m, journal)
		cancel()
		if runs == 0 && !errors.Is(err, context.Canceled) || runs == 1 && err != nil {
			t.Fatal(err)
		}
		ledger(t, s.Progress, m)
		m.after = nil
		if runs == 1 && early < 1 {
			t.Error("a scan that goes on keeps all addresses until it has stored something")
		}
	}
	if m.recalls < 20 {
		t.Errorf("addresses were read back %d times: the test proves nothing", m.recalls)
	}
	if diff := cmp.Diff(whole.table(), m.table()); diff != "" {
		t.Errorf("reading back against keeping (-want +got):\n%s", diff)
	}
}
