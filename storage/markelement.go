package storage

import (
	"strings"

	"sitewell/scanner/result"
)

// ElementRule is what the subject of a mark OnElement says: links in a part of pages
// ("footer"), of an element ("img[src]"), or both ("footer img[src]"). The words are
// stored.
type ElementRule struct {
	Place   result.Place // PlaceUnknown: in any part
	Element string       // as links have it, "": any
}

// otherPlaceNames are what people call parts of pages beside their own names.
var otherPlaceNames = map[string]result.Place{"nav": result.PlaceNavigation, "menu": result.PlaceNavigation, "sidebar": result.PlaceAside}

// ElementPlaces returns the parts of pages that a rule may name.
func ElementPlaces() []result.Place {
	return []result.Place{
		result.PlaceHead, result.PlaceHeader, result.PlaceNavigation, result.PlaceMain, result.PlaceAside, result.PlaceFooter, result.PlaceStyle, result.PlaceHTTP,
	}
}

// ParseElementRule reads a rule; ok is false for what is none.
func ParseElementRule(text string) (r ElementRule, ok bool) {
	words := strings.Fields(strings.ToLower(text))
	for _, word := range words {
		place := otherPlaceNames[word]
		for _, p := range ElementPlaces() {
			if p.String() == word {
				place = p
			}
		}
		isElement := strings.HasSuffix(word, "]") && strings.Index(word, "[") > 0
		switch {
		case place != result.PlaceUnknown && r.Place == result.PlaceUnknown:
			r.Place = place
		case isElement && r.Element == "":
			r.Element = word
		default:
			return ElementRule{}, false
		}
	}
	return r, len(words) > 0
}

// String returns the rule as it is stored. Who made a link does not matter to it.
func (r ElementRule) String() string {
	return strings.TrimSpace(r.Place.String() + " " + result.InHTML(r.Element))
}

// Has reports whether a link is one of those that the rule is about.
func (r ElementRule) Has(place result.Place, element string) bool {
	return (r.Place == result.PlaceUnknown || r.Place == place) && (r.Element == "" || result.InHTML(r.Element) == result.InHTML(element))
}
