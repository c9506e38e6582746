package report

import (
	"context"
	"fmt"
	"iter"

	"sitewell/storage"
)

// sinceListed is how many problems of each change the sheet lists. The sheet of changes
// has all of them.
const sinceListed = 10

// eachChange yields what became of problems since the scan before, but for those that
// are still there, which the sheet of problems has.
func (b *book) eachChange(ctx context.Context) iter.Seq2[storage.ChangeRow, error] {
	f := storage.ChangeFilter{Changes: []storage.Change{storage.New, storage.CameBack, storage.Fixed, storage.LinkRemoved, storage.NotReached}}
	return func(yield func(storage.ChangeRow, error) bool) {
		for r, err := range b.Changes.Data.EachChange(ctx, b.Changes.Pair, f, storage.Order{By: storage.ByChange}) {
			if err != nil {
				yield(r, fmt.Errorf("read changes: %w", err))
				return
			}
			if r.Now.Verdict.IsProblem() && !b.Has(r.ID) {
				continue
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// since writes the sheet that says whether the site became better or worse. There is
// none for a first scan.
func (b *book) since(ctx context.Context) error {
	if b.Changes == nil {
		return nil
	}
	l := b.leaf(sheetSince, 34, 12, 12, 12, 62)
	c := b.Changes.spoken()
	c.Speech = b.Speech
	c.Zone = b.Zone
	l.set(0, l.styles.title, b.speak(sheetSince))
	l.height(34)
	l.next()
	l.sentence(l.styles.lead, b.survey.digest.Since, 20)
	for _, s := range c.Doubts() {
		l.sentence(l.styles.subtitle, s, 16)
	}
	for _, d := range c.Differences {
		l.sentence(l.styles.subtitle, d.Name+": "+d.Before+" → "+d.Now, 16)
	}
	l.changeCounts(c.Comparison)
	l.trend()
	if err := l.changeLists(ctx, &c); err != nil {
		return err
	}
	return l.finish()
}

// changeCounts says how many problems there are of each change.
func (l *leaf) changeCounts(c storage.Comparison) {
	l.section(l.speak("What became of the problems"), l.speak("Problems"))
	for _, change := range storage.Changes() {
		n := c.Counts.Of(change)
		if n == 0 && (change == storage.LinkRemoved || change == storage.NotReached) {
			continue
		}
		l.set(0, l.styles.summary.changes[change], l.speak(ChangeWord(change)))
		l.set(1, l.styles.summary.number, n)
		l.across(2, l.styles.summary.note, l.means(change))
		l.next()
	}
}

// means says what a change is.
func (b *book) means(c storage.Change) string {
	switch c {
	case storage.New:
		return b.speak("A problem now, and none that an earlier scan knew.")
	case storage.CameBack:
		return b.speak("It worked in the scan before, and had been a problem earlier.")
	case storage.StillThere:
		return b.speak("A problem in both scans.")
	case storage.Fixed:
		return b.speak("It was a problem, and works now.")
	case storage.LinkRemoved:
		return b.speak("No page links to it any more.")
	default:
		return b.speak("This scan did not look at it, so it may be as it was.")
	}
}

// trend shows the problems over time, as a table and a chart of it.
func (l *leaf) trend() {
	if len(l.Past) < 2 {
		return
	}
	l.section(l.speak("Problems over time"), l.Speech.Verdict(trendVerdicts()[0]), l.Speech.Verdict(trendVerdicts()[1]), l.Speech.Verdict(trendVerdicts()[2]))
	heading := l.row // that of the table, from 1
	for _, scan := range l.Past {
		counts := scan.Counts
		if scan.ID == l.Scan.ID {
			counts = l.survey.digest.Counts
		}
		// Text, or a chart would put all scans of a day in one place.
		l.set(0, l.styles.summary.text, l.local(scan.Began).Format(momentLayout(l.Speech)))
		for i, n := range []int{counts.Broken, counts.Warning, counts.Cant} {
			l.set(i+1, l.styles.summary.number, n)
		}
		l.set(4, l.styles.summary.note, scan.Name)
		l.next()
	}
	last := l.row
	l.next()
	l.trendChart(heading, last)
}

// changeLists lists the first problems of each change.
func (l *leaf) changeLists(ctx context.Context, c *Changes) error {
	listed := make(map[storage.Change]int)
	for r, err := range l.eachChange(ctx) {
		if err != nil {
			return err
		}
		if r.Change == storage.LinkRemoved || r.Change == storage.NotReached || listed[r.Change] > sinceListed {
			continue
		}
		if listed[r.Change]++; listed[r.Change] > sinceListed {
			l.jump(l.set(0, l.styles.summary.link, l.speak("and more on the sheet of changes")), l.speak(sheetChanges))
			l.next()
			continue
		}
		if listed[r.Change] == 1 {
			l.section(l.speak(ChangeWord(r.Change)), l.speak("Pages"), l.speak("Address"))
		}
		l.set(0, l.styles.summary.severities[r.Severity()], l.Speech.Severity(r.Severity()))
		l.set(1, l.styles.summary.number, r.Pages)
		text := shown(r.URL)
		if why := c.why(&r); why != "" {
			text += "\n" + why
		}
		l.across(2, l.styles.summary.text, text)
		l.next()
	}
	return nil
}
