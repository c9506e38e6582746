// Package coverage says what a scan did not look at, why, and what a person can
// do about it. The window, the terminal and the reports take their first
// sentence about a scan from here, so that none of them says that all is well
// of a site that was not read. It must not know where scans are stored or how
// its sentences are shown.
package coverage

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// State is how a scan ended.
type State uint8

const (
	Complete    State = iota
	Stopped           // by the person
	Interrupted       // by a crash, or by closing Sitewell
	Elsewhere         // not yet: another program runs it
)

// Scan is what is known of a scan that has ended.
type Scan struct {
	State     State
	Waiting   int // addresses that were found and not checked
	Diagnosis result.Diagnosis
	Sample    string // that result.Summary has beside the diagnosis
}

// Extent is how much of the site was read of what the scan was meant to read.
type Extent uint8

const (
	All  Extent = iota
	Part        // the results hold for a part of the site
	None        // the site itself was not read
)

// Headline returns the few words that a screen or a report begins with, as an
// English text that is the key of its translation; "" for All.
func (e Extent) Headline() Sentence {
	switch e {
	case None:
		return Sentence{Text: "This site was not scanned"}
	case Part:
		return Sentence{Text: "Only part of this site was scanned"}
	default:
		return Sentence{}
	}
}

// Help is what a person can do about a gap.
type Help uint8

const (
	Resume       Help = iota + 1 // go on with the scan
	ScanAgain                    // begin a scan of the site from its start, as the second choice
	TryAgain                     // the same, because another result can be hoped for
	SignIn                       // enter what to sign in with
	ScanAddress                  // scan the address in Gap.Address
	IgnoreRobots                 // stop obeying robots.txt on this site, and scan again
	Settings                     // change what is scanned
)

// Sentence is an English text with placeholders such as {{.Count}}. As they
// stand, Text and Next are the keys of translations.
type Sentence struct {
	Text string         // what was not looked at and why
	Next string         // what to do about it
	Data map[string]any // values of the placeholders; numbers are ints
}

// Gap is something that a scan did not look at.
type Gap struct {
	Extent Extent
	Sentence
	Help    []Help // best first; may be empty
	Address string // that Help ScanAddress scans, "" otherwise
}

// Gaps returns what a scan did not look at, the most important first; nothing for
// a scan that read everything that it was meant to read. A gap of the extent
// All is only worth a remark.
func Gaps(s Scan) []Gap {
	var gaps []Gap
	why, known := diagnosed(s)
	if known && why.Extent == None {
		gaps = append(gaps, why)
	}
	if end, early := ended(s); early && s.Diagnosis != result.Offline && s.Diagnosis != result.NoHandles {
		gaps = append(gaps, end)
	}
	if known && why.Extent != None {
		gaps = append(gaps, why)
	}
	return gaps
}

// ExtentOf returns the extent of the most important gap.
func ExtentOf(gaps []Gap) Extent {
	if len(gaps) == 0 {
		return All
	}
	return gaps[0].Extent
}

// ended returns the gap of a scan that did not come to its end.
func ended(s Scan) (Gap, bool) {
	const notChecked = "What it found until then is kept. Addresses not checked: {{.Count}}"
	g := Gap{Extent: Part, Help: []Help{Resume, ScanAgain}}
	data := map[string]any{"Count": s.Waiting}
	switch {
	case s.State == Interrupted:
		g.Sentence = Sentence{Text: "This scan was interrupted before it came to its end.", Next: notChecked, Data: data}
	case s.State == Elsewhere:
		g.Help = nil
		g.Sentence = Sentence{Text: "This scan is running in another program.", Next: "This is what it has found until now. Addresses not checked: {{.Count}}", Data: data}
	case s.State == Stopped && s.Waiting > 0:
		g.Sentence = Sentence{Text: "This scan was stopped before it came to its end.", Next: notChecked, Data: data}
	default:
		return Gap{}, false
	}
	return g, true
}

// diagnosed returns the gap that the engine's diagnosis stands for.
func diagnosed(s Scan) (Gap, bool) {
	count, _ := strconv.Atoi(s.Sample)
	counted := map[string]any{"Count": count}
	switch s.Diagnosis {
	case result.NoDiagnosis:
		return Gap{}, false
	case result.StartUnreachable:
		return unreachable(outcome.Key(s.Sample)), true
	case result.StartForbidden:
		return Gap{Extent: None, Help: []Help{IgnoreRobots}, Sentence: Sentence{
			Text: "The site's robots.txt asks programs to stay away, so nothing was scanned.",
			Next: "If the site is yours, you can tell Sitewell not to obey it.",
		}}, true
	case result.RobotsUnreachable:
		return Gap{Extent: None, Help: []Help{TryAgain, IgnoreRobots}, Sentence: Sentence{
			Text: "The site's robots.txt could not be read, so Sitewell did not go on from the start page.",
			Next: "A server that fails here may be failing for everyone. Try again later; if the site is yours, you can also tell Sitewell not to obey robots.txt.",
		}}, true
	case result.RedirectsElsewhere:
		return Gap{Extent: None, Help: []Help{ScanAddress}, Address: s.Sample, Sentence: Sentence{
			Text: "The start address leads to another site, which was not scanned: {{.Address}}",
			Next: "Scan that address instead. It is added as a site of its own; this one stays as it is.",
			Data: map[string]any{"Address": s.Sample},
		}}, true
	case result.SignInNeeded:
		return Gap{Extent: None, Help: []Help{SignIn}, Sentence: Sentence{
			Text: "The start page asks for a sign-in, so nothing behind it was scanned.",
			Next: "If the site is yours, give Sitewell a sign-in in the settings of the site. It is sent to that site only.",
		}}, true
	case result.PagesNeedSignIn:
		return Gap{Extent: Part, Help: []Help{SignIn}, Sentence: Sentence{
			Text: "Pages that ask for a sign-in and were not looked at: {{.Count}}",
			Next: "If the site is yours, give Sitewell a sign-in in the settings of the site. It is sent to that site only.", Data: counted,
		}}, true
	case result.SignInRefused:
		return Gap{Extent: Part, Help: []Help{SignIn}, Sentence: Sentence{
			Text: "The site did not accept the sign-in, so it was seen as it is signed out.",
			Next: "A password may have changed, and cookies expire. Give the sign-in again in the settings of the site, then scan again.",
		}}, true
	case result.Blocked:
		return Gap{Extent: None, Help: []Help{TryAgain}, Sentence: Sentence{
			Text: "The site refused Sitewell, as it may refuse all programs, so nothing was scanned.",
			Next: "If the site is yours, allow Sitewell in your firewall or protection service, then scan again.",
		}}, true
	case result.NotAPage:
		return Gap{Extent: None, Help: []Help{Settings}, Sentence: Sentence{
			Text: "The start address is a file and not a web page, so there was nothing to go on from.",
			Next: "Change the start address to the site's home page.",
		}}, true
	case result.ScriptOnly:
		return Gap{Extent: Part, Help: []Help{Settings}, Sentence: Sentence{
			Text: "Only 1 page was read, because its menu is built by a script.",
			Next: "No browser showed that page, so its links were not seen. “Pages made by scripts” in the settings of the site may be off, or Chrome, Chromium, Edge or Brave is missing. A sitemap lets Sitewell find the other pages, too.",
		}}, true
	case result.NoLinks:
		return Gap{Extent: All, Sentence: Sentence{
			Text: "Only 1 page: it has no links to further pages.",
			Next: "If there should be more, check that this is the right start address.",
		}}, true
	case result.LimitReached:
		return Gap{Extent: Part, Help: []Help{Settings}, Sentence: Sentence{
			Text: "Some links were not looked at, because of a limit. Links left out: {{.Count}}",
			Next: "The largest number of addresses is set in the settings of the site. Of a single page, the first 50,000 links are read.", Data: counted,
		}}, true
	case result.CutOff:
		return Gap{Extent: All, Help: []Help{TryAgain}, Sentence: Sentence{
			Text: "Other sites can't be reached from here, so links to them can't be verified: {{.Count}}",
			Next: "All of them failed in the same way. A firewall, a proxy or the name look-up of this computer may be the reason. Scan again from where other websites open.", Data: counted,
		}}, true
	case result.MostUnverified:
		return Gap{Extent: Part, Help: []Help{TryAgain}, Sentence: Sentence{
			Text: "The server did not let Sitewell check most of the site's pages: {{.Count}}",
			Next: "It may have been busy, or refuse programs. Try again later; if the site is yours, allow Sitewell in your firewall or protection service.", Data: counted,
		}}, true
	case result.Offline:
		return Gap{Extent: Part, Help: []Help{Resume, ScanAgain}, Sentence: Sentence{
			Text: "This computer lost its network, so the scan did not come to its end. Addresses not checked: {{.Count}}",
			Next: "What it found until then is kept. Resume the scan as soon as there is a network again.",
			Data: map[string]any{"Count": s.Waiting},
		}}, true
	case result.NoHandles:
		return Gap{Extent: Part, Help: []Help{Resume, ScanAgain}, Sentence: Sentence{
			Text: "This computer had no file handles left, so the scan did not come to its end. Addresses not checked: {{.Count}}",
			Next: "What it found until then is kept. Close other programs, or allow more open files, and resume the scan.",
			Data: map[string]any{"Count": s.Waiting},
		}}, true
	default: // of a newer version
		return Gap{Extent: Part, Help: []Help{TryAgain}, Sentence: Sentence{
			Text: "This scan found surprisingly little.",
			Next: "Open the start address in your browser and compare.",
		}}, true
	}
}

// unreachable returns the gap of a start address that returned no page.
func unreachable(key outcome.Key) Gap {
	g := Gap{Extent: None, Help: []Help{TryAgain}}
	class := func(prefix string) bool { return strings.HasPrefix(string(key), prefix) }
	timeouts := []outcome.Key{outcome.ConnectTimeout, outcome.TimeoutHeaders, outcome.TimeoutBody}
	refusals := []outcome.Key{outcome.ConnectionRefused, outcome.ConnectionReset, outcome.Unreachable, outcome.EmptyReply}
	status, err := strconv.Atoi(string(key))
	switch {
	case class("dns-"):
		g.Sentence = Sentence{
			Text: "The site's name could not be looked up, so nothing was scanned.",
			Next: "Check the spelling of the address and whether other websites open. If they do, the domain may have expired, or its DNS records are missing.",
		}
	case class("tls-"):
		g.Sentence = Sentence{
			Text: "No secure connection to the site was possible, so nothing was scanned.",
			Next: "Open the start address in your browser. If it warns you as well, your web host has to renew or repair the certificate.",
		}
	case slices.Contains(timeouts, key):
		g.Sentence = Sentence{
			Text: "The server did not answer in time, so nothing was scanned.",
			Next: "Open the start address in your browser. If it does not open there either, the site is down: ask your web host. If it does, try again.",
		}
	case slices.Contains(refusals, key):
		g.Sentence = Sentence{
			Text: "The server did not accept a connection, so nothing was scanned.",
			Next: "Open the start address in your browser. If it does not open there either, the site is down: ask your web host. If it does, try again.",
		}
	case err == nil && status >= 400:
		g.Sentence = Sentence{
			Text: "The start page answered with the error {{.Status}}, so nothing was scanned.",
			Next: "Open the start address in your browser. The problem below explains the error and how to fix it.",
			Data: map[string]any{"Status": fmt.Sprint(status)},
		}
	default:
		g.Sentence = Sentence{
			Text: "The start address returned no page, so nothing was scanned.",
			Next: "Open it in your browser. If it does not open there either, the site is down; if it does, look at the start address's problem below.",
		}
	}
	return g
}
