package extract

// attr names an attribute that this package reads. All others are passed over.
type attr uint8

const (
	noAttr attr = iota
	attrAction
	attrAlt
	attrArchive
	attrAriaLabel
	attrAs
	attrBackground
	attrCharset
	attrCite
	attrClass
	attrCode
	attrCodebase
	attrColor
	attrContent
	attrData
	attrDownload
	attrEncoding
	attrFace
	attrFormaction
	attrFormmethod
	attrHref
	attrHreflang
	attrHTTPEquiv
	attrID
	attrImagesrcset
	attrLang
	attrLongdesc
	attrManifest
	attrMethod
	attrName
	attrNgApp // of frameworks that build pages in the browser
	attrPing
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
	attrType
	attrURL
	attrXlinkHref
	attrXMLLang
	numAttrs
)

var attrNames = [numAttrs][]string{
	attrAction: {"action"}, attrAlt: {"alt"}, attrArchive: {"archive"}, attrAriaLabel: {"aria-label"}, attrAs: {"as"},
	attrBackground: {"background"}, attrCharset: {"charset"}, attrCite: {"cite"}, attrClass: {"class"}, attrCode: {"code"},
	attrCodebase: {"codebase"}, attrColor: {"color"}, attrContent: {"content"}, attrData: {"data"},
	attrDownload: {"download"}, attrEncoding: {"encoding"}, attrFace: {"face"}, attrFormaction: {"formaction"},
	attrFormmethod: {"formmethod"}, attrHref: {"href"}, attrHreflang: {"hreflang"}, attrHTTPEquiv: {"http-equiv"},
	attrID: {"id"}, attrImagesrcset: {"imagesrcset"}, attrLang: {"lang"}, attrLongdesc: {"longdesc"},
	attrManifest: {"manifest"}, attrMethod: {"method"}, attrName: {"name"},
	attrNgApp: {"ng-app", "data-ng-app", "ng-version", "v-cloak"},
	attrPing:  {"ping"}, attrPoster: {"poster"}, attrProperty: {"property"}, attrRel: {"rel"}, attrRole: {"role"},
	attrShadowrootmode: {"shadowrootmode"}, attrSize: {"size"}, attrSrc: {"src"}, attrSrcdoc: {"srcdoc"},
	attrSrcset: {"srcset"}, attrStyle: {"style"}, attrTitle: {"title"}, attrType: {"type"}, attrURL: {"url"},
	attrXlinkHref: {"xlink:href"}, attrXMLLang: {"xml:lang"},
}

// longAttrs has the names that are too long for the table of packed ones.
var longAttrs = func() map[string]attr {
	m := make(map[string]attr)
	for a, names := range attrNames {
		for _, name := range names {
			if len(name) > maxPacked {
				m[name] = attr(a)
			}
		}
	}
	return m
}()

// maxAttrName is the length of the longest.
const maxAttrName = len("shadowrootmode")
