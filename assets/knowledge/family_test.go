package knowledge

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

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
}

func (r runsOn) String() string {
	return fmt.Sprintf("%s on %s", cmp.Or(r.family.Name, "something unknown"), cmp.Or(r.server, "a hidden server"))
}

func (r runsOn) hidden() bool { return r.server == "" || r.server == "Cloudflare" }

func (r runsOn) group(groups ...Group) bool { return slices.Contains(groups, r.family.Group) }

// ownWords says to whom the words of steps belong: a reader whose site runs on
// something else can do nothing with them. It is written without the methods that
// entries ask, which it tests.
func ownWords() map[string]func(runsOn) bool {
	apache := func(r runsOn) bool {
		return !r.group(Builder) && (r.server == "Apache" || r.server == "LiteSpeed" || r.hidden() && r.group(Unrecognised, PHP))
	}
	nginx := func(r runsOn) bool {
		return !r.group(Builder) && (r.server == "nginx" || r.hidden() && r.family.Name != "ASP.NET")
	}
	iis := func(r runsOn) bool {
		return !r.group(Builder) && (r.server == "IIS" || r.hidden() && (r.group(Unrecognised) || r.family.Name == "ASP.NET"))
	}
	linux := func(r runsOn) bool { return !r.group(Builder) && r.server != "IIS" }
	server := func(r runsOn) bool { return !r.group(Builder) }
	php := func(r runsOn) bool { return r.group(Unrecognised, PHP) }
	panel := func(r runsOn) bool { return r.group(Unrecognised, PHP) }
	of := func(name string) func(runsOn) bool {
		return func(r runsOn) bool {
			return r.family.is(name) || r.group(Unrecognised) || r.family.Name == "PHP"
		}
	}
	return map[string]func(runsOn) bool{
		".htaccess": apache, "apachectl": apache, "/var/log/apache2": apache, "RewriteRule": apache, "ErrorDocument": apache,
		"nginx -t": nginx, "/etc/nginx": nginx, "/var/log/nginx": nginx, "server_name": nginx, "proxy_pass": nginx, "fastcgi_pass": nginx,
		"web.config": iis, "IIS Manager": iis, "IIS-Manager": iis, `C:\inetpub`: iis, "Event Viewer": iis, "Ereignisanzeige": iis, "HTTPERR": iis,
		"systemctl": linux, "certbot": linux, "/var/log/": linux, "php-fpm": php, "PHP-FPM": php,
		"curl -": server, "openssl ": server, "SHOW FULL PROCESSLIST": server,
		"memory_limit": php, "max_execution_time": php, "display_errors": php, "php.ini": php, "PHP": php, "session.use_": php,
		"cPanel": panel, "Plesk": panel, "MultiPHP": panel,
		"wp-config": of("WordPress"), "wp-content": of("WordPress"), "WP_DEBUG": of("WordPress"), "Wordfence": of("WordPress"), "WordPress": of("WordPress"),
		"artisan": of("Laravel"), "storage/logs/laravel.log": of("Laravel"), "Blade": of("Laravel"),
		"drush": of("Drupal"), "settings.php": of("Drupal"), "configuration.php": of("Joomla"),
	}
}

// TestNobodyReadsForeignSteps explains every outcome to the owner of every kind of
// site. The name of WordPress.com holds that of WordPress.
func TestNobodyReadsForeignSteps(t *testing.T) {
	b := mustLoad(t)
	words := ownWords()
	order := slices.Sorted(maps.Keys(words))
	var sites []runsOn
	for _, f := range append(slices.Clone(families), Family{}) {
		sites = append(sites, runsOn{family: f})
		// Every server with one family of each group, which takes a third of the time
		// of all pairs.
		if slices.Contains([]string{"", "WordPress", "Laravel", "Django", "ASP.NET"}, f.Name) {
			for _, server := range Servers() {
				sites = append(sites, runsOn{f, server})
			}
		}
	}
	foreign := make(map[string][]string)
	for _, lang := range b.Languages() {
		for _, info := range outcome.All() {
			for _, r := range sites {
				f := Facts{
					Key: info.Key, URL: "https://bakery.example/a", Internal: true,
					Server: r.server, Platform: r.family.Name, SiteServer: r.server, SitePlatform: r.family.Name,
				}
				x, err := b.Explain(f, lang)
				if err != nil {
					t.Fatal(err)
				}
				text := x.Fix + "\n" + x.Markdown()
				for _, w := range order {
					if r.family.Name == "WordPress.com" && w == "WordPress" || words[w](r) || !strings.Contains(text, w) {
						continue
					}
					at := lang + "/" + string(info.Key)
					foreign[at] = append(foreign[at], fmt.Sprintf("%s for %s", w, r))
				}
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(foreign)) {
		all := foreign[at]
		t.Errorf("%s: %d times, such as %s", at, len(all), strings.Join(all[:min(len(all), 3)], "; "))
	}
}
