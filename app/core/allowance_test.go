package core

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestAllowance(t *testing.T) {
	before := debug.SetMemoryLimit(-1)
	t.Cleanup(func() { debug.SetMemoryLimit(before) })
	t.Setenv("GOMEMLIMIT", "")
	limit := func() int64 { return debug.SetMemoryLimit(-1) }

	var a allowance
	a.grow(1, 0)
	one := limit()
	if most := inUse() + scanAllowance + 32<<20; one > most {
		t.Errorf("one scan: the limit is %d, want at most %d", one, most)
	}
	a.grow(1, 1000)
	if got := limit(); got != one {
		t.Errorf("a thousand addresses move the limit by %d", got-one)
	}
	a.grow(1, 2_000_000)
	if got, want := limit(), one+200_000_000; got != want {
		t.Errorf("two million addresses: the limit is %d, want %d", got, want)
	}
	a.grow(2, 0)
	if got, want := limit(), one+200_000_000+scanAllowance; got != want {
		t.Errorf("a second scan: the limit is %d, want %d", got, want)
	}
	a.end(1)
	if got := limit(); got != one {
		t.Errorf("the large one has ended: the limit is %d, want %d", got, one)
	}
	a.end(2)
	if got := limit(); got != math.MaxInt64 {
		t.Errorf("all have ended: the limit is %d", got)
	}

	t.Setenv("GOMEMLIMIT", "1GiB")
	a.grow(3, 0)
	debug.SetMemoryLimit(1 << 30) // as the runtime does for it
	var fresh allowance
	fresh.grow(3, 2_000_000)
	fresh.end(3)
	if got := limit(); got != 1<<30 {
		t.Errorf("somebody else sets it: the limit is %d", got)
	}
}
