package table

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"sitewell/ui/theme"
)

type item struct {
	id   int
	name string
}

// numbers is a source of n rows with ids 1 to n.
type numbers struct {
	n int
	// hold, where it is set, is waited for before the ids are given.
	hold <-chan struct{}
	err  error
	// asked collects how many rows each call was asked for.
	asked  chan int
	rowErr func(first int) error // of Rows
	suffix string
}

func (s numbers) IDs(ctx context.Context, by Sort) ([]int, error) {
	if s.hold != nil {
		select {
		case <-s.hold:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if s.err != nil {
		return nil, s.err
	}
	ids := make([]int, s.n)
	for i := range ids {
		ids[i] = i + 1
	}
	if by.Desc {
		slices.Reverse(ids)
	}
	return ids, nil
}

func (s numbers) Rows(_ context.Context, ids []int) ([]item, error) {
	if s.asked != nil {
		s.asked <- len(ids)
	}
	if s.rowErr != nil {
		if err := s.rowErr(ids[0]); err != nil {
			return nil, err
		}
	}
	var rows []item
	for _, id := range ids {
		rows = append(rows, item{id, fmt.Sprintf("row %d%s", id, s.suffix)})
	}
	slices.Reverse(rows) // in any order
	return rows, nil
}

// queue is a runner that the test drains: what a goroutine hands over runs on
// the test's goroutine, as it runs on the window's thread in the program.
type queue struct {
	t    *testing.T
	ch   chan func()
	work sync.WaitGroup
}

func newQueue(t *testing.T) *queue { return &queue{t: t, ch: make(chan func(), 1000)} }

func (q *queue) Go(work func(context.Context)) { q.work.Go(func() { work(q.t.Context()) }) }

func (q *queue) Do(f func()) { q.ch <- f }

// one runs the next function.
func (q *queue) one() {
	q.t.Helper()
	select {
	case f := <-q.ch:
		f()
	case <-time.After(2 * time.Minute):
		q.t.Fatal("nothing came back")
	}
}

// settle runs functions until the table waits for nothing.
func (q *queue) settle(tb *Table[int, item]) {
	q.t.Helper()
	for tb.model.loading || tb.model.busy || tb.moving || len(q.ch) > 0 {
		q.one()
	}
}

type prefs map[string]string

func (p prefs) String(k string) string { return p[k] }
func (p prefs) SetString(k, v string)  { p[k] = v }

type fixture struct {
	*Table[int, item]
	q      *queue
	w      fyne.Window
	opened []int
	chosen []int
	loaded []int
	errs   []error
	copied []string
	clock  time.Time
}

func newFixture(t *testing.T, p Prefs) *fixture {
	t.Helper()
	t.Setenv("LC_ALL", "en_US.UTF-8")
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.Light))
	f := &fixture{q: newQueue(t), clock: time.Unix(1e9, 0)}
	f.Table = New(Options[int, item]{
		Name: "test",
		Columns: []Column[item]{
			{ID: "id", Title: "Number", Width: 100, MinWidth: 50, Right: true, Sortable: true, DescFirst: true, Fixed: true, Text: func(i item) string { return fmt.Sprint(i.id) }},
			{ID: "name", Title: "Name", Width: 200, MinWidth: 100, Grow: true, Sortable: true, Text: func(i item) string { return i.name }},
			{ID: "more", Title: "More", Width: 100, MinWidth: 60, Text: func(item) string { return "more" }},
			{ID: "rare", Title: "Rare", Width: 100, MinWidth: 60, Hidden: true, Text: func(item) string { return "rare" }},
		},
		ID: func(i item) int { return i.id }, Run: f.q, Prefs: p,
		OnSelect: func(id int) { f.chosen = append(f.chosen, id) },
		OnOpen:   func(id int) { f.opened = append(f.opened, id) },
		OnLoaded: func(n int) { f.loaded = append(f.loaded, n) },
		OnError:  func(err error) { f.errs = append(f.errs, err) },
		Copy:     func(s string) { f.copied = append(f.copied, s) },
		Count:    func(n int) string { return fmt.Sprint(n, " rows") },
	})
	f.now = func() time.Time { return f.clock }
	f.w = test.NewTempWindow(t, f.Table)
	f.w.SetPadded(false)
	f.w.Resize(fyne.NewSize(600, 400))
	t.Cleanup(func() {
		f.Close()
		f.q.work.Wait()
	})
	return f
}

func (f *fixture) fill(n int) {
	f.SetSource(numbers{n: n})
	f.q.settle(f.Table)
}

func (f *fixture) key(names ...fyne.KeyName) {
	for _, n := range names {
		f.body.TypedKey(&fyne.KeyEvent{Name: n})
		f.q.settle(f.Table)
	}
}

// view returns the row that is drawn for a place, as its cells say it; "" where
// it is not drawn.
func (f *fixture) view(row int) string {
	v := f.views[row]
	if v == nil {
		return ""
	}
	var cells []string
	for _, o := range test.WidgetRenderer(v).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			cells = append(cells, t.Text)
		}
	}
	return strings.Join(cells, "|")
}

// y is where a row is drawn, from the top of the rows in view.
func (f *fixture) y(row int) float32 {
	d := fyne.CurrentApp().Driver()
	return d.AbsolutePositionForObject(f.views[row]).Y - d.AbsolutePositionForObject(f.body).Y
}
