package result

import (
	"time"

	"sitewell/scanner/outcome"
)

// Progress is a snapshot of a running scan. At every moment
// Found = Checked + Skipped + Waiting.
type Progress struct {
	Started time.Time
	Found   int // addresses known
	Checked int // with a verdict other than Skipped
	Skipped int
	Waiting int // known and not done, those under way included
	// Own and Other are addresses of the site itself and those of other sites; together
	// they are all.
	Own, Other Share
	Pages      int // pages read for links
	Omitted    int // links that were left out because of a limit; see Batch
	// Verdicts counts addresses by verdict, and with them the places within pages
	// that are problems. Problems is Broken, Warning and Can't verify together.
	Verdicts [6]int
	Problems int
	// PlacesChecked is how many places within pages were looked for, and
	// PlaceProblems how many of them are missing or can't be told.
	PlacesChecked, PlaceProblems int
	// SkippedBy contains the reasons why addresses were skipped, the most frequent
	// first. Skipped is their sum.
	SkippedBy []Skips
	// Rendered is how many pages were shown in a browser, and RenderTotal about how many
	// will be in all, as far as is known.
	Rendered, RenderTotal int
	// ScriptPages is how many pages look as if scripts make them, and were not shown in a
	// browser.
	ScriptPages int
	Bytes       int64   // received
	Rate        float64 // checks a second over the last ten seconds
	Current     string  // an address under way
	// Slow says why the scan is slower than it could be, worst first.
	Slow []HostWait
	// Finishing: everything is checked, the last batch is being stored.
	Finishing bool
}

// Share is how many of some addresses need no more work.
type Share struct{ Done, Found int }

// Skips is how many addresses were skipped for one reason.
type Skips struct {
	Outcome outcome.Key
	Count   int
}

// HostWait is one host that makes us wait.
type HostWait struct {
	Host   string
	Until  time.Time
	Reason WaitReason
}

// WaitReason is why a host is waited for.
type WaitReason string

const (
	WaitRate       WaitReason = "rate"        // the server answers only so many requests a second; until is zero
	WaitRetryAfter WaitReason = "retry-after" // the server asked for it
	WaitRetry      WaitReason = "retry"       // trying again what failed
	WaitOffline    WaitReason = "offline"     // this computer has no network
	WaitHandles    WaitReason = "handles"     // this computer has no file handles left for more connections
	WaitFull       WaitReason = "full"        // the disk has no room for results
	WaitReadOnly   WaitReason = "read-only"   // the history can't be written
	WaitBusy       WaitReason = "busy"        // another program holds the history
)

// Summary is how a scan ended.
type Summary struct {
	Progress
	Ended time.Time
	// Diagnosis is set where a scan did not read all that it was meant to read,
	// or found suspiciously little: see the Diagnosis constants.
	Diagnosis Diagnosis
	// Sample is an address or text that shows the diagnosis.
	Sample string
	// MadeWith is the version of what the site is made with, by name ("PHP",
	// "WordPress plugin elementor"), as far as this run saw it.
	MadeWith map[string]string
}

// Diagnosis says why a scan is short. Package coverage puts it into words.
type Diagnosis string

const (
	NoDiagnosis        Diagnosis = ""
	StartUnreachable   Diagnosis = "start-unreachable"   // the start address itself gave no page
	StartForbidden     Diagnosis = "robots-forbid"       // robots.txt forbids it
	RobotsUnreachable  Diagnosis = "robots-unreachable"  // robots.txt answered 5xx or not at all
	RedirectsElsewhere Diagnosis = "redirects-elsewhere" // the start address leads to another site
	ScriptOnly         Diagnosis = "script-only"         // the page builds its links by script
	NoLinks            Diagnosis = "no-links"            // one page without links
	NotAPage           Diagnosis = "not-a-page"          // the start address is no HTML
	Blocked            Diagnosis = "blocked"             // a bot wall or another refusal stands before it
	SignInNeeded       Diagnosis = "sign-in-needed"      // the start address asks for a sign-in
	SignInRefused      Diagnosis = "sign-in-refused"     // the same, although the scan is signed in
	// The following hold for scans of any length. Their samples are numbers.
	PagesNeedSignIn Diagnosis = "pages-need-sign-in" // many of the site's pages ask for a sign-in
	MostUnverified  Diagnosis = "most-unverified"    // most of the site's pages are Can't verify
	LimitReached    Diagnosis = "limit-reached"      // more was found than the scan may check
	CutOff          Diagnosis = "cut-off"            // no other site could be reached
	NoHandles       Diagnosis = "no-handles"         // the scan ended because this computer could open nothing
	Offline         Diagnosis = "offline"            // the scan ended while this computer had no network
)
