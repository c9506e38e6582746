package ci

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"sitewell/app/report"
)

// JUnit writes a report as JUnit XML, in the form that Jenkins, GitLab and most others
// read (github.com/testmoapp/junitxml describes it; Jenkins has a schema, junit-10.xsd).
// There is a suite for the site itself and one for other sites. Each problem is a test
// case: it fails if it is broken, it is skipped if it can't be verified, is a warning or
// is known from before. One more case passes for all addresses that work, so that a
// report is never empty.
func JUnit(o Options) report.Writer {
	return func(ctx context.Context, w io.Writer, src report.Source) error {
		src = src.WithSpeech()
		suites, err := o.suites(ctx, &src)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xml.Header); err != nil {
			return fmt.Errorf("write JUnit XML: %w", err)
		}
		x := xml.NewEncoder(w)
		x.Indent("", "  ")
		if err := x.Encode(suites); err != nil {
			return fmt.Errorf("write JUnit XML: %w", err)
		}
		if _, err := io.WriteString(w, "\n"); err != nil {
			return fmt.Errorf("write JUnit XML: %w", err)
		}
		return nil
	}
}

type junitSuites struct {
	XMLName  xml.Name      `xml:"testsuites"`
	Name     string        `xml:"name,attr"`
	Tests    int           `xml:"tests,attr"`
	Failures int           `xml:"failures,attr"`
	Errors   int           `xml:"errors,attr"`
	Time     string        `xml:"time,attr"`
	Suites   []*junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Time     string      `xml:"time,attr"`
	When     string      `xml:"timestamp,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",chardata"`
}

// suites returns the whole of the file.
func (o Options) suites(ctx context.Context, src *report.Source) (*junitSuites, error) {
	took := strconv.FormatFloat(src.Scan.Worked.Seconds(), 'f', 3, 64)
	when := src.Scan.Began.UTC().Format("2006-01-02T15:04:05") // the schema knows no zone
	site := &junitSuite{Name: "This site", When: when, Time: took}
	other := &junitSuite{Name: "Other sites", When: when, Time: "0"}
	site.add(junitCase{
		Name: "Addresses that work", Class: "This site",
		Out: src.Speech.Plural(src.Scan.Counts.Works, "{{.Count}} address works.", "{{.Count}} addresses work."),
	})
	for p, err := range src.EachProblem(ctx, linksShown) {
		if err != nil {
			return nil, err
		}
		suite := site
		if !p.Internal {
			suite = other
		}
		suite.add(o.junitCase(src, p, suite.Name))
	}
	all := &junitSuites{Name: src.Title(), Time: took, Suites: []*junitSuite{site}}
	if other.Tests > 0 {
		all.Suites = append(all.Suites, other)
	}
	for _, s := range all.Suites {
		all.Tests += s.Tests
		all.Failures += s.Failures
	}
	return all, nil
}

func (s *junitSuite) add(c junitCase) {
	c.Time = "0"
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
	s.Cases = append(s.Cases, c)
}

// junitCase returns the test case of a problem. Its name stays the same from scan to
// scan, which is how systems tell what is new.
func (o Options) junitCase(src *report.Source, p *report.Problem, suite string) junitCase {
	c := junitCase{Name: report.Inert(p.URL), Class: suite}
	m := &junitMessage{Message: p.Title, Type: string(p.Outcome), Text: about(src, p)}
	switch o.level(src, p) {
	case failure:
		c.Failure = m
	case known:
		c.Skipped = &junitMessage{Message: "Known before: " + p.Title}
		c.Out = m.Text
	default:
		c.Skipped = &junitMessage{Message: src.Speech.Verdict(p.Verdict) + ": " + p.Title}
		c.Out = m.Text
	}
	return c
}
