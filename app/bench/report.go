package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"
)

// Budgets of the design.
const (
	cpuBudget    = 1.6 // times the floor
	memoryBudget = 120_000_000
	linkBudget   = 8   // bytes stored for a link
	urlBudget    = 150 // and for an address
	repeatBudget = 0.05
)

// report prints what was measured and gives the budgets that are missed.
func (m *measured) report(w io.Writer) (missed []string) {
	c := m.counts
	fmt.Fprintf(w, "\n%s: %d pages, %d links, %d addresses\n\n", m.name, c.Pages, c.Links, c.Found)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "\truns\tprocessor\twall\tmemory\tprocessor, times the floor\twall, times the floor\t\n")
	for _, name := range m.order {
		s := m.samples[name]
		fmt.Fprintf(t, "%s\t%d\t%.2f s\t%.2f s\t%d MB\t%s\t%s\t\n", name, len(s),
			median(s, cpuOf).Seconds(), median(s, wallOf).Seconds(), median(s, memoryOf)/1_000_000,
			m.ratio(name, cpuOf), m.ratio(name, wallOf))
	}
	t.Flush()
	fmt.Fprint(w, "\nMedians; the ratios are medians of those of each turn.\n")

	miss := func(is bool, format string, args ...any) {
		if is {
			missed = append(missed, m.name+": "+fmt.Sprintf(format, args...))
		}
	}
	if m.floor {
		r := m.times(sitewell, cpuOf)
		miss(r > cpuBudget, "processor time is %.2f times the floor, at most %.1f", r, cpuBudget)
	}
	memory := median(m.samples[sitewell], memoryOf)
	miss(memory > memoryBudget, "memory is %d MB, at most %d MB", memory/1_000_000, memoryBudget/1_000_000)

	budget := int64(c.Links)*linkBudget + int64(c.Found)*urlBudget
	fmt.Fprintf(w, "Stored: %d bytes, %.1f a link with its share of addresses, %.0f %% of the budget.\n",
		m.first, float64(m.first)/float64(max(c.Links, 1)), 100*float64(m.first)/float64(max(budget, 1)))
	miss(m.first > budget, "%d bytes are stored, at most %d", m.first, budget)
	if m.repeat {
		added := float64(m.second-m.first) / float64(m.first)
		fmt.Fprintf(w, "A second scan with 1 %% of the pages changed adds %.1f %%.\n", 100*added)
		miss(added > repeatBudget, "a second scan adds %.1f %%, at most %.0f %%", 100*added, 100*repeatBudget)
	}
	return missed
}

func cpuOf(s sample) time.Duration  { return s.cpu }
func wallOf(s sample) time.Duration { return s.wall }
func memoryOf(s sample) int64       { return s.memory }

// times is how many times the floor's figure a program's is, as the median
// over the turns.
func (m *measured) times(name string, of func(sample) time.Duration) float64 {
	var ratios []float64
	for i, s := range m.samples[name] {
		if floor := m.samples[bare]; i < len(floor) && of(floor[i]) > 0 {
			ratios = append(ratios, float64(of(s))/float64(of(floor[i])))
		}
	}
	if len(ratios) == 0 {
		return 0
	}
	return median(ratios, func(r float64) float64 { return r })
}

func (m *measured) ratio(name string, of func(sample) time.Duration) string {
	if r := m.times(name, of); r > 0 {
		return fmt.Sprintf("%.2f", r)
	}
	return "–"
}

// median of a figure, of an even number the lower one.
func median[S any, T cmp.Ordered](all []S, of func(S) T) T {
	figures := make([]T, len(all))
	for i, s := range all {
		figures[i] = of(s)
	}
	slices.Sort(figures)
	return figures[(len(figures)-1)/2]
}
