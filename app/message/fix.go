package message

import (
	"net/url"
	"strings"

	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// ForFix returns what to do as Text, and why that one change fixes all of the
// problems as Next, which is "" for a fix of a single problem. Addresses below
// site, the start address of the scan, are shortened to their path. Text and Next
// are translation keys, as those of ForError.
func ForFix(f fix.Fix, site string) Sentence {
	s := fixTitle(f)
	if ownName(f, site) {
		s = Sentence{Text: "Have {{.Host}} set up again where your domain is managed"}
	}
	s.Data = map[string]any{
		"Subject": within(f.Subject, site), "From": within(f.From, site), "To": within(f.To, site), "Address": within(f.Example, site), "Host": hostOf(f.Example),
	}
	return s
}

// ownName reports whether a name that does not exist is below that of the site. Its
// owner manages the names there, even where they are scanned as another site.
func ownName(f fix.Fix, site string) bool {
	info, _ := outcome.Lookup(f.Outcome)
	if f.Internal || info.Class != outcome.NameLookup || f.Cause != fix.Single && f.Cause != fix.Host {
		return false
	}
	return weburl.Below(site, f.Example)
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}

// within leaves the site's own origin out of an address.
func within(address, site string) string {
	u, err := url.Parse(site)
	if err != nil || u.Host == "" {
		return address
	}
	if path, own := strings.CutPrefix(address, u.Scheme+"://"+u.Host); own && strings.HasPrefix(path, "/") {
		return path
	}
	return address
}

func fixTitle(f fix.Fix) Sentence {
	if s, ok := hostedTitle(f); ok {
		return s
	}
	switch f.Cause {
	case fix.Template:
		return templateTitle(f)
	case fix.Host:
		return hostTitle(f)
	case fix.Server:
		return serverTitle(f)
	case fix.Element:
		return Sentence{
			Text: "Correct the template of your pages: what it writes into {{.Subject}}",
			Next: "The same mistake is in the head of many pages, which a template makes. One change there corrects all of them.",
		}
	case fix.Relative:
		return Sentence{
			Text: "Correct where links to {{.Subject}} begin",
			Next: "They name no folder, so each page looks for it in its own. A slash and the right folder in front correct all of them.",
		}
	case fix.Target:
		return targetTitle(f)
	case fix.Access:
		return Sentence{
			Text: "Let visitors see the folder {{.Subject}}, or remove the links to it",
			Next: "The server turns visitors away from all of it. One rule or one permission of the folder decides that.",
		}
	case fix.Anchors:
		return Sentence{
			Text: "Give {{.Subject}} back the places that links lead to",
			Next: "The page has lost several of its places at once. Put their ids back, or correct the links to them.",
		}
	case fix.Folder:
		return Sentence{
			Text: "Put the folder {{.Subject}} back, or redirect it",
			Next: "Nothing in this folder is found any more: it was moved or deleted. One redirect rule for the folder fixes all of it.",
		}
	case fix.Extension:
		return Sentence{
			Text: "Redirect the addresses that end in {{.Subject}}",
			Next: "None of them is found any more: the site changed how its addresses are built. One redirect rule for the ending fixes all of them.",
		}
	case fix.Files:
		return Sentence{
			Text: "Put the {{.Subject}} files back, or remove the links to them",
			Next: "Hardly any of them is found any more. Most likely they were left behind when the site was copied to its server.",
		}
	case fix.Rule:
		return ruleTitle(f)
	}
	return singleTitle(f)
}

// targetTitle is about something broken to which other addresses lead.
func targetTitle(f fix.Fix) Sentence {
	const targetWhy = "Other addresses lead there, and nowhere else: whatever fixes this address fixes them too."
	if f.Example == f.Subject { // it is linked itself
		s := singleTitle(f)
		s.Next = targetWhy
		return s
	}
	return Sentence{Text: "Put {{.Subject}} back, or redirect to another page", Next: targetWhy}
}

// templateTitle names the part of the page that many pages share.
func templateTitle(f fix.Fix) Sentence {
	const templateWhy = "This part is the same on many pages, so one change corrects all of them."
	one := len(f.Problems) == 1
	switch {
	case f.Subject == result.PlaceHeader.String() && one:
		return Sentence{Text: "Edit the page header: correct its link to {{.Address}}", Next: templateWhy}
	case f.Subject == result.PlaceHeader.String():
		return Sentence{Text: "Edit the page header: correct its links", Next: templateWhy}
	case f.Subject == result.PlaceNavigation.String() && one:
		return Sentence{Text: "Edit the menu: correct its link to {{.Address}}", Next: templateWhy}
	case f.Subject == result.PlaceNavigation.String():
		return Sentence{Text: "Edit the menu: correct its links", Next: templateWhy}
	case f.Subject == result.PlaceAside.String() && one:
		return Sentence{Text: "Edit the side column: correct its link to {{.Address}}", Next: templateWhy}
	case f.Subject == result.PlaceAside.String():
		return Sentence{Text: "Edit the side column: correct its links", Next: templateWhy}
	case one:
		return Sentence{Text: "Edit the footer: correct its link to {{.Address}}", Next: templateWhy}
	default:
		return Sentence{Text: "Edit the footer: correct its links", Next: templateWhy}
	}
}

func hostTitle(f fix.Fix) Sentence {
	if f.Verdict == outcome.CantVerify {
		return Sentence{
			Text: "See for yourself whether {{.Subject}} works",
			Next: "It answers all our questions alike and lets no program in. Open one of these addresses in your browser: if it works there, all of them are fine.",
		}
	}
	if f.Outcome == outcome.AddressLocalhost || f.Outcome == outcome.AddressPrivate {
		return Sentence{
			Text: "Write your site's public address instead of {{.Subject}}",
			Next: "Only the computer on which the pages were made can open it. One search and replace corrects all of them.",
		}
	}
	if usuallyPasses(f) {
		return Sentence{
			Text: "Check the links to {{.Subject}} again later, and replace them if they still fail",
			Next: "The whole site behind them fails in the same way, whatever is asked of it. Such faults usually pass.",
		}
	}
	return Sentence{
		Text: "Replace or remove the links to {{.Subject}}",
		Next: "The whole site behind them fails in the same way, whatever is asked of it. Find its new address, or take the links out.",
	}
}

// serverTitle is about faults that are the server's, whatever it is asked for.
func serverTitle(f fix.Fix) Sentence {
	const serverWhy = "When so many addresses fail alike, one fault of the server or of the program behind the site is the cause."
	switch f.Outcome {
	case outcome.Soft404:
		return Sentence{
			Text: "Have the server say “not found” (404) for what is missing",
			Next: "The server reports success for pages that do not exist. One setting corrects that for all of them.",
		}
	case outcome.MixedContent:
		return Sentence{
			Text: "Load all parts of your pages over https",
			Next: "The same mistake on several pages usually comes from one template or one setting of the site's address.",
		}
	case outcome.ErrorLeak:
		return Sentence{
			Text: "Switch off technical details on error pages",
			Next: "One setting of the server or of the program behind the site decides what all error pages show.",
		}
	case outcome.TLSExpiresSoon, outcome.TLSExpired:
		return Sentence{
			Text: "Renew the certificate of your site",
			Next: "All these addresses are served under the same certificate.",
		}
	case outcome.TLSWrongHost, outcome.TLSSelfSigned, outcome.TLSUnknownAuthority, outcome.TLSIncompleteChain:
		return Sentence{
			Text: "Have the certificate of your site corrected",
			Next: "All these addresses are served under the same certificate.",
		}
	case outcome.BadCompression:
		return Sentence{
			Text: "Have the compression of your server repaired",
			Next: "One setting of the server compresses all of these.",
		}
	case outcome.WrongType:
		return Sentence{
			Text: "Have files that end in {{.To}} sent as what they are",
			Next: "The server chooses the content type by the ending of the file name. One setting corrects all of them.",
		}
	case outcome.BodyTruncated:
		return Sentence{
			Text: "Have your server send its answers in full",
			Next: "When so many are cut short, one fault of the server or of what stands before it is the cause.",
		}
	case outcome.RobotsUnreachable:
		return Sentence{Text: "Have robots.txt repaired", Next: "While it can't be read, polite programs and search engines leave all of these alone."}
	case outcome.RateLimited, "429":
		return Sentence{
			Text: "Scan more slowly, or raise your server's limit",
			Next: "The server stopped answering because it was asked too often. It says nothing about the pages themselves.",
		}
	}
	return Sentence{Text: "Have the fault of your server found and repaired", Next: serverWhy}
}

// ruleTitle is about links that still work by way of a redirect.
func ruleTitle(f fix.Fix) Sentence {
	const ruleWhy = "The old addresses lead on to the new ones in the same way. Search and replace in your pages spares visitors the detour."
	switch f.Subject {
	case fix.RuleSlash:
		if f.To == "" {
			return Sentence{Text: "Leave out the slash at the end of your links", Next: ruleWhy}
		}
		return Sentence{Text: "Add the slash at the end of your links", Next: ruleWhy}
	case fix.RuleIndex:
		return Sentence{Text: "Link to the folder, without a name such as index.html", Next: ruleWhy}
	case fix.RuleExtension:
		switch {
		case f.To == "":
			return Sentence{Text: "Leave out {{.From}} at the end of your links", Next: ruleWhy}
		case f.From == "":
			return Sentence{Text: "Add {{.To}} at the end of your links", Next: ruleWhy}
		}
		return Sentence{Text: "Write {{.To}} instead of {{.From}} at the end of your links", Next: ruleWhy}
	case fix.RuleScheme, fix.RuleHost, fix.RuleFolder:
		return Sentence{Text: "Write {{.To}} instead of {{.From}} in your links", Next: ruleWhy}
	}
	return Sentence{
		Text: "Link to the right pages: old addresses lead to the home page",
		Next: "Visitors expect a page and get the front door, for one rule sends all that is missing there.",
	}
}
