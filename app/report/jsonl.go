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

const (
	// maxJSONLinks is how many links an address lists in JSON Lines.
	maxJSONLinks = 100
	// jsonPortion is how many addresses have their links looked up together.
	jsonPortion = 4096
)

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
	rows := make([]storage.Row, 0, jsonPortion)
	write := func() error {
		if err := writeJSON(ctx, enc, src, rows, ticks); err != nil {
			return err
		}
		rows = rows[:0]
		return nil
	}
	for row, err := range src.Data.EachRow(ctx, src.Scan.ID, done, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return fmt.Errorf("read addresses: %w", err)
		}
		if rows = append(rows, row); len(rows) == jsonPortion {
			if err := write(); err != nil {
				return err
			}
		}
	}
	if err := write(); err != nil {
		return err
	}
	ticks.finish()
	if err := bw.Flush(); err != nil {
		return fmt.Errorf("write JSON Lines: %w", err)
	}
	return nil
}

// writeJSON writes some rows with the links to them.
func writeJSON(ctx context.Context, enc *json.Encoder, src Source, rows []storage.Row, ticks *progress) error {
	ids := make([]result.ID, len(rows))
	for i := range rows {
		ids[i] = rows[i].ID
	}
	sources, err := src.Data.SourcesOf(ctx, src.Scan.ID, ids, maxJSONLinks)
	if err != nil {
		return fmt.Errorf("read links to addresses: %w", err)
	}
	for _, row := range rows {
		if err := enc.Encode(jsonOf(row, sources[row.ID])); err != nil {
			return fmt.Errorf("write JSON Lines: %w", err)
		}
		ticks.tick()
	}
	return nil
}

func jsonOf(row storage.Row, links []storage.Source) jsonAddress {
	a := jsonAddress{
		Address: row.URL, Final: row.Final, Status: row.Status,
		Outcome: row.Outcome, Verdict: row.Verdict.String(), Reason: row.Reason,
		Internal: row.Internal, Kind: row.Kind, Sources: row.Sources,
		Links: []jsonLink{}, // never null
	}
	for _, l := range links {
		a.Links = append(a.Links, jsonLink{Page: l.PageURL, Text: l.Text, Element: l.Element, Fragment: l.Fragment})
	}
	return a
}
