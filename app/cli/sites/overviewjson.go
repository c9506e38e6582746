package sites

import (
	"time"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/message"
	"sitewell/scanner/fix"
	"sitewell/storage"
)

// overviewJSON is an overview as a program reads it.
type overviewJSON struct {
	Counts healthSumJSON `json:"counts"`
	New    int           `json:"new"`
	Fixed  int           `json:"fixed"`
	All    []healthJSON  `json:"sites"`
	Causes []causeJSON   `json:"sharedCauses"`
}

type healthSumJSON struct {
	Sites        int `json:"sites"`
	Unread       int `json:"couldNotBeRead"`
	Broken       int `json:"withBroken"`
	WarningsOnly int `json:"withWarningsOnly"`
	Fine         int `json:"fine"`
	Scanning     int `json:"beingScanned"`
	Unfinished   int `json:"notScannedToTheEnd"`
	NeverScanned int `json:"neverScanned"`
}

// healthJSON is a site of an overview.
type healthJSON struct {
	command.ListedSiteJSON
	Unread  bool        `json:"couldNotBeRead"`
	Changes *changeJSON `json:"sinceScanBefore"`
	Oldest  *oldestJSON `json:"oldestSerious"`
}

type changeJSON struct {
	New   int `json:"new"`
	Fixed int `json:"fixed"`
}

type oldestJSON struct {
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
}

// causeJSON is a shared cause.
type causeJSON struct {
	Title   string          `json:"title"`
	Subject string          `json:"subject"`
	IsHost  bool            `json:"wholeHost"`
	Outcome string          `json:"outcome,omitempty"` // "": several
	Count   int             `json:"links"`
	Sites   []causeSiteJSON `json:"sites"`
	Links   []causeLinkJSON `json:"all,omitempty"`
}

type causeSiteJSON struct {
	Address string         `json:"address"`
	Scan    storage.ScanID `json:"scan"`
	Links   int            `json:"links"`
}

type causeLinkJSON struct {
	Site    string `json:"site"`
	Page    string `json:"page"`
	To      string `json:"to"`
	Text    string `json:"text"`
	FoundBy string `json:"foundBy"`
}

func newOverviewJSON(sites []core.SiteHealth, sum core.HealthSum, causes []core.SharedCause) overviewJSON {
	j := overviewJSON{
		Counts: healthSumJSON{
			sum.Sites, sum.Of[core.Unread], sum.Of[core.Broken], sum.Of[core.Warned], sum.Of[core.Fine], sum.Of[core.Scanning], sum.Of[core.Unfinished], sum.Of[core.Unscanned],
		},
		New: sum.New, Fixed: sum.Fixed, All: make([]healthJSON, len(sites)), Causes: newCausesJSON(causes),
	}
	for i := range sites {
		s := &sites[i]
		h := healthJSON{ListedSiteJSON: command.NewListedSiteJSON(s.SiteSummary), Unread: s.IsUnread()}
		if s.IsCompared {
			h.Changes = &changeJSON{s.Changes.New + s.Changes.CameBack, s.Changes.Fixed + s.Changes.LinkRemoved}
		}
		if s.Oldest.ID != 0 {
			h.Oldest = &oldestJSON{s.Oldest.URL, s.Oldest.Since.UTC()}
		}
		j.All[i] = h
	}
	return j
}

func newCausesJSON(causes []core.SharedCause) []causeJSON {
	all := make([]causeJSON, len(causes))
	for i, c := range causes {
		all[i] = newCauseJSON(c)
	}
	return all
}

func newCauseJSON(c core.SharedCause) causeJSON {
	title, _ := message.ForShared(c, english())
	j := causeJSON{Title: title, Subject: c.Fix.Subject, IsHost: c.Fix.Cause == fix.Host, Outcome: string(c.Fix.Outcome), Count: c.Links()}
	if j.Subject == "" {
		j.Subject = c.Fix.Example
	}
	for _, s := range c.Sites {
		j.Sites = append(j.Sites, causeSiteJSON{s.Site.Start, s.Scan, s.Links})
	}
	return j
}
