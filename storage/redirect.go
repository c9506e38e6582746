package storage

import "time"

// RedirectDecision is what a person decided about a redirect. The words are stored.
type RedirectDecision string

const (
	Undecided        RedirectDecision = ""         // nothing yet; never stored
	RedirectAccepted RedirectDecision = "accepted" // the address is to be redirected
	RedirectSkipped  RedirectDecision = "skipped"  // it is to stay as it is
)

// Redirect is what a person decided about an address of a site that is not found. It
// belongs to the site and names addresses by their texts, as a Mark does.
type Redirect struct {
	Address  string
	Decision RedirectDecision
	Target   string // where it is to lead; "" unless it is accepted
	Made     time.Time
}

// RedirectTrouble is why a redirect can't be set up, "" where it can.
type RedirectTrouble string

const (
	RedirectSelf      RedirectTrouble = "self"       // it leads to itself
	RedirectCycle     RedirectTrouble = "cycle"      // it leads back to itself through others
	RedirectWholeSite RedirectTrouble = "whole-site" // https or “www.” is the only difference
	RedirectBroken    RedirectTrouble = "broken"     // its target is not found either
	RedirectWorks     RedirectTrouble = "works"      // the address works again
	RedirectTwice     RedirectTrouble = "twice"      // another one for the same path leads elsewhere

	// What a format can't express.

	RedirectHost       RedirectTrouble = "host"       // it is for another host
	RedirectQuery      RedirectTrouble = "query"      // the address has a query
	RedirectAlike      RedirectTrouble = "alike"      // the target is the same address to it
	RedirectCharacters RedirectTrouble = "characters" // it has characters with another meaning
	RedirectLong       RedirectTrouble = "long"       // it is too long
)
