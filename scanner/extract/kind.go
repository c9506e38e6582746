package extract

import (
	"strings"

	"sitewell/scanner/result"
)

// kindByPath returns what an address leads to by the extension of its path, ""
// where that says nothing and the address counts as a page.
func kindByPath(path string) result.Kind {
	name := path[strings.LastIndexByte(path, '/')+1:]
	i := strings.LastIndexByte(name, '.')
	if i < 0 || len(name)-i > 8 {
		return ""
	}
	ext := name[i+1:]
	for j := range len(ext) {
		if c := ext[j]; 'A' <= c && c <= 'Z' {
			ext = strings.ToLower(ext)
			break
		}
	}
	switch ext {
	case "html", "htm", "php", "asp", "aspx", "jsp", "xhtml", "":
		return ""
	case "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "ico", "bmp", "tif", "tiff", "heic", "jxl":
		return result.KindImage
	case "mp3", "mp4", "m4a", "m4v", "webm", "ogg", "ogv", "oga", "opus", "wav", "flac", "aac", "mov",
		"avi", "mkv", "wmv", "mpg", "mpeg", "m3u8", "mid":
		return result.KindMedia
	case "css":
		return result.KindStyle
	case "js", "mjs":
		return result.KindScript
	case "woff", "woff2", "ttf", "otf", "eot":
		return result.KindFont
	case "pdf", "zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "doc", "docx", "xls", "xlsx",
		"ppt", "pptx", "odt", "ods", "odp", "rtf", "epub", "mobi", "exe", "msi", "dmg", "pkg", "deb",
		"rpm", "apk", "ipa", "iso", "img", "jar", "war", "bin", "csv", "tsv", "ics", "vcf", "ps", "eps",
		"psd", "ai", "dwg", "stl", "step", "kml", "kmz", "gpx", "torrent", "whl", "asc", "sig", "sha256":
		return result.KindDownload
	}
	return ""
}

// linkHints are what a link element or Link header says beside its link types.
type linkHints struct {
	mediaType, as string
	hreflang      bool
}

// relKind returns what a link element or Link header names, by its link types.
// It reports false for what is not fetched at all.
func relKind(rels rels, hints linkHints) (kind result.Kind, ok bool) {
	switch {
	case rels.has(relStylesheet):
		return result.KindStyle, true
	case rels.has(relIcon), rels.has(relManifest):
		return result.KindMeta, true
	case rels.has(relCanonical):
		return result.KindCanonical, true
	case rels.has(relAlternate) && isFeedType(hints.mediaType):
		return result.KindFeed, true
	case rels.has(relAlternate) && hints.hreflang:
		return result.KindLanguage, true
	case rels.has(relAlternate):
		return result.KindAlternate, true
	case rels.has(relPreload), rels.has(relPrefetch):
		return kindAs(hints.as), true
	case rels.has(relNext):
		return result.KindNext, true
	case rels.has(relPrev):
		return result.KindPrev, true
	case rels.has(relModulepreload):
		return result.KindModule, true
	case rels.has(relIgnored) && !rels.has(relOther):
		return "", false
	}
	return result.KindMeta, true
}

func isFeedType(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch strings.ToLower(strings.TrimSpace(mediaType)) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss", "application/rss", "application/atom":
		return true
	}
	return false
}

// kindAs returns what a preload or prefetch is for by its "as".
func kindAs(as string) result.Kind {
	switch strings.ToLower(as) {
	case "style":
		return result.KindStyle
	case "script", "worker", "sharedworker", "serviceworker", "audioworklet", "paintworklet":
		return result.KindScript
	case "font":
		return result.KindFont
	case "image":
		return result.KindImage
	case "audio", "video", "track":
		return result.KindMedia
	case "document":
		return result.KindPage
	case "iframe", "frame", "embed", "object":
		return result.KindFrame
	}
	return result.KindMeta
}
