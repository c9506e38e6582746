package extract

import (
	"bytes"
	"encoding/json"

	"sitewell/scanner/result"
	"sitewell/scanner/weburl"
)

// Manifest reads the images of a web manifest: its icons, those of its shortcuts,
// and its screenshots (W3C Web Application Manifest, "icons member"; check 107). at is
// its address after redirects, which relative ones are resolved against. What is no
// manifest, or has more than a megabyte, has none. omitted is the number of those
// past the limits of one page.
func Manifest(body []byte, at weburl.URL) (links []result.Link, omitted int) {
	type image struct {
		Src string `json:"src"`
	}
	var m struct {
		Icons       []image                   `json:"icons"`
		Shortcuts   []struct{ Icons []image } `json:"shortcuts"`
		Screenshots []image                   `json:"screenshots"`
	}
	if len(body) > maxData || json.Unmarshal(bytes.TrimPrefix(body, []byte("\ufeff")), &m) != nil {
		return nil, 0
	}
	r := Reader{doc: &Document{}}
	r.begin()
	n := 0
	add := func(element string, images []image) {
		for _, i := range images {
			if n++; i.Src != "" && !r.omits(n) {
				r.addRef(ref{raw: []byte(i.Src), element: element, kind: result.KindMeta, place: result.PlaceHead})
			}
		}
	}
	add("manifest[icons]", m.Icons)
	for _, s := range m.Shortcuts {
		add("manifest[shortcuts]", s.Icons)
	}
	add("manifest[screenshots]", m.Screenshots)
	return r.links([maxFrames]weburl.URL{at}, decoded{}), r.omitted
}
