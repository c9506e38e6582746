package knowledge

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sitewell/scanner/outcome"
)

// Panel is what the owner of a site manages the hosting with: a program that many
// hosts offer, such as cPanel, or a host that has one of its own.
type Panel struct {
	Name string // as people write it in a sentence
	// Host is whose panel it is, where its name does not say so; "" otherwise.
	Host string
	// Managed: the host runs the server, and customers cannot get at it by a shell.
	Managed bool
	// Htaccess: a .htaccess file is read. It is asked of managed ones only; where
	// customers may run the server, the server decides.
	Htaccess bool
}

// panels are those that explanations have steps for.
var panels = []Panel{
	{Name: "cPanel"},
	{Name: "DirectAdmin"},
	{Name: "hPanel", Host: "Hostinger", Managed: true, Htaccess: true},
	{Name: "IONOS", Managed: true, Htaccess: true},
	{Name: "Kinsta", Managed: true},
	{Name: "Plesk"},
	{Name: "STRATO", Managed: true, Htaccess: true},
	{Name: "WP Engine", Managed: true},
}

// Label returns the name for a list to choose from: with the host, where the name
// alone may say nothing to its customers.
func (p Panel) Label() string {
	if p.Host == "" {
		return p.Name
	}
	return p.Name + " (" + p.Host + ")"
}

// Panels returns all panels in the order of the alphabet.
func Panels() []Panel { return slices.Clone(panels) }

// FindPanel returns the panel of that name or host, in whatever case it is
// written, and whether there is one.
func FindPanel(name string) (Panel, bool) {
	name = strings.TrimSpace(name)
	for _, p := range panels {
		if name != "" && (strings.EqualFold(name, p.Name) || strings.EqualFold(name, p.Host) || strings.EqualFold(name, p.Label())) {
			return p, true
		}
	}
	return Panel{}, false
}

// panelHere is the panel that the person says they have. Who has their site at a
// builder has none, whatever they say.
func (v *view) panelHere() Panel {
	if v.Hosted() {
		return Panel{}
	}
	p, _ := FindPanel(v.facts.Panel)
	return p
}

// Panel returns the name of the hosting panel or host, "" where it is not known.
func (v *view) Panel() string { return v.panelHere().Name }

// IsPanel reports whether the site is managed with the panel that is named. A name
// that nothing else knows is a mistake in the entry.
func (v *view) IsPanel(name string) (bool, error) {
	if p, ok := FindPanel(name); !ok || p.Name != name {
		return false, fmt.Errorf("panel %q is not known", name)
	}
	return v.Panel() == name, nil
}

// MayBePanel reports whether the site may be managed with the panel that is named:
// it is, or nobody said with which.
func (v *view) MayBePanel(name string) (bool, error) {
	is, err := v.IsPanel(name)
	return is || v.Panel() == "" && v.MayUsePanel(), err
}

// onLinuxOnly reports whether the panel shows that the server runs Linux.
func (v *view) onLinuxOnly() bool {
	return slices.Contains([]string{"cPanel", "DirectAdmin"}, v.Panel())
}

// Managed reports whether a host runs the server and lets nobody else at it.
func (v *view) Managed() bool { return v.panelHere().Managed }

// MayUsePanel reports whether the site may be kept in a hosting panel such as
// cPanel or Plesk, or is known to be.
func (v *view) MayUsePanel() bool { return v.MayUsePHP() || v.Panel() != "" }

// MayUseShell reports whether the owner, or somebody for them, may log in to the
// server and change its configuration.
func (v *view) MayUseShell() bool { return !v.Hosted() && !v.Managed() }

// panelTopics are what the owner looks up in a panel, by the name of the part that
// says where ("panel-usage"), for the outcomes whose cause shows there.
var panelTopics = map[string][]outcome.Key{
	"usage":        {"102", "408", "499", "503", "504", "508", "522", "524", outcome.TimeoutBody, outcome.TimeoutHeaders},
	"disk":         {"500", "507", outcome.BodyTruncated, outcome.TimeoutBody},
	"php":          {"413", "500", outcome.EmptyPage, outcome.ErrorLeak},
	"files":        {"403", "404", "416"},
	"redirects":    {"302", outcome.RedirectBadTarget, outcome.RedirectChain, outcome.RedirectLoop, outcome.RedirectNoTarget, outcome.RedirectTooMany},
	"certificates": {"495", "521", "525", "526", outcome.TLSExpired, outcome.TLSExpiresSoon, outcome.TLSHandshake, outcome.TLSIncompleteChain, outcome.TLSNotYetValid, outcome.TLSPlainHTTP, outcome.TLSSelfSigned, outcome.TLSUnknownAuthority, outcome.TLSWrongHost},
}

// atPanel names the owner's own panel where a text speaks of hosting panels, and
// adds where the things are there that the outcome asks for. What is for people
// with access to the server is left out where the host alone has that.
func (ed *edition) atPanel(text string, key outcome.Key, v *view) (string, error) {
	ways, err := ed.panelWays(key, v)
	if err != nil {
		return "", err
	}
	head := strings.ReplaceAll(ed.words.WithPanel, "{panel}", v.Panel())
	server, panel := ed.words.Server[0], ed.words.Server[1]
	var out []string
	named, left := false, false
	for p := range strings.SplitSeq(text, "\n\n") {
		at := strings.Index(p, panel)
		if v.Managed() && strings.HasPrefix(p, server) {
			if at < 0 {
				left = true
				continue
			}
			p, at = p[at:], 0
		}
		if at >= 0 {
			_, rest, _ := strings.Cut(p[at:], ":**")
			p = p[:at] + head + strings.TrimRight(rest+" "+ways, " ")
			named = true
		}
		out = append(out, p)
	}
	if named || ways == "" && !left {
		return strings.Join(out, "\n\n"), nil
	}
	if ways == "" {
		if ways, err = ed.execute("panel-logs", v); err != nil {
			return "", err
		}
	}
	return strings.Join(append(out, reflow(head+" "+ways)), "\n\n"), nil
}

// panelWays says where the things are that an outcome asks for, in the panel that
// the owner has.
func (ed *edition) panelWays(key outcome.Key, v *view) (string, error) {
	var all []string
	for _, topic := range slices.Sorted(maps.Keys(panelTopics)) {
		if !slices.Contains(panelTopics[topic], key) || topic == "php" && !v.MayUsePHP() {
			continue
		}
		way, err := ed.execute("panel-"+topic, v)
		if err != nil {
			return "", err
		}
		if way = strings.Join(strings.Fields(way), " "); way != "" && !slices.Contains(all, way) {
			all = append(all, way)
		}
	}
	return strings.Join(all, " "), nil
}
