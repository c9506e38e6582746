package extract

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"

	"sitewell/scanner/result"
)

// scriptElement takes in a script's start tag.
func (r *Reader) scriptElement(off int) {
	t := &r.z.tag
	r.scriptOff = off
	r.ignore = r.xml
	r.rawType = t.get(attrType)
	if isScript(r.rawType) {
		r.signs.scripts++
		kind := result.KindScript
		if equalFold(trim(r.rawType), "module") {
			kind = result.KindModule
		}
		r.add(off, "script[src]", kind, attrSrc)
	}
}

// isScript reports whether a script of this type is run. Data blocks ignore
// src (HTML Standard, "The script element").
func isScript(mediaType []byte) bool {
	mediaType = trim(mediaType)
	return len(mediaType) == 0 || equalFold(mediaType, "module") ||
		containsFold(mediaType, "javascript") || containsFold(mediaType, "ecmascript") ||
		containsFold(mediaType, "jscript") || containsFold(mediaType, "livescript") || containsFold(mediaType, "babel")
}

// script takes in a script's text. Programs are not run, and strings in them
// that look like addresses are no links; two kinds of data are read.
func (r *Reader) script(text []byte) {
	switch mediaType := trim(r.rawType); {
	case len(text) > maxData && (equalFold(mediaType, "importmap") || r.Options.StructuredData && equalFold(mediaType, "application/ld+json")):
		r.omitted++ // how many addresses it has is not known
	case equalFold(mediaType, "importmap"):
		r.importMap(text)
	case equalFold(mediaType, "application/ld+json"):
		if r.Options.StructuredData {
			r.structuredData(text)
		}
	case isScript(mediaType):
		r.signs.inlineScript(text)
	}
}

// importMap reads the addresses of an import map. Those that end with '/'
// stand for a folder, and names without a path mean nothing by themselves.
func (r *Reader) importMap(text []byte) {
	var m struct {
		Imports map[string]any            `json:"imports"`
		Scopes  map[string]map[string]any `json:"scopes"`
	}
	if json.Unmarshal(text, &m) != nil {
		return
	}
	add := func(imports map[string]any) {
		for _, name := range slices.Sorted(maps.Keys(imports)) {
			address, _ := imports[name].(string)
			if strings.HasSuffix(address, "/") || !isImport(address) {
				continue
			}
			r.addValue(r.scriptOff, "script[importmap]", result.KindModule, []byte(address))
		}
	}
	add(m.Imports)
	for _, scope := range slices.Sorted(maps.Keys(m.Scopes)) {
		add(m.Scopes[scope])
	}
}

// isImport reports whether an import map's value is an address.
func isImport(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../") ||
		strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// structuredData reads the addresses of a JSON-LD script (schema.org).
func (r *Reader) structuredData(text []byte) {
	var v any
	if json.Unmarshal(text, &v) != nil {
		return
	}
	for address := range addresses("", v) {
		r.addValue(r.scriptOff, "script[ld+json]", result.KindMeta, []byte(address))
	}
}

// addresses walks through the values of JSON-LD that name a document, in an
// order that does not change from one reading to the next. "@id" names a
// thing, which need not be a document.
func addresses(property string, v any) iter.Seq[string] {
	return func(yield func(string) bool) { eachAddress(property, v, yield) }
}

func eachAddress(property string, v any, yield func(string) bool) bool {
	switch v := v.(type) {
	case string:
		switch property {
		case "url", "image", "logo", "sameAs", "contentUrl", "embedUrl", "thumbnailUrl", "downloadUrl",
			"installUrl", "screenshot", "mainEntityOfPage", "thumbnail", "photo":
			if strings.HasPrefix(v, "http") || strings.HasPrefix(v, "/") || strings.HasPrefix(v, ".") {
				return yield(v)
			}
		}
	case []any:
		for _, e := range v {
			if !eachAddress(property, e, yield) {
				return false
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if !eachAddress(key, v[key], yield) {
				return false
			}
		}
	}
	return true
}
