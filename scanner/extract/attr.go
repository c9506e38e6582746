package extract

// attr names an attribute that this package reads. All others are passed over.
type attr uint8

const (
	noAttr attr = iota
	attrAction
	attrAlt
	attrAriaLabel
	attrAs
	attrBackground
	attrCfemail // of Cloudflare; see protectedMail
	attrCharset
	attrCite
	attrClass
	attrColor
	attrConfirm // of libraries whose scripts ask before they send a link
	attrContent
	attrData
	attrDataBg // of scripts that load images late; see lazyImage
	attrDataLazySrc
	attrDataMethod
	attrDataOriginal
	attrDataSrc
	attrDataSrcset
	attrDownload
	attrEncoding
	attrFace
	attrFieldValue
	attrFormaction
	attrFormmethod
	attrHref
	attrHreflang
	attrHTTPEquiv
	attrHxDelete // of htmx
	attrHxPatch
	attrHxPost
	attrHxPut
	attrID
	attrImagesrcset
	attrLang
	attrLongdesc
	attrManifest
	attrMethod
	attrName
	attrNgApp // of frameworks that build pages in the browser
	attrOnclick
	attrPoster
	attrProperty
	attrRel
	attrRole
	attrShadowrootmode
	attrSize
	attrSrc
	attrSrcdoc
	attrSrcset
	attrStyle
	attrTitle
	attrTurboMethod
	attrType
	attrUpMethod
	attrURL
	attrUsemap
	attrXlinkHref
	attrXMLLang
	numAttrs
)

var attrNames = [numAttrs][]string{
	attrAction: {"action"}, attrAlt: {"alt"}, attrAriaLabel: {"aria-label"}, attrAs: {"as"},
	attrBackground: {"background"}, attrCfemail: {"data-cfemail"}, attrCharset: {"charset"}, attrCite: {"cite"}, attrClass: {"class"},
	attrColor: {"color"}, attrContent: {"content"}, attrData: {"data"},
	attrConfirm:    {"data-confirm", "data-turbo-confirm", "data-hx-confirm", "hx-confirm", "up-confirm"},
	attrDataMethod: {"data-method", "data-http-method"},
	attrDataBg:     {"data-bg", "data-background-image"}, attrDataLazySrc: {"data-lazy-src", "data-lazy"},
	attrDataOriginal: {"data-original"}, attrDataSrc: {"data-src"}, attrDataSrcset: {"data-srcset", "data-lazy-srcset"},
	attrFieldValue: {"value"},
	attrHxDelete:   {"hx-delete", "data-hx-delete"}, attrHxPatch: {"hx-patch", "data-hx-patch"},
	attrHxPost: {"hx-post", "data-hx-post"}, attrHxPut: {"hx-put", "data-hx-put"}, attrOnclick: {"onclick"},
	attrTurboMethod: {"data-turbo-method"}, attrUpMethod: {"up-method"},
	attrDownload: {"download"}, attrEncoding: {"encoding"}, attrFace: {"face"}, attrFormaction: {"formaction"},
	attrFormmethod: {"formmethod"}, attrHref: {"href"}, attrHreflang: {"hreflang"}, attrHTTPEquiv: {"http-equiv"},
	attrID: {"id"}, attrImagesrcset: {"imagesrcset"}, attrLang: {"lang"}, attrLongdesc: {"longdesc"},
	attrManifest: {"manifest"}, attrMethod: {"method"}, attrName: {"name"},
	attrNgApp:  {"ng-app", "data-ng-app", "ng-version", "v-cloak"},
	attrPoster: {"poster"}, attrProperty: {"property"}, attrRel: {"rel"}, attrRole: {"role"},
	attrShadowrootmode: {"shadowrootmode"}, attrSize: {"size"}, attrSrc: {"src"}, attrSrcdoc: {"srcdoc"},
	attrSrcset: {"srcset"}, attrStyle: {"style"}, attrTitle: {"title"}, attrType: {"type"}, attrURL: {"url"}, attrUsemap: {"usemap"},
	attrXlinkHref: {"xlink:href"}, attrXMLLang: {"xml:lang"},
}

// attrOf returns the attribute of a name, whose last bytes are packed in key.
func attrOf(name []byte, key uint64) attr {
	n := interesting.find(key)
	switch {
	case n == uint32(noAttr):
		return noAttr
	case len(name) <= maxPacked && n < uint32(numAttrs):
		return attr(n)
	}
	for i := range longAttrs { // several have the same end, which may be a name, too
		if l := &longAttrs[i]; equalFold(name, l.name) {
			return l.attr
		}
	}
	return noAttr
}

// longAttrs has the names of which only the end can be packed.
var longAttrs = func() (long []longAttr) {
	for a, names := range attrNames {
		for _, name := range names {
			if len(name) > maxPacked {
				long = append(long, longAttr{name, attr(a)})
			}
		}
	}
	return long
}()

type longAttr struct {
	name string
	attr attr
}
