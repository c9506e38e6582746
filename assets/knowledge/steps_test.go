package knowledge

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

// shownOutcomes are those that scans of real sites show, and whose cause somebody
// can look for on the site itself.
func shownOutcomes() []outcome.Key {
	return []outcome.Key{
		"301", "302", "307", "308", "400", "401", "403", "404", "405", "406", "410", "429",
		"500", "502", "503", "504", "508", "520", "521", "522", "525", "526",
		outcome.AddressEmpty, outcome.AddressLocalhost, outcome.AddressMalformed, outcome.AddressPlaceholder, outcome.MailtoBad, outcome.TelBad,
		outcome.ConnectTimeout, outcome.ConnectionRefused, outcome.ConnectionReset, outcome.TimeoutHeaders, outcome.TimeoutBody, outcome.EmptyPage,
		outcome.TLSExpired, outcome.TLSExpiresSoon, outcome.TLSWrongHost, outcome.TLSIncompleteChain,
		outcome.RedirectBroken, outcome.RedirectChain, outcome.RedirectDowngrade, outcome.RedirectHome, outcome.RedirectLoop, outcome.MetaRefresh,
		outcome.BotChallenge, outcome.Maintenance, outcome.RobotsBlocked, outcome.RobotsUnreachable,
		outcome.MissingFragment, outcome.MixedContent, outcome.NoErrorPage, outcome.Soft404, outcome.ErrorLeak, outcome.WrongType, outcome.SessionID,
	}
}

// usedFamilies are those for which each of them has steps: the systems that most
// websites with a known one are made with, and the frameworks that most others are.
func usedFamilies() []string {
	return []string{"WordPress", "WooCommerce", "Shopify", "Wix", "Squarespace", "Joomla", "Drupal", "Next.js", "Laravel", "ASP.NET"}
}

// ofTheServer are those of the outcomes above that come about below the system that a
// site is made with: what to do depends on the server, the host and the domain.
func ofTheServer() []outcome.Key {
	return []outcome.Key{
		"521", "522", "525", "526", outcome.ConnectTimeout,
		outcome.TLSExpired, outcome.TLSExpiresSoon, outcome.TLSWrongHost, outcome.TLSIncompleteChain,
	}
}

// mostUsed is how many outcomes have steps of their own for all of usedFamilies.
const mostUsed = 40

// steps are the sentences that tell somebody whose site runs on a family how to find
// the cause and to fix it, with the family's name left out.
func steps(t *testing.T, b *Base, key outcome.Key, family string) []string {
	t.Helper()
	f, _ := FindFamily(family)
	x, err := b.Explain(runsOn{family: f}.facts(key), English)
	if err != nil {
		t.Fatal(err)
	}
	text := sectionOf(x, Finding) + "\n" + sectionOf(x, Fixing)
	if family != "" {
		text = strings.ReplaceAll(text, family, "…")
	}
	return sentences(text)
}

// hasOwnSteps reports whether an outcome has steps for a family that neither those
// whose platform is unknown read, nor those of a family of its group without any.
func hasOwnSteps(t *testing.T, b *Base, key outcome.Key, family string) bool {
	t.Helper()
	f, _ := FindFamily(family)
	general := append(steps(t, b, key, ""), steps(t, b, key, map[Group]string{Builder: "Weebly", PHP: "PHP", Framework: "Go"}[f.Group])...)
	for _, server := range append(Servers(), "Kestrel") { // what depends on the server is not the family's own
		x, err := b.Explain(runsOn{server: server}.facts(key), English)
		if err != nil {
			t.Fatal(err)
		}
		general = append(general, sentences(sectionOf(x, Finding)+"\n"+sectionOf(x, Fixing))...)
	}
	return slices.ContainsFunc(steps(t, b, key, family), func(s string) bool { return !slices.Contains(general, s) })
}

// stepsTable is between these lines of docs/explanations.md.
const (
	stepsBegin = "<!-- made by TestStepsOfFamilies with -update -->\n"
	stepsEnd   = "<!-- end -->\n"
)

// TestStepsOfFamilies: each outcome that real sites show has steps of its own for
// each of the families that are used most, and the table in the documentation says so.
func TestStepsOfFamilies(t *testing.T) {
	b := mustLoad(t)
	var table strings.Builder
	table.WriteString("| Outcome |")
	for _, f := range usedFamilies() {
		table.WriteString(" " + f + " |")
	}
	table.WriteString("\n|" + strings.Repeat(" --- |", len(usedFamilies())+1) + "\n")
	whole := 0
	for _, key := range shownOutcomes() {
		fmt.Fprintf(&table, "| %s |", key)
		complete := true
		for _, f := range usedFamilies() {
			own := hasOwnSteps(t, b, key, f)
			if !own && !slices.Contains(ofTheServer(), key) {
				t.Errorf("%s has no steps of its own for %s", key, f)
			}
			complete = complete && own
			table.WriteString(map[bool]string{true: " yes |", false: " no |"}[own])
		}
		table.WriteString("\n")
		if complete {
			whole++
		}
	}
	if whole < mostUsed {
		t.Errorf("%d outcomes have steps of their own for all families that are used most, want at least %d", whole, mostUsed)
	}
	const file = "../../docs/explanations.md"
	doc, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := bytes.Cut(doc, []byte(stepsBegin))
	is, after, ended := bytes.Cut(rest, []byte(stepsEnd))
	if !ok || !ended {
		t.Fatalf("%s has no table between %q and %q", file, stepsBegin, stepsEnd)
	}
	want := "\n" + table.String() + "\n"
	if string(is) == want {
		return
	}
	if !*update {
		t.Fatalf("the table in %s is old; write it with -update:\n%s", file, table.String())
	}
	if err := os.WriteFile(file, slices.Concat(before, []byte(stepsBegin+want+stepsEnd), after), 0o644); err != nil {
		t.Fatal(err)
	}
}
