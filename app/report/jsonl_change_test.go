package report

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/storage"
)

// oneChange is a comparison in which one address has a change.
type oneChange storage.ChangeRow

func (c oneChange) EachChange(context.Context, storage.Pair, storage.ChangeFilter, storage.Order) iter.Seq2[storage.ChangeRow, error] {
	return func(yield func(storage.ChangeRow, error) bool) { yield(storage.ChangeRow(c), nil) }
}

// JSON Lines say what became of a problem, and who carries a fix out by when; nothing
// where nobody knows.
func TestJSONLinesHaveChangesAndWork(t *testing.T) {
	src := bakery(t)
	src.Fixes[0].Work = Work{Owner: "Anna", Due: "2026-12-24"}
	src.Changes = &Changes{Data: oneChange{ID: src.Fixes[0].Problems[0], Change: storage.CameBack}}
	var b bytes.Buffer
	if err := JSONLines(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	changes, work := map[string]string{}, map[string][3]string{}
	for dec := json.NewDecoder(&b); dec.More(); {
		var line struct {
			Address string
			Change  *string
			Fix     *struct{ Do, Key, Owner, Due string }
		}
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		switch {
		case line.Fix != nil:
			work[line.Fix.Do] = [3]string{line.Fix.Key, line.Fix.Owner, line.Fix.Due}
		case line.Change == nil:
			t.Errorf("%s has no key change", line.Address)
		case *line.Change != "":
			changes[line.Address] = *line.Change
		}
	}
	if diff := cmp.Diff(map[string]string{"https://bakery.example/cakes": "came-back"}, changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	want := map[string][3]string{
		src.Fixes[0].Do: {src.Fixes[0].Key(), "Anna", "2026-12-24"}, src.Fixes[1].Do: {src.Fixes[1].Key(), "", ""},
	}
	if diff := cmp.Diff(want, work); diff != "" {
		t.Errorf("work (-want +got):\n%s", diff)
	}
}
