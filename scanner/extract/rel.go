package extract

// rels is the set of link types of one rel attribute.
type rels uint16

const (
	relStylesheet rels = 1 << iota
	relIcon
	relManifest
	relCanonical
	relAlternate
	relNext
	relPrev
	relPreload
	relModulepreload
	relPrefetch
	relNofollow
	// relIgnored asks for no document: a hint to connect, an address that only
	// programs send to (a GET answers 405), a name that looks like an address.
	relIgnored
	relOther // anything else
)

func (r rels) has(bit rels) bool { return r&bit != 0 }

// parseRel reads a list of link types: parted by white space, compared without
// regard to case (HTML Standard, "Link types").
func parseRel(value []byte) (set rels) {
	for token := range tokens(value) {
		set |= relOf(token)
	}
	return set
}

func relOf(token []byte) rels {
	var room [24]byte
	switch string(folded(room[:], token)) {
	case "stylesheet":
		return relStylesheet
	case "icon", "apple-touch-icon", "apple-touch-icon-precomposed", "apple-touch-startup-image", "mask-icon", "fluid-icon":
		return relIcon
	case "manifest":
		return relManifest
	case "canonical":
		return relCanonical
	case "alternate":
		return relAlternate
	case "next":
		return relNext
	case "prev", "previous":
		return relPrev
	case "preload":
		return relPreload
	case "modulepreload":
		return relModulepreload
	case "prefetch", "prerender":
		return relPrefetch
	case "nofollow", "ugc", "sponsored":
		return relNofollow
	case "shortcut": // "shortcut icon"; says nothing by itself
		return 0
	case "preconnect", "dns-prefetch", "pingback", "webmention", "profile", "expect",
		"openid.server", "openid.delegate", "openid2.provider", "openid2.local_id",
		"schema.dc", "schema.dcterms":
		return relIgnored
	}
	return relOther
}
