package trash

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sitewell/ui/toast"
	"sitewell/ui/uitest"
)

// offers records what was offered.
type offers struct{ last toast.Message }

func (o *offers) Show(m toast.Message) { o.last = m }

type thrown struct {
	bin     *Bin
	offers  *offers
	queue   *uitest.Queue
	deleted []int64
	changes []error
}

func throw(t *testing.T, err error) *thrown {
	t.Helper()
	uitest.New(t)
	x := &thrown{offers: &offers{}, queue: uitest.NewQueue(t)}
	x.bin = New(x.queue.Runner(), x.offers, func(err error) { x.changes = append(x.changes, err) })
	x.bin.Throw(Item{Kind: Site, ID: 3, Text: "gone", Delete: func(ctx context.Context) error {
		if err == nil {
			x.deleted = append(x.deleted, 3)
		}
		return err
	}})
	return x
}

func TestThrowHidesAndUndoShows(t *testing.T) {
	x := throw(t, nil)
	if !x.bin.Has(Site, 3) || x.bin.Has(Scan, 3) || x.bin.Has(Site, 4) {
		t.Error("the wrong things are hidden")
	}
	x.offers.last.Do()
	if x.bin.Has(Site, 3) || len(x.deleted) != 0 {
		t.Errorf("after undo: hidden %v, deleted %v", x.bin.Has(Site, 3), x.deleted)
	}
	if err := x.bin.Empty(t.Context()); err != nil || len(x.deleted) != 0 {
		t.Errorf("Empty deleted %v after undo, err %v", x.deleted, err)
	}
}

func TestOfferGoneDeletes(t *testing.T) {
	x := throw(t, nil)
	x.offers.last.Gone()
	x.queue.Until(t, func() bool { return len(x.changes) == 2 })
	if diff := cmp.Diff([]int64{3}, x.deleted); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
	if x.bin.Has(Site, 3) {
		t.Error("its number stays hidden, which something new may get")
	}
}

func TestFailedDeleteShowsAgain(t *testing.T) {
	want := errors.New("disk is full")
	x := throw(t, want)
	x.offers.last.Gone()
	x.queue.Until(t, func() bool { return len(x.changes) == 2 })
	if !errors.Is(x.changes[1], want) || x.bin.Has(Site, 3) {
		t.Errorf("told %v, hidden %v", x.changes[1], x.bin.Has(Site, 3))
	}
}

// At the end of the program what waits is deleted, once.
func TestEmpty(t *testing.T) {
	x := throw(t, nil)
	for range 2 {
		if err := x.bin.Empty(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]int64{3}, x.deleted); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
}
