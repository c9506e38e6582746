package report

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/storage"
)

// maxJSONLinks is how many links an address lists in JSON Lines.
const maxJSONLinks = 100

// jsonAddress is one line of JSON Lines. Scripts build on it: keys may be
// added at the end, never renamed, reordered or dropped (docs/jsonl.md).
type jsonAddress struct {
	Address  string      `json:"address"`
	Final    string      `json:"final"`
	Status   int         `json:"status"`
	Outcome  outcome.Key `json:"outcome"`
	Verdict  string      `json:"verdict"`
	Reason   string      `json:"reason"`
	Internal bool        `json:"internal"`
	Kind     result.Kind `json:"kind"`
	Sources  int         `json:"sources"`
	Links    []jsonLink  `json:"links"`
}

type jsonLink struct {
	Page     string `json:"page"`
	Text     string `json:"text"`
	Element  string `json:"element"`
	Fragment string `json:"fragment"`
}

// JSONLines writes one object for every address that has a verdict, in the
// order of finding. An address that still waits (the scan was stopped) is left
// out.
func JSONLines(ctx context.Context, w io.Writer, src Source) error {
	counts, err := src.Data.Counts(ctx, src.Scan.ID)
	if err != nil {
		return fmt.Errorf("count addresses: %w", err)
	}
	ticks := &progress{report: src.Progress, total: counts.Found - counts.Waiting}
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	enc.SetEscapeHTML(false)
	done := storage.Filter{Verdicts: outcome.Verdicts()}
	for row, err := range src.Data.EachRow(ctx, src.Scan.ID, done, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		line, err := jsonOf(ctx, src, row)
		if err != nil {
			return err
		}
		if err := enc.Encode(line); err != nil {
			return fmt.Errorf("write JSON Lines: %w", err)
		}
		ticks.tick()
	}
	ticks.finish()
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write JSON Lines: %w", err)
	}
	return nil
}

func jsonOf(ctx context.Context, src Source, row storage.Row) (jsonAddress, error) {
	a := jsonAddress{
		Address: row.URL, Final: row.Final, Status: row.Status,
		Outcome: row.Outcome, Verdict: row.Verdict.String(), Reason: row.Reason,
		Internal: row.Internal, Kind: row.Kind, Sources: row.Sources,
		Links: []jsonLink{}, // never null
	}
	if row.Sources == 0 {
		return a, nil
	}
	links, _, _, err := src.Data.Sources(ctx, src.Scan.ID, row.ID, 0, maxJSONLinks)
	if err != nil {
		return a, fmt.Errorf("read links to an address: %w", err)
	}
	for _, l := range links {
		a.Links = append(a.Links, jsonLink{Page: l.PageURL, Text: l.Text, Element: l.Element, Fragment: l.Fragment})
	}
	return a, nil
}
