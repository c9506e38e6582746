package command

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"sitewell/storage"
)

// AddJSON adds the flag that has a command write its result for programs
// (docs/commands.md).
func (p *Run) AddJSON(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&p.AsJSON, "json", p.AsJSON, "write the result as JSON, for programs")
	cmd.Flags().Lookup("json").DefValue = "false"
}

// Tell writes the result of a command: a value for programs, else lines for a person.
func (p *Run) Tell(v any, lines ...string) error {
	if p.AsJSON {
		return p.WriteJSON(v)
	}
	for _, line := range lines {
		fmt.Fprintln(p.Stdio.Out, line)
	}
	return nil
}

// WriteJSON writes a value for programs.
func (p *Run) WriteJSON(v any) error {
	e := json.NewEncoder(p.Stdio.Out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// errorJSON is what went wrong, as a program reads it.
type errorJSON struct {
	Error      string `json:"error"`
	ExitStatus int    `json:"exitStatus"`
}

// WriteError writes what went wrong: a line for a person, or an object in a line for a
// program, which is the last one of standard error. hint is more that helps a person.
func (p *Run) WriteError(text, hint string, code int) {
	if !p.AsJSON {
		fmt.Fprintln(p.Stdio.Err, "sitewell: "+text+hint)
		return
	}
	e := json.NewEncoder(p.Stdio.Err)
	e.SetEscapeHTML(false)
	_ = e.Encode(errorJSON{text, code}) // where nobody reads, nobody is told
}

// AsksForJSON reports whether --json is among arguments, also where they can't be used.
func AsksForJSON(args []string) bool {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	return slices.Contains(args, "--json") || slices.Contains(args, "--json=true")
}

// SiteJSON is a site as a program reads it.
type SiteJSON struct {
	Address string `json:"address"`
	Name    string `json:"name"`
	Client  string `json:"client"`
}

func NewSiteJSON(s storage.Site) SiteJSON { return SiteJSON{s.Start, s.Name, s.Client} }

// ListedSiteJSON is a site of a list.
type ListedSiteJSON struct {
	SiteJSON
	Last *ScanJSON `json:"lastScan"`
}

func NewListedSiteJSON(s storage.SiteSummary) ListedSiteJSON {
	j := ListedSiteJSON{SiteJSON: NewSiteJSON(s.Site)}
	if s.Last != nil {
		last := *s.Last
		last.Counts = s.Counts()
		j.Last = NewScanJSON(last)
	}
	return j
}

// ScanJSON is a scan as a program reads it.
type ScanJSON struct {
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

func NewScanJSON(s storage.Scan) *ScanJSON {
	n := s.Counts
	return &ScanJSON{s.ID, s.Name, s.Began.UTC(), stateCode(s.State), n.Broken, n.Warning, n.Cant, n.Found, n.Problems()}
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

// CountsJSON is how many problems changed in which way.
type CountsJSON struct {
	New         int `json:"new"`
	CameBack    int `json:"cameBack"`
	StillThere  int `json:"stillThere"`
	Fixed       int `json:"fixed"`
	LinkRemoved int `json:"linkRemoved"`
	NotReached  int `json:"notReached"`
}

func NewCountsJSON(c storage.ChangeCounts) *CountsJSON {
	return &CountsJSON{c.New, c.CameBack, c.StillThere, c.Fixed, c.LinkRemoved, c.NotReached}
}
