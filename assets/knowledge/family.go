package knowledge

import (
	"slices"
	"strings"
)

// Group says what the owner of a site can reach of what it runs on.
type Group string

const (
	// Unrecognised: nothing showed what the site runs on.
	Unrecognised Group = ""
	// Builder: the site is made and served by one company. There is neither a
	// server nor a hosting panel that its owner could look into.
	Builder Group = "builder"
	// PHP: a system written in PHP, usually at a web host with a hosting panel.
	PHP Group = "php"
	// Framework: a program of its own, written with a framework that does not use
	// PHP. Its developer has access to where it runs.
	Framework Group = "framework"
)

// Family is a product that a site runs on, for which steps may differ.
type Family struct {
	Name  string // as people write it
	Group Group
	// Base is the family whose steps hold here as well: WooCommerce is a plugin of
	// WordPress. "" for none.
	Base string
	// Signs are further words that the evidence names it with, in lower case.
	Signs []string
	// Status is the host of the page on which a builder reports its own faults, ""
	// where we know of none.
	Status string
}

// families are the products that explanations can have steps for, in the order in
// which they are offered. What is more special stands before what it is based on.
var families = []Family{
	{Name: "WooCommerce", Group: PHP, Base: "WordPress"},
	{Name: "WordPress.com", Group: Builder, Status: "automatticstatus.com"},
	{Name: "WordPress", Group: PHP},
	{Name: "Joomla", Group: PHP},
	{Name: "Drupal", Group: PHP},
	{Name: "TYPO3", Group: PHP},
	{Name: "Magento", Group: PHP, Signs: []string{"adobe commerce"}},
	{Name: "PrestaShop", Group: PHP},
	{Name: "Shopware", Group: PHP},
	{Name: "Contao", Group: PHP},
	{Name: "MediaWiki", Group: PHP},
	{Name: "Moodle", Group: PHP},
	{Name: "Laravel", Group: PHP},
	{Name: "Symfony", Group: PHP},
	{Name: "PHP", Group: PHP},

	{Name: "Wix", Group: Builder, Status: "status.wix.com"},
	{Name: "Squarespace", Group: Builder, Status: "status.squarespace.com"},
	{Name: "Shopify", Group: Builder, Status: "www.shopifystatus.com"},
	{Name: "Webflow", Group: Builder, Status: "status.webflow.com"},
	{Name: "Jimdo", Group: Builder},
	{Name: "Weebly", Group: Builder},
	{Name: "HubSpot", Group: Builder, Status: "status.hubspot.com"},
	{Name: "Blogger", Group: Builder},
	{Name: "GitHub Pages", Group: Builder, Status: "www.githubstatus.com"},
	{Name: "Netlify", Group: Builder, Status: "www.netlifystatus.com"},
	{Name: "Vercel", Group: Builder, Status: "www.vercel-status.com"},
	{Name: "Cloudflare Pages", Group: Builder, Status: "www.cloudflarestatus.com"},

	{Name: "Next.js", Group: Framework},
	{Name: "Nuxt", Group: Framework},
	{Name: "Ghost", Group: Framework},
	{Name: "Express", Group: Framework, Signs: []string{"node.js"}},
	{Name: "Django", Group: Framework},
	{Name: "Rails", Group: Framework},
	{Name: "ASP.NET", Group: Framework},
	{Name: "Spring", Group: Framework},
	{Name: "Java", Group: Framework},
	{Name: "Go", Group: Framework},
}

// FamilyNames are the names of all families in the order of the alphabet.
func FamilyNames() []string {
	var names []string
	for _, f := range families {
		names = append(names, f.Name)
	}
	slices.SortFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return names
}

// Servers are the server programs that explanations have steps for, as people
// write them.
func Servers() []string {
	return []string{"Apache", "nginx", "LiteSpeed", "IIS", "Caddy", "Cloudflare"}
}

// FindFamily returns the family of that name, in whatever case it is written, and
// whether there is one.
func FindFamily(name string) (Family, bool) {
	for _, f := range families {
		if strings.EqualFold(f.Name, strings.TrimSpace(name)) {
			return f, true
		}
	}
	return Family{}, false
}

// familyOf returns the family that evidence names, and whether there is one.
// Short names count only as the whole word that the evidence begins with.
func familyOf(evidence string) (Family, bool) {
	low := strings.ToLower(evidence)
	for _, f := range families {
		name := strings.ToLower(f.Name)
		if len(name) <= 4 {
			first, _, _ := strings.Cut(low, " ")
			first, _, _ = strings.Cut(first, "/")
			if first == name {
				return f, true
			}
			continue
		}
		if strings.Contains(low, name) || slices.ContainsFunc(f.Signs, func(s string) bool { return strings.Contains(low, s) }) {
			return f, true
		}
	}
	return Family{}, false
}

// is reports whether a family's steps are those of the one that is named.
func (f Family) is(name string) bool { return f.Name == name || f.Base == name }

// familyHere is what the site whose steps are told runs on. A builder that
// serves sites by itself shows as the server that answered.
func (v *view) familyHere() Family {
	for _, evidence := range []string{v.facts.Platform, v.facts.Server} {
		if f, ok := familyOf(evidence); ok {
			return f
		}
	}
	return Family{}
}

// Group returns the group of what the site runs on: "builder", "php",
// "framework", or "" where that is not known.
func (v *view) Group() string { return string(v.familyHere().Group) }

// Hosted reports whether the site runs where its owner can reach neither the
// server nor a hosting panel.
func (v *view) Hosted() bool { return v.familyHere().Group == Builder }

// NeedsDatabase reports whether the site runs on a system that works only with a
// database. Others may have one.
func (v *view) NeedsDatabase() bool {
	return v.groupIs(PHP) && !v.isFamily("PHP", "Laravel", "Symfony") || v.isFamily("Ghost")
}

func (v *view) isFamily(names ...string) bool { return slices.ContainsFunc(names, v.familyHere().is) }

// StatusPage returns where the builder that serves the site reports its faults.
func (v *view) StatusPage() string { return v.familyHere().Status }

// MayUsePHP reports whether steps for PHP may be right: nothing shows that the
// site runs on something else.
func (v *view) MayUsePHP() bool {
	return v.groupIs(Unrecognised, PHP) && !v.isServer("Kestrel", "Jetty", "Tomcat", "Gunicorn", "uvicorn", "Werkzeug")
}

// MayUseHtaccess reports whether a .htaccess file may be read: Apache and
// LiteSpeed do, and where the server is hidden a site in PHP may have one.
func (v *view) MayUseHtaccess() bool {
	if v.Hosted() {
		return false
	}
	if v.Managed() {
		return v.panelHere().Htaccess
	}
	if v.isServer("Apache", "LiteSpeed") {
		return true
	}
	return v.serverHidden() && v.MayUsePHP()
}

// MayUseNginx, MayUseIIS and MayUseShell likewise: the server is the one, or is
// hidden and may be.
func (v *view) MayUseNginx() bool {
	return v.MayUseShell() && (v.isServer("nginx") || v.serverHidden() && (!v.familyHere().is("ASP.NET") || v.onLinuxOnly()))
}

// MayUseIIS reports whether steps for IIS may be right.
func (v *view) MayUseIIS() bool {
	hidden := v.serverHidden() && !v.onLinuxOnly()
	return v.MayUseShell() && (v.isServer("IIS") || hidden && (v.groupIs(Unrecognised) || v.familyHere().is("ASP.NET")))
}

// MayUseLinux reports whether commands of Linux may be right.
func (v *view) MayUseLinux() bool { return !v.Hosted() && !v.isServer("IIS") }

func (v *view) groupIs(groups ...Group) bool { return slices.Contains(groups, v.familyHere().Group) }

// isServer reports whether the server that answered is one of those named.
// OpenResty is nginx with additions; Tomcat is not the Apache web server. Which
// program a host uses that keeps it to itself is nothing that steps can build on.
func (v *view) isServer(names ...string) bool {
	if v.Hosted() || v.Managed() {
		names = slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n != "Cloudflare" && slices.Contains(Servers(), n) })
	}
	return slices.ContainsFunc(names, func(n string) bool {
		switch n {
		case "nginx":
			return isNamed(v.facts.Server, n) || isNamed(v.facts.Server, "OpenResty")
		case "Apache":
			return isNamed(v.facts.Server, n) && !isNamed(v.facts.Server, "Tomcat")
		}
		return isNamed(v.facts.Server, n)
	})
}

// serverHidden reports whether the server that the site itself runs on is not
// known: nothing named it, or a service in front of it answers in its place.
func (v *view) serverHidden() bool {
	return v.facts.Server == "" || v.isServer("Cloudflare", "CloudFront", "Akamai", "Varnish", "Fastly", "Envoy", "Amazon S3", "Google")
}
