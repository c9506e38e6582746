package results

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"sitewell/scanner/outcome"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/theme"
	"sitewell/ui/words"
)

// tiles are the verdicts with their numbers, which filter when pressed, and
// the chart of statuses where there is room for it. In a low window they are
// chips.
type tiles struct {
	s          *Screen
	tiles      map[outcome.Verdict]*badge.Tile
	chips      map[outcome.Verdict]*badge.Chip
	chart      *chart
	tall, flat fyne.CanvasObject
	content    *fyne.Container
}

func newTiles(s *Screen) *tiles {
	t := &tiles{s: s, tiles: map[outcome.Verdict]*badge.Tile{}, chips: map[outcome.Verdict]*badge.Chip{}, chart: newChart(s.pressStatus)}
	gap := theme.Size(theme.SizeGap)
	row, chips := container.New(layout.NewCustomPaddedHBoxLayout(gap)), column.Flow(gap)
	for _, v := range outcome.Verdicts() {
		tile := badge.NewTile(words.Verdict(v), v, func() { s.pressVerdict(v) })
		tile.Set(-1, words.Verdict(v))
		t.tiles[v] = tile
		row.Add(tile)
		chip := badge.NewVerdictChip(v, func(bool) { s.pressVerdict(v) })
		t.chips[v] = chip
		chips.Add(chip)
	}
	t.tall, t.flat = container.New(&besides{gap: theme.Size(theme.SizeRoom)}, row, t.chart.content), chips
	t.content = container.NewStack(t.tall, t.flat)
	t.flat.Hide()
	return t
}

// setLow chooses between tiles and chips.
func (t *tiles) setLow(low bool) {
	visible(t.tall, !low)
	visible(t.flat, low)
}

func (t *tiles) show(f facts, q query) {
	c, before := f.counts(), t.tall.MinSize()
	for v, n := range map[outcome.Verdict]int{
		outcome.Broken: c.Broken, outcome.Warning: c.Warning, outcome.CantVerify: c.Cant,
		outcome.Works: c.Works, outcome.Skipped: c.Skipped,
	} {
		t.tiles[v].Set(n, words.Verdict(v))
		t.chips[v].SetCount(n)
		t.s.strip.chips[v].SetCount(n)
	}
	t.chart.set(f.statuses)
	if t.tall.MinSize() != before { // larger numbers need wider tiles
		t.tall.Refresh()
	}
	t.mark(q)
}

// mark shows which verdicts are filtered for.
func (t *tiles) mark(q query) {
	t.chart.mark(q.codes)
	for v, tile := range t.tiles {
		on := slices.Contains(q.verdicts, v)
		tile.SetOn(on)
		t.chips[v].Set(on)
		t.s.strip.chips[v].Set(on)
	}
}

// besides puts the second object at the right of the first where there is
// room for both, and leaves it out where there is not.
type besides struct{ gap float32 }

func (l *besides) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

func (l *besides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first, second := objects[0].MinSize(), objects[1].MinSize()
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(fyne.NewSize(first.Width, size.Height))
	if first.Width+l.gap+second.Width > size.Width {
		objects[1].Hide()
		return
	}
	objects[1].Show()
	objects[1].Move(fyne.NewPos(size.Width-second.Width, 0))
	objects[1].Resize(fyne.NewSize(second.Width, size.Height))
}
