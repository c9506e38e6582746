package ui

import (
	"context"
	"testing"

	"sitewell/storage"
	"sitewell/ui/results"
)

// ignoring says that three problems of every scan are ignored.
type ignoring struct{ results.Marks }

func (ignoring) MarkCounts(context.Context, storage.ScanID) (storage.MarkCounts, error) {
	return storage.MarkCounts{Ignored: storage.Counts{Broken: 2, Warning: 1}, Marked: 3}, nil
}

// The message at the end of a scan leaves out what is ignored, as the results do.
func TestEndOfScanLeavesOutIgnored(t *testing.T) {
	s := openWith(t, bakery(), func(o *Options) { o.Results.Marks = ignoring{} })
	s.ScanSite(1)
	s.says(t, "Scanning bakery.example")
	s.History(2)
	s.says(t, "History of Harbour Hotel")
	s.fake.runs[0].Stop()
	s.says(t, "The scan of bakery.example has ended: 28 problems. 3 problems are ignored.")
}
