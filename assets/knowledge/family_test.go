package knowledge

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"sitewell/scanner/outcome"
)

func TestFamilyOf(t *testing.T) {
	for evidence, want := range map[string]string{
		"": "", "WordPress 6.5": "WordPress", "WordPress.com": "WordPress.com", "WooCommerce 9": "WooCommerce",
		"PHP": "PHP", "PHP/8.3": "PHP", "Go": "Go", "Google": "", "Java": "Java", "JavaScript": "",
		"Express": "Express", "Next.js": "Next.js", "GitHub Pages": "GitHub Pages", "something else": "",
	} {
		if f, _ := familyOf(evidence); f.Name != want {
			t.Errorf("%q: %q, want %q", evidence, f.Name, want)
		}
	}
	for _, f := range families {
		got, ok := familyOf(f.Name)
		if !ok || got.Name != f.Name {
			t.Errorf("%s is taken for %q", f.Name, got.Name)
		}
		if f.Base != "" && !slices.Contains(FamilyNames(), f.Base) {
			t.Errorf("%s is based on %q, which is no family", f.Name, f.Base)
		}
	}
}

// runsOn is what a site runs on, for the test below.
type runsOn struct {
	family Family
	server string // "" where it does not show
	panel  string // "" where nobody said
}

func (r runsOn) String() string {
	text := fmt.Sprintf("%s on %s", cmp.Or(r.family.Name, "something unknown"), cmp.Or(r.server, "a hidden server"))
	if r.panel != "" {
		text += " with " + r.panel
	}
	return text
}

func (r runsOn) facts(key outcome.Key) Facts {
	return Facts{
		Key: key, URL: "https://bakery.example/a", Internal: true, Server: r.server, Platform: r.family.Name,
		SiteServer: r.server, SitePlatform: r.family.Name, Panel: r.panel,
	}
}

func (r runsOn) hidden() bool { return r.server == "" || r.server == "Cloudflare" }

func (r runsOn) group(groups ...Group) bool { return slices.Contains(groups, r.family.Group) }

// sites are the kinds of site whose owners are to read no foreign steps: each family,
// some of each group on every server, and some with every panel, which their servers
// do not show.
func sites() []runsOn {
	var all []runsOn
	for _, f := range append(slices.Clone(families), Family{}) {
		all = append(all, runsOn{family: f})
		if slices.Contains([]string{"", "WordPress", "Laravel", "Django", "ASP.NET"}, f.Name) {
			for _, server := range Servers() {
				all = append(all, runsOn{family: f, server: server})
			}
		}
		if slices.Contains([]string{"", "WordPress", "Drupal", "PHP", "Wix", "Django", "Next.js"}, f.Name) {
			for _, p := range Panels() {
				for _, server := range []string{"", "Apache", "nginx"} {
					all = append(all, runsOn{f, server, p.Name})
				}
			}
		}
	}
	return all
}

// ownWords says to whom the words of steps belong: a reader whose site runs on
// something else can do nothing with them. It is written without the methods that
// entries ask, which it tests.
func ownWords() map[string]func(runsOn) bool {
	builder := func(r runsOn) bool { return r.group(Builder) }
	managed := func(r runsOn) bool {
		return slices.Contains([]string{"hPanel", "IONOS", "Kinsta", "STRATO", "WP Engine"}, r.panel)
	}
	linuxPanel := func(r runsOn) bool { return r.panel == "cPanel" || r.panel == "DirectAdmin" }
	shell := func(r runsOn) bool { return !builder(r) && !managed(r) }
	apache := func(r runsOn) bool {
		return shell(r) && (r.server == "Apache" || r.server == "LiteSpeed" || r.hidden() && r.group(Unrecognised, PHP))
	}
	htaccess := func(r runsOn) bool {
		return apache(r) || !builder(r) && slices.Contains([]string{"hPanel", "IONOS", "STRATO"}, r.panel)
	}
	nginx := func(r runsOn) bool {
		return shell(r) && (r.server == "nginx" || r.hidden() && (r.family.Name != "ASP.NET" || linuxPanel(r)))
	}
	iis := func(r runsOn) bool {
		return shell(r) && (r.server == "IIS" || r.hidden() && !linuxPanel(r) && (r.group(Unrecognised) || r.family.Name == "ASP.NET"))
	}
	linux := func(r runsOn) bool { return shell(r) && r.server != "IIS" }
	server := func(r runsOn) bool { return !builder(r) }
	php := func(r runsOn) bool { return r.group(Unrecognised, PHP) }
	of := func(name string) func(runsOn) bool {
		return func(r runsOn) bool {
			return r.family.is(name) || r.group(Unrecognised) || r.family.Name == "PHP"
		}
	}
	only := func(name string) func(runsOn) bool {
		return func(r runsOn) bool { return r.panel == name && !builder(r) }
	}
	mayBe := func(name string) func(runsOn) bool {
		return func(r runsOn) bool { return only(name)(r) || r.panel == "" && php(r) }
	}
	return map[string]func(runsOn) bool{
		".htaccess": htaccess, "RewriteRule": htaccess, "ErrorDocument": htaccess, "apachectl": apache, "/var/log/apache2": apache,
		"nginx -t": nginx, "/etc/nginx": nginx, "/var/log/nginx": nginx, "server_name": nginx, "proxy_pass": nginx, "fastcgi_pass": nginx,
		"web.config": iis, "IIS Manager": iis, "IIS-Manager": iis, `C:\inetpub`: iis, "Event Viewer": iis, "Ereignisanzeige": iis, "HTTPERR": iis,
		"systemctl": linux, "certbot": linux, "journalctl": linux, "docker logs": shell, "/var/log/": linux,
		"php-fpm": func(r runsOn) bool { return php(r) && shell(r) }, "PHP-FPM": php,
		"curl -": server, "openssl ": server, "SHOW FULL PROCESSLIST": server,
		"memory_limit": php, "max_execution_time": php, "display_errors": php, "php.ini": php, "PHP": php, "session.use_": php,
		"cPanel": mayBe("cPanel"), "MultiPHP": mayBe("cPanel"), "AutoSSL": mayBe("cPanel"), "JetBackup": only("cPanel"), "Plesk": mayBe("Plesk"),
		"DirectAdmin": only("DirectAdmin"), "hPanel": only("hPanel"), "Hostinger": only("hPanel"), "IONOS": only("IONOS"), "Kinsta": only("Kinsta"),
		"STRATO": only("STRATO"), "BackupControl": only("STRATO"), "WP Engine": only("WP Engine"), "User Portal": only("WP Engine"),
		"wp-config": of("WordPress"), "wp-content": of("WordPress"), "WP_DEBUG": of("WordPress"), "Wordfence": of("WordPress"), "WordPress": of("WordPress"),
		"artisan": of("Laravel"), "storage/logs/laravel.log": of("Laravel"), "Blade": of("Laravel"),
		"drush": of("Drupal"), "settings.php": of("Drupal"), "configuration.php": of("Joomla"),
	}
}

// foreignWords are the words in a text that are for somebody else. The name of
// WordPress.com contains that of WordPress.
func foreignWords(text string, r runsOn, words map[string]func(runsOn) bool) (found []string) {
	for w, belongs := range words {
		if strings.Contains(text, w) && !belongs(r) && (w != "WordPress" || r.family.Name != "WordPress.com") {
			found = append(found, w)
		}
	}
	return found
}

// foreign collects what is foreign, by the text that says it.
type foreign map[string][]string

func (f foreign) add(at string, words []string, r runsOn) {
	for _, w := range words {
		f[at] = append(f[at], fmt.Sprintf("%s for %s", w, r))
	}
}

func (f foreign) report(t *testing.T) {
	t.Helper()
	for _, at := range slices.Sorted(maps.Keys(f)) {
		all := f[at]
		t.Errorf("%s: %d times, such as %s", at, len(all), strings.Join(all[:min(len(all), 3)], "; "))
	}
}

// TestNobodyReadsForeignParts renders what entries share for the owner of every kind
// of site, each part alone: it holds where ever an entry puts it.
func TestNobodyReadsForeignParts(t *testing.T) {
	words := ownWords()
	for lang, ed := range mustLoad(t).editions {
		set, err := ed.set()
		if err != nil {
			t.Fatal(err)
		}
		found := make(foreign)
		for _, r := range sites() {
			v := newView(r.facts("500"), codeSpan)
			for _, part := range set.Templates() {
				if strings.HasPrefix(part.Name(), "message/") {
					continue
				}
				text, err := execute(set, part.Name(), v)
				if err != nil {
					t.Fatal(err)
				}
				found.add(lang+"/"+part.Name(), foreignWords(text, r, words), r)
			}
		}
		found.report(t)
	}
}

// question matches what an entry asks of its view: of the site, and so of what the
// reader can do.
var question = regexp.MustCompile(`\.(IsPlatform|IsServer|IsPanel|MayBePanel) "([^"]+)"|\.(Group|Hosted|Managed|MayUse\w+|KnownServer|KnownPlatform)\b`)

// questions are those of an entry, and those on which what is put together depends.
func questions(src *source) []string {
	asked := []string{".Hosted", ".Managed", ".Panel"}
	for _, text := range src.templates() {
		asked = append(asked, question.FindAllString(text, -1)...)
	}
	slices.Sort(asked)
	return slices.Compact(asked)
}

// answers are what a view says to questions.
func answers(t *testing.T, set *template.Template, asked []string, v *view) string {
	t.Helper()
	var b strings.Builder
	for _, q := range asked {
		answer := set.Lookup(q)
		if answer == nil {
			answer = template.Must(set.New(q).Parse("{{" + q + "}}"))
		}
		if err := answer.Execute(&b, v); err != nil {
			t.Fatal(err)
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// TestNobodyReadsForeignSteps explains every outcome to the owner of every kind of
// site. What the entries share is left out, as the test above has it; so most kinds
// of site read the same in an entry, and each text is made once.
func TestNobodyReadsForeignSteps(t *testing.T) {
	b := mustLoad(t)
	words, all := ownWords(), sites()
	views := make([]*view, len(all))
	for i, r := range all {
		views[i] = newView(r.facts("500"), codeSpan)
	}
	asking := template.New("questions")
	for lang, ed := range b.editions {
		set, err := ed.set()
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range set.Templates() {
			if !strings.HasPrefix(part.Name(), "message/") {
				template.Must(set.New(part.Name()).Parse(`{{""}}`))
			}
		}
		found := make(foreign)
		for _, info := range outcome.All() {
			asked := questions(ed.source(info.Key))
			read := make(map[string]string) // the text by the answers to what is asked
			for i, r := range all {
				same := answers(t, asking, asked, views[i])
				text, ok := read[same]
				if !ok {
					x, err := b.Explain(r.facts(info.Key), lang)
					if err != nil {
						t.Fatal(err)
					}
					text = x.Fix + "\n" + x.Markdown()
					if name := r.family.Name; name != "" {
						text = strings.ReplaceAll(text, name, "…") // who it is for is not what it says
					}
					read[same] = text
				}
				found.add(lang+"/"+string(info.Key), foreignWords(text, r, words), r)
			}
		}
		found.report(t)
	}
}
