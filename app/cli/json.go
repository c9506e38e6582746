package cli

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"sitewell/storage"
)

// addJSON adds the flag that has a command write its result for programs
// (docs/commands.md).
func (p *Program) addJSON(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&p.asJSON, "json", p.asJSON, "write the result as JSON, for programs")
	cmd.Flags().Lookup("json").DefValue = "false"
}

// tell writes the result of a command: a value for programs, else lines for a person.
func (p *Program) tell(v any, lines ...string) error {
	if p.asJSON {
		return p.writeJSON(v)
	}
	for _, line := range lines {
		fmt.Fprintln(p.stdio.Out, line)
	}
	return nil
}

// writeJSON writes a value for programs.
func (p *Program) writeJSON(v any) error {
	e := json.NewEncoder(p.stdio.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// errorJSON is what went wrong, as a program reads it.
type errorJSON struct {
	Error      string `json:"error"`
	ExitStatus int    `json:"exitStatus"`
}

// writeError writes what went wrong: a line for a person, or an object in a line for a
// program, which is the last one of standard error. hint is more that helps a person.
func (p *Program) writeError(text, hint string, code int) {
	if !p.asJSON {
		fmt.Fprintln(p.stdio.Err, "sitewell: "+text+hint)
		return
	}
	e := json.NewEncoder(p.stdio.Err)
	e.SetEscapeHTML(false)
	_ = e.Encode(errorJSON{text, code}) // where nobody reads, nobody is told
}

// asksForJSON reports whether --json is among arguments, also where they can't be used.
func asksForJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// siteJSON is a site as a program reads it.
type siteJSON struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Client  string `json:"client"`
}

func newSiteJSON(s storage.Site) siteJSON { return siteJSON{s.Start, s.Name, s.Client} }

// listedSiteJSON is a site of a list.
type listedSiteJSON struct {
	siteJSON
	Last *scanJSON `json:"lastScan"`
}

func newListedSiteJSON(s storage.SiteSummary) listedSiteJSON {
	j := listedSiteJSON{siteJSON: newSiteJSON(s.Site)}
	if s.Last != nil {
		last := *s.Last
		last.Counts = s.Counts()
		j.Last = newScanJSON(last)
	}
	return j
}

// scanJSON is a scan as a program reads it.
type scanJSON struct {
	Scan     storage.ScanID `json:"scan"`
	Name     string         `json:"name,omitempty"`
	Began    time.Time      `json:"began"`
	State    string         `json:"state"`
	Broken   int            `json:"broken"`
	Warning  int            `json:"warning"`
	Cant     int            `json:"cantVerify"`
	Found    int            `json:"addresses"`
	Problems int            `json:"problems"`
}

func newScanJSON(s storage.Scan) *scanJSON {
	n := s.Counts
	return &scanJSON{s.ID, s.Name, s.Began.UTC(), stateCode(s.State), n.Broken, n.Warning, n.Cant, n.Found, n.Problems()}
}

// stateCode is how a scan ended, as programs read it.
func stateCode(s storage.State) string {
	switch s {
	case storage.Complete:
		return "complete"
	case storage.Stopped:
		return "stopped"
	case storage.Elsewhere:
		return "running"
	default:
		return "interrupted"
	}
}

// countsJSON is how many problems changed in which way.
type countsJSON struct {
	New         int `json:"new"`
	CameBack    int `json:"cameBack"`
	StillThere  int `json:"stillThere"`
	Fixed       int `json:"fixed"`
	LinkRemoved int `json:"linkRemoved"`
	NotReached  int `json:"notReached"`
}

func newCountsJSON(c storage.ChangeCounts) *countsJSON {
	return &countsJSON{c.New, c.CameBack, c.StillThere, c.Fixed, c.LinkRemoved, c.NotReached}
}

// markJSON is something that was said about a problem.
type markJSON struct {
	Kind     storage.MarkKind `json:"kind"`
	About    string           `json:"about"` // address, link, host, pattern, element or fix
	Subject  string           `json:"subject"`
	Page     string           `json:"page"`
	Text     string           `json:"text"`
	Assignee string           `json:"assignee"`
	Due      string           `json:"due"`
	Made     *time.Time       `json:"made"`
	Until    *time.Time       `json:"until"`
	Verified *time.Time       `json:"verified"`
}

func newMarksJSON(marks []storage.Mark) []markJSON {
	all := make([]markJSON, len(marks))
	for i, m := range marks {
		all[i] = markJSON{m.Kind, string(m.Scope), m.Subject, m.Page, m.Text, m.Assignee, m.Due, momentJSON(m.Made), momentJSON(m.Until), momentJSON(m.Verified)}
	}
	return all
}

// momentJSON is a moment as a program reads it, null for none.
func momentJSON(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// fileJSON is a file that was saved of a scan.
type fileJSON struct {
	Scan   storage.ScanID `json:"scan"`
	Format string         `json:"format"`
	File   string         `json:"file"`
}
