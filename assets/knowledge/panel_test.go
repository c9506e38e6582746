package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"sitewell/scanner/outcome"
)

func TestFindPanel(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "PLESK": "Plesk", " hpanel ": "hPanel", "hostinger": "hPanel", "hPanel (Hostinger)": "hPanel", "wp engine": "WP Engine", "geocities": "",
	} {
		if p, ok := FindPanel(name); p.Name != want || ok != (want != "") {
			t.Errorf("%q: %q, want %q", name, p.Name, want)
		}
	}
	for _, p := range Panels() {
		if got, ok := FindPanel(p.Label()); !ok || got != p {
			t.Errorf("%s is not found by %q", p.Name, p.Label())
		}
	}
}

// TestStepsAreThoseOfThePanel: who has said what they manage their hosting with
// reads its own way, and nobody at a builder reads of any.
func TestStepsAreThoseOfThePanel(t *testing.T) {
	b := mustLoad(t)
	for _, tt := range []struct {
		panel, platform string
		key             outcome.Key
		lang            string
		has             []string
		hasNot          []string
	}{
		{"", "WordPress", "500", English, []string{"**With only a hosting panel:** In cPanel open Metrics, then Errors. In Plesk", "**With access to the server:**"}, nil},
		{"Plesk", "WordPress", "500", English, []string{"**With Plesk:** In Plesk open Websites & Domains, your domain, then Logs.", "PHP Settings in older versions", "Backup & Restore", "**With access to the server:**"}, []string{"cPanel", "hosting panel:**"}},
		{"cPanel", "WordPress", "500", "de", []string{"**Mit cPanel:** Öffnen Sie in cPanel Metriken › Fehler"}, []string{"Plesk", "Hosting-Verwaltung:**"}},
		{"Kinsta", "WordPress", "500", English, []string{"**With Kinsta:** In MyKinsta open your site, then Logs.", "`error.log`", "wp-content/debug.log", "paste it into the chat of MyKinsta"}, []string{"With access to the server", "/var/log", ".htaccess", "systemctl"}},
		{"WP Engine", "WordPress", "500", English, []string{"Error logs", "User Portal"}, []string{"With access to the server", ".htaccess"}},
		{"hPanel", "WordPress", "500", English, []string{"PHP Configuration", ".htaccess"}, []string{"With access to the server", "systemctl"}},
		{"IONOS", "WordPress", "tls-expired", English, []string{"Domains & SSL"}, []string{"certbot"}},
		{"cPanel", "", "tls-expired", English, []string{"Run AutoSSL"}, []string{"Reissue"}},
		{"Plesk", "Wix", "500", English, []string{"Wix runs the server for you"}, []string{"Plesk"}},
		{"", "Shopify", "dns-not-found", English, []string{"The records of a domain are kept where its name servers are"}, []string{"status page", "hosting panel"}},
		{"Plesk", "Django", "500", English, []string{"**With Plesk:**"}, []string{"PHP"}},
	} {
		t.Run(tt.panel+" "+tt.platform, func(t *testing.T) {
			x, err := b.Explain(Facts{Key: tt.key, URL: "https://bakery.example/", Internal: true, SitePlatform: tt.platform, Panel: tt.panel}, tt.lang)
			if err != nil {
				t.Fatal(err)
			}
			text := x.Markdown()
			for _, s := range tt.has {
				if !strings.Contains(text, s) {
					t.Errorf("does not say %q:\n%s", s, text)
				}
			}
			for _, s := range tt.hasNot {
				if strings.Contains(text, s) {
					t.Errorf("says %q:\n%s", s, text)
				}
			}
		})
	}
}

// TestPanelOfTheOwnSite: the panel is that of the person's own site, and nothing is
// told of it where another site fails.
func TestPanelOfTheOwnSite(t *testing.T) {
	x, err := mustLoad(t).Explain(Facts{Key: "500", URL: "https://other.example/", Panel: "Plesk"}, English)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(x.Markdown(), "Plesk") {
		t.Errorf("speaks of the panel of the own site:\n%s", x.Markdown())
	}
}

// TestTopicsOfPanels: each topic has a part in each language, and every outcome of
// it has an entry.
func TestTopicsOfPanels(t *testing.T) {
	for lang, ed := range mustLoad(t).editions {
		set, err := ed.set()
		if err != nil {
			t.Fatal(err)
		}
		for topic, keys := range panelTopics {
			if set.Lookup("panel-"+topic) == nil {
				t.Errorf("%s has no part panel-%s", lang, topic)
			}
			for _, key := range keys {
				if ed.source(key) == nil {
					t.Errorf("%s: %s has no entry", topic, key)
				}
			}
		}
	}
}

// TestFixesThatBuildersOwnersCanDo: the advice in one line tells nobody whose site is
// at a website builder to do something with a server that they cannot get at, and is
// the same in the explanation and in tables.
func TestFixesThatBuildersOwnersCanDo(t *testing.T) {
	cannot := map[string]*regexp.Regexp{
		English: regexp.MustCompile(`(?i)error log|\blogs?\b|server's|on the server|your (own )?server|firewall|configuration|restart|reload|nginx|apache|php|permissions|full chain|install|ports? (80|443)|time limit|hosting panel|resource usage|proxy in front|web server`),
		"de":    regexp.MustCompile(`(?i)protokolle?\b|fehlerprotokoll|des servers|auf dem server|(Ihrem|Ihres) (eigenen )?Server|firewall|konfiguration|neu starten|neu laden des|nginx|apache|php|dateirechte|installieren|port (80|443)|zeitgrenze|hosting-verwaltung|ressourcen|programm dahinter|webserver`),
	}
	b := mustLoad(t)
	for lang, pattern := range cannot {
		for _, info := range outcome.All() {
			x, err := b.Explain(Facts{Key: info.Key, URL: "https://bakery.example/", Internal: true, SitePlatform: "Wix"}, lang)
			if err != nil {
				t.Fatal(err)
			}
			if found := pattern.FindString(x.Fix); found != "" {
				t.Errorf("%s/%s says %q: %s", lang, info.Key, found, x.Fix)
			}
			if table := b.Entry(info.Key, lang).For(true).FixFor(true); table != x.Fix {
				t.Errorf("%s/%s: %q in tables, %q in the explanation", lang, info.Key, table, x.Fix)
			}
			if n := len([]rune(x.Fix)); n > maxShort {
				t.Errorf("%s/%s: %d characters, at most %d: %q", lang, info.Key, n, maxShort, x.Fix)
			}
		}
		for key := range b.editions[lang].words.Hosted {
			if b.editions[lang].source(outcome.Key(key)) == nil && b.editions[lang].source(classKey(outcome.Class(key))) == nil {
				t.Errorf("%s: %q is neither an outcome nor a class", lang, key)
			}
		}
	}
}

// TestShortFormsForBuildersOwners: what an outcome means speaks to nobody whose site is
// at a website builder of a server, a firewall or a program of theirs.
func TestShortFormsForBuildersOwners(t *testing.T) {
	notTheirs := map[string]*regexp.Regexp{
		English: regexp.MustCompile(`(?i)firewall (blocks|drops)|web server behind|your server|program that makes|a program on it|switched off, or|its disk|size limit is|server or proxy on the way works|signed its certificate itself`),
		"de":    regexp.MustCompile(`(?i)firewall (blockiert|verwirft|weist)|webserver dahinter|ihr(en|em)? server|programm, das die|ein programm darauf|ist aus, oder|falsch eingestellt|selbst unterschrieben`),
	}
	b := mustLoad(t)
	for lang, pattern := range notTheirs {
		for _, info := range outcome.All() {
			x, err := b.Explain(Facts{Key: info.Key, URL: "https://bakery.example/", Internal: true, SitePlatform: "Wix"}, lang)
			if err != nil {
				t.Fatal(err)
			}
			if found := pattern.FindString(x.Short); found != "" {
				t.Errorf("%s/%s says %q: %s", lang, info.Key, found, x.Short)
			}
			if table := b.Entry(info.Key, lang).ShortFor(true); table != x.Short {
				t.Errorf("%s/%s: %q in tables, %q in the explanation", lang, info.Key, table, x.Short)
			}
			if n := len([]rune(x.Short)); n > maxShort {
				t.Errorf("%s/%s: %d characters, at most %d: %q", lang, info.Key, n, maxShort, x.Short)
			}
			other, err := b.Explain(Facts{Key: info.Key, URL: "https://other.example/", SitePlatform: "Wix"}, lang)
			if err != nil {
				t.Fatal(err)
			}
			if want := b.Entry(info.Key, lang).Short; other.Short != want {
				t.Errorf("%s/%s: %q of another site, want %q", lang, info.Key, other.Short, want)
			}
		}
		for key := range b.editions[lang].words.HostedShort {
			if b.editions[lang].source(outcome.Key(key)) == nil {
				t.Errorf("%s: %q is no outcome", lang, key)
			}
		}
	}
}

// Manuals of a product are no help to the owner of a site that runs on another.
func TestReferencesOfTheOwnPlatform(t *testing.T) {
	b := mustLoad(t)
	for platform, want := range map[string]bool{"": true, "WordPress": true, "WooCommerce": true, "Shopify": false, "Next.js": false} {
		x, err := b.Explain(Facts{Key: "500", URL: "https://bakery.example/", Internal: true, Platform: platform}, English)
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(x.References, func(r Reference) bool { return strings.HasPrefix(r.Text, "WordPress: ") })
		if got != want {
			t.Errorf("%q: refers to WordPress's manual: %t, want %t", platform, got, want)
		}
		if len(x.References) == 0 {
			t.Errorf("%q: no references", platform)
		}
	}
}
