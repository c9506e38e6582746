package report

import (
	"time"

	"sitewell/storage"
)

// TrendPoint is how many problems a scan found.
type TrendPoint struct {
	Began    time.Time // in the reader's time zone
	Problems int       // of this scan without what is ignored, of those before with it
}

// Trend returns how many problems the complete scans of the site found, oldest
// first, and the scan of the report last. counts are those of the digest.
func (s *Source) Trend(counts storage.Counts) []TrendPoint {
	points := make([]TrendPoint, 0, len(s.Past)+1)
	for _, p := range s.Past {
		if p.ID != s.Scan.ID {
			points = append(points, TrendPoint{s.local(p.Began), p.Counts.Problems()})
		}
	}
	return append(points, TrendPoint{s.local(s.Scan.Began), counts.Problems()})
}

// leastTrend is of how many scans a trend consists: two are compared in a sentence.
const leastTrend = 3

// TrendLine says the trend in a sentence, "" where there are too few scans for one.
func (s *Source) TrendLine(points []TrendPoint) string {
	if len(points) < leastTrend {
		return ""
	}
	first, last := points[0], points[len(points)-1]
	return s.Speech.Say("From {{.Before}} on {{.From}} to {{.Now}} on {{.To}}.", map[string]any{
		"Before": s.Speech.Plural(first.Problems, "{{.Count}} problem", "{{.Count}} problems"), "From": s.when(first.Began, last.Began),
		"Now": s.Speech.Plural(last.Problems, "{{.Count}} problem", "{{.Count}} problems"), "To": s.when(last.Began, first.Began),
	})
}

// Direction says whether the site became better or worse since the scan before.
type Direction int8

// The directions. FirstScan means that there is nothing to compare with.
const (
	FirstScan Direction = iota
	Better
	Worse
	Unchanged
	Mixed // as much became better as worse
)

// Direction returns whether more problems are gone than have come since the scan
// before. Digest.Since says it in words.
func (s *Source) Direction() Direction {
	if s.Changes == nil {
		return FirstScan
	}
	c := s.Changes.Comparison.Counts
	switch worse, better := c.New+c.CameBack, c.Fixed+c.LinkRemoved; {
	case worse == 0 && better == 0:
		return Unchanged
	case worse > better:
		return Worse
	case better > worse:
		return Better
	default:
		return Mixed
	}
}
