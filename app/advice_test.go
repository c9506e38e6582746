package app

import (
	"strings"
	"testing"

	"sitewell/app/message"
	"sitewell/assets/knowledge"
	"sitewell/scanner/fix"
	"sitewell/scanner/outcome"
)

// TestTitlesWaitWhereTheExplanationWaits: the list of fixes has people look again later
// exactly where the explanation has them wait, for what is broken on another site.
func TestTitlesWaitWhereTheExplanationWaits(t *testing.T) {
	b, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range outcome.All() {
		j := b.Entry(info.Key, knowledge.English).For(false)
		if j.Verdict != outcome.Broken {
			continue
		}
		for _, cause := range []fix.Cause{fix.Single, fix.Host} {
			f := fix.Fix{Cause: cause, Outcome: info.Key, Verdict: j.Verdict, Subject: "partner.example", Example: "https://partner.example/"}
			title := message.ForFix(f, "https://club.example/").String()
			if waits := strings.Contains(title, "again later"); waits != (j.Action == knowledge.Wait) {
				t.Errorf("%s (%s): the explanation says %q, the title %q", info.Key, cause, j.Action, title)
			}
		}
	}
}
