package redirects

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"sitewell/storage"
)

// checkIIS leaves out what IIS refuses by default before it looks at rules: paths with a +
// (https://learn.microsoft.com/iis/configuration/system.webserver/security/requestfiltering/, allowDoubleEscaping),
// and long ones (maxUrl 4,096, maxQueryString 2,048 bytes).
func checkIIS(r *rule) storage.RedirectTrouble {
	switch {
	case strings.Contains(r.path, "+"), strings.Contains(strings.ToLower(r.path), "%25"):
		return storage.RedirectCharacters
	case len(r.path) > 4096, len(r.query) > 2048, len(r.to) > longest:
		return storage.RedirectLong
	}
	return ""
}

// writeIIS writes a web.config with rewrite maps of the URL Rewrite Module
// (https://learn.microsoft.com/iis/extensions/url-rewrite-module/using-rewrite-maps-in-url-rewrite-module),
// which compare the case here. UNENCODED_URL is the address as the browser sent it, with its query
// (https://learn.microsoft.com/iis/extensions/url-rewrite-module/url-rewrite-module-20-configuration-reference).
func writeIIS(b *bytes.Buffer, rules []rule, about []string) {
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n")
	for _, line := range about {
		b.WriteString("  " + strings.ReplaceAll(line, "--", "- -") + "\n")
	}
	b.WriteString("-->\n<configuration>\n  <system.webServer>\n    <rewrite>\n      <rewriteMaps>\n")
	hosts := false
	for i := range rules {
		hosts = hosts || !rules[i].own
	}
	writeMap(b, "SitewellRedirects", rules, true)
	if hosts {
		writeMap(b, "SitewellHosts", rules, false)
	}
	b.WriteString("      </rewriteMaps>\n      <rules>\n")
	if hosts {
		writeIISRule(b, "SitewellHosts", "{HTTP_HOST}{UNENCODED_URL}")
	}
	writeIISRule(b, "SitewellRedirects", "{UNENCODED_URL}")
	b.WriteString("      </rules>\n    </rewrite>\n  </system.webServer>\n</configuration>\n")
}

// writeMap writes the rules for the host of the site, or those for other hosts.
func writeMap(b *bytes.Buffer, name string, rules []rule, own bool) {
	fmt.Fprintf(b, "        <rewriteMap name=\"%s\" defaultValue=\"\" ignoreCase=\"false\">\n", name)
	for i := range rules {
		if r := &rules[i]; r.own == own {
			fmt.Fprintf(b, "          <add key=\"%s\" value=\"%s\" />\n", inXML(r.key()), inXML(r.to))
		}
	}
	b.WriteString("        </rewriteMap>\n")
}

func writeIISRule(b *bytes.Buffer, name, input string) {
	fmt.Fprintf(b, `        <rule name="%[1]s" stopProcessing="true">
          <match url=".*" />
          <conditions>
            <add input="{%[1]s:%[2]s}" pattern="(.+)" />
          </conditions>
          <action type="Redirect" url="{C:1}" appendQueryString="false" redirectType="Permanent" />
        </rule>
`, name, input)
}

// inXML returns a text as part of an attribute.
func inXML(text string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer has no errors
	return b.String()
}
