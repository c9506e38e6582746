package scanner

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/scanner/urltable"
)

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
		e.memory.texts = urltable.Options{BlockSize: 16, Blocks: 2}
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
