package result

import "strings"

// ByScript is the end of Link.Element of a link that is not in the HTML of its page, but
// was there after the scripts of the page ran.
const ByScript = ", found by script"

// IsByScript reports whether an element is of a link that a script made.
func IsByScript(element string) bool { return strings.HasSuffix(element, ByScript) }

// InHTML returns what an element is called if the link is in the HTML of its page.
func InHTML(element string) string { return strings.TrimSuffix(element, ByScript) }

// Rendering is why a page was to be shown in a browser, and what came of it. All of it
// holds only after scripts ran: it may clear a suspicion, and never proves that something
// is broken.
type Rendering struct {
	// Why is what suggested it, a half-sentence: "it is the frame of an application, and
	// has hardly any links".
	Why string `json:"why"`
	// NotShown is why the page was not shown all the same, or not to its end; "" if it was.
	NotShown string `json:"notShown,omitempty"`
	// Links and Places are how many links and ids scripts added.
	Links  int `json:"links,omitempty"`
	Places int `json:"places,omitempty"`
	// Title, Canonical and Robots are those of the page after its scripts ran, if the HTML
	// says something else.
	Title string `json:"title,omitempty"`
	// IsErrorPage: that title says that the page was not found.
	IsErrorPage bool   `json:"isErrorPage,omitempty"`
	Canonical   string `json:"canonical,omitempty"`
	Robots      string `json:"robots,omitempty"`
	// Failed are requests of scripts that were not answered, or with status 400 and above.
	Failed []ScriptRequest `json:"failed,omitempty"`
	// Refused are requests that Sitewell did not make, each with its reason.
	Refused []ScriptRequest `json:"refused,omitempty"`
	// Errors are those of scripts, in the browser's words.
	Errors []string `json:"errors,omitempty"`
	// Mixed are addresses without TLS that only scripts put on a page with TLS.
	Mixed []string `json:"mixed,omitempty"`
	// Moved are addresses that scripts wanted to show in place of the page.
	Moved []string `json:"moved,omitempty"`
}

// ScriptRequest is a request of a script.
type ScriptRequest struct {
	URL    string `json:"url"`
	Kind   string `json:"kind,omitempty"`   // the browser's word for its use: "Script", "Fetch"
	Status int    `json:"status,omitempty"` // 0: there was no answer
	Reason string `json:"reason,omitempty"` // why it was not made
}
