package urltable

import (
	"fmt"
	"testing"

	"sitewell/scanner/result"
)

func TestTexts(t *testing.T) {
	const size, kept = 8, 2
	table := texts{blockSize: size, maxNew: kept}
	address := func(id result.ID) string { return fmt.Sprintf("https://a.example/%d", id*id) }
	for id := result.ID(1); id <= 100; id++ {
		table.add(address(id))
		table.drop(id - 3) // the last ones are not stored yet
	}
	here := 0
	for id := result.ID(1); id <= 100; id++ {
		got, ok := table.get(id)
		if !ok {
			continue
		}
		if here++; got != address(id) {
			t.Errorf("%d: got %q, want %q", id, got, address(id))
		}
	}
	if here < size || here > (kept+1)*size {
		t.Errorf("%d addresses are in memory, want about %d", here, kept*size)
	}
	for block := range 10 { // more than may be back at once
		var texts []string
		for at := range size {
			texts = append(texts, address(result.ID(block*size+at+1)))
		}
		table.restore(block, texts)
		last := result.ID((block + 1) * size)
		if got, ok := table.get(last); !ok || got != address(last) {
			t.Errorf("%d was read back: got %q, %v", last, got, ok)
		}
	}
	if _, ok := table.get(1); ok {
		t.Error("what was read back first is still in memory")
	}
}
