package verdict

import (
	"fmt"
	"strings"

	"sitewell/scanner/outcome"
	"sitewell/scanner/result"
)

// IsRefused reports whether browsers refuse an address of a kind because of the type
// that its Content-Type header names, "" for none (check 104):
//
//   - a style sheet that is not text/css. Pages in quirks mode, and all where the type
//     is missing, take it nevertheless, unless there is nosniff (HTML, "Link type
//     stylesheet");
//   - a module that is neither a script nor something else that can be imported
//     (HTML, "Fetch a single module script");
//   - with nosniff, any script that does not say so (Fetch, "Should response to
//     request be blocked due to nosniff").
func IsRefused(k result.Kind, declared string, nosniff bool) bool {
	switch k {
	case result.KindStyle:
		return declared != "text/css" && (declared != "" || nosniff)
	case result.KindModule:
		return !isScriptType(declared) && !isImportable(declared)
	case result.KindScript:
		return nosniff && !isScriptType(declared)
	}
	return false
}

// refused returns the decision about an address that browsers refuse, in place of d.
// Only nosniff proves that all of them do.
func refused(e Evidence, d Decision) Decision {
	d.Outcome, d.Verdict = outcome.WrongType, outcome.Warning
	if e.NoSniff {
		d.Verdict = outcome.Broken
	}
	what := "script"
	switch e.Kind {
	case result.KindStyle:
		what = "style sheet"
	case result.KindModule:
		what = "script module"
	}
	if e.Declared == "" {
		d.Reason = join(d.Reason, fmt.Sprintf("browsers ignore a %s without a Content-Type", what))
	} else {
		d.Reason = join(d.Reason, fmt.Sprintf("browsers ignore a %s with the Content-Type %s", what, e.Declared))
	}
	return d
}

// isScriptType reports whether a type is a JavaScript MIME type (WHATWG MIME
// Sniffing, "JavaScript MIME type").
func isScriptType(t string) bool {
	major, minor, _ := strings.Cut(t, "/")
	switch minor = strings.TrimPrefix(minor, "x-"); major {
	case "text", "application":
		switch minor {
		case "javascript", "ecmascript":
			return true
		case "javascript1.0", "javascript1.1", "javascript1.2", "javascript1.3", "javascript1.4", "javascript1.5", "jscript", "livescript":
			return t == "text/"+minor
		}
	}
	return false
}

// isImportable reports whether a module can import what has this type, if it says
// so with the import ("with { type: "json" }").
func isImportable(t string) bool {
	return t == "text/css" || t == "application/wasm" || t == "application/json" || t == "text/json" || strings.HasSuffix(t, "+json")
}
