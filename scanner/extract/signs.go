package extract

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"

	"sitewell/scanner/phrase"
	"sitewell/scanner/result"
)

// signs gathers what tells how a page is made.
type signs struct {
	scripts int // scripts that are run, inline ones included
	links   int // links that a reader can follow
	root    bool
	client  bool // a framework that builds pages in the browser
	// handlesFragments: a script of the page reads what follows '#', or makes
	// ids for headings.
	handlesFragments bool
	inertIDs         bool
	asksForScript    bool // a noscript says so

	platform, clue string
	strong         bool // the platform is certain
}

// attributes takes in an element's id and the marks of frameworks.
func (s *signs) attributes(t *tag) {
	if t.has(attrNgApp) {
		s.client = true
	}
	if s.root || t.have&(1<<attrID) == 0 {
		return
	}
	switch t.atom {
	case atom.Div, atom.Main, atom.Body, atom.Section:
		switch string(t.get(attrID)) {
		case "root", "app", "__next", "__nuxt", "___gatsby", "q-app", "main-app", "react-root", "svelte", "app-root",
			"ember-app", "single-spa", "react-app", "redoc-container", "swagger-ui":
			s.root = true
		}
	}
}

// customElement takes in the name of an element that HTML does not know.
func (s *signs) customElement(name []byte) {
	switch string(name) {
	case "app-root", "ng-view", "router-outlet", "redoc", "rapi-doc", "elements-api", "react-app", "flt-glass-pane":
		s.client = true
	}
}

// inlineScript takes in a program's text.
func (s *signs) inlineScript(text []byte) {
	if s.handlesFragments && s.strong {
		return
	}
	if !scriptPhrases.MayOccurIn(text) {
		return
	}
	for _, word := range fragmentWords {
		if bytes.Contains(text, []byte(word)) {
			s.handlesFragments = true
			break
		}
	}
	for _, c := range scriptClues {
		if bytes.Contains(text, []byte(c.text)) {
			s.found(c.platform, "script: "+c.text, c.strong)
		}
	}
}

// resource takes in the address of a script, style or image of the page.
func (s *signs) resource(l *result.Link) {
	if (l.Kind == result.KindScript || l.Kind == result.KindModule) && !s.handlesFragments {
		for _, word := range [...]string{"tocbot", "anchor-js", "anchorjs", "anchor.min.js", "docsify", "jquery.toc", "swagger-ui", "redoc."} {
			if strings.Contains(l.URL, word) {
				s.handlesFragments = true
			}
		}
	}
	if s.strong {
		return
	}
	for _, c := range addressClues {
		if strings.Contains(l.URL, c.text) {
			s.found(c.platform, cutString(l.URL, maxLinkText), c.strong)
		}
	}
}

// meta takes in the name of a meta element.
func (s *signs) meta(name []byte) {
	switch {
	case equalFold(name, "csrf-param"):
		s.found("rails", "meta csrf-param", false)
	case equalFold(name, "shopify-checkout-api-token"), equalFold(name, "shopify-digital-wallet"):
		s.found("shopify", "meta "+string(name), true)
	}
}

// hiddenField takes in the name of a hidden input.
func (s *signs) hiddenField(name []byte) {
	switch string(name) {
	case "_token":
		s.found("laravel", "hidden field _token", false)
	case "csrfmiddlewaretoken":
		s.found("django", "hidden field csrfmiddlewaretoken", true)
	case "__VIEWSTATE":
		s.found("aspnet", "hidden field __VIEWSTATE", true)
	case "form_build_id":
		s.found("drupal", "hidden field form_build_id", true)
	}
}

// found keeps the first clue, and a strong one over a weak one.
func (s *signs) found(platform, clue string, strong bool) {
	if s.platform == "" || strong && !s.strong {
		s.platform, s.clue, s.strong = platform, clue, strong
	}
}

type clue struct {
	text, platform string
	strong         bool
}

// addressClues are parts of the addresses that a platform's own files have.
var addressClues = [...]clue{
	{"/wp-content/", "wordpress", true},
	{"/wp-includes/", "wordpress", true},
	{"/sites/default/files/", "drupal", true},
	{"/core/misc/drupal", "drupal", true},
	{"/misc/drupal.js", "drupal", true},
	{"/media/vendor/joomla", "joomla", true},
	{"/media/system/js/", "joomla", true},
	{"/media/jui/", "joomla", true},
	{"/components/com_", "joomla", true},
	{"cdn.shopify.com/", "shopify", true},
	{"/cdn/shop/", "shopify", true},
	{"static.parastorage.com/", "wix", true},
	{"static.wixstatic.com/", "wix", true},
	{"static1.squarespace.com/", "squarespace", true},
	{"assets.squarespace.com/", "squarespace", true},
	{"/vendor/livewire/", "laravel", true},
	{"/livewire/livewire", "laravel", true},
	{"/typo3temp/", "typo3", true},
	{"/typo3conf/", "typo3", true},
	{"/_next/static/", "nextjs", false},
	{"/_nuxt/", "nuxt", false},
	{"cdn.prod.website-files.com/", "webflow", true},
	{"/skin/frontend/", "magento", true},
	{"/static/version", "magento", false},
	{"img1.wsimg.com/", "godaddy", true},
}

// scriptClues are what a platform's own inline scripts say.
var scriptClues = [...]clue{
	{"Shopify.theme", "shopify", true},
	{"Drupal.settings", "drupal", true},
	{"drupalSettings", "drupal", true},
	{"Static.SQUARESPACE_CONTEXT", "squarespace", true},
	{"wixBiSession", "wix", true},
	{"Joomla.getOptions", "joomla", true},
	{"wp.i18n", "wordpress", true},
	{"window.Livewire", "laravel", true},
}

// fragmentWords are what inline scripts say that handle fragments.
var fragmentWords = [...]string{"location.hash", "hashchange", "$docsify", "tocbot", "anchors.add("}

// scriptPhrases are all that is looked for in inline scripts, which make half of
// many pages.
var scriptPhrases = func() *phrase.Set {
	var groups [][]string
	for _, word := range fragmentWords {
		groups = append(groups, []string{word})
	}
	for _, c := range scriptClues {
		groups = append(groups, []string{c.text})
	}
	return phrase.New(groups...)
}()

// generatorPlatform reads the platform off a meta generator.
func generatorPlatform(generator string) string {
	generator = strings.ToLower(generator)
	for _, g := range [...]struct{ begins, platform string }{
		{"wordpress", "wordpress"},
		{"woocommerce", "wordpress"},
		{"elementor", "wordpress"},
		{"drupal", "drupal"},
		{"joomla", "joomla"},
		{"wix.com", "wix"},
		{"squarespace", "squarespace"},
		{"shopify", "shopify"},
		{"laravel", "laravel"},
		{"typo3", "typo3"},
		{"ghost", "ghost"},
		{"hugo", "hugo"},
		{"jekyll", "jekyll"},
		{"webflow", "webflow"},
		{"prestashop", "prestashop"},
		{"mediawiki", "mediawiki"},
		{"contao", "contao"},
		{"concrete", "concrete"},
		{"blogger", "blogger"},
		{"docusaurus", "docusaurus"},
		{"craft cms", "craft"},
		{"umbraco", "umbraco"},
		{"plone", "plone"},
		{"weebly", "weebly"},
		{"jimdo", "jimdo"},
	} {
		if strings.HasPrefix(generator, g.begins) {
			return g.platform
		}
	}
	return ""
}
