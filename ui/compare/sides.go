package compare

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/control"
	"sitewell/ui/words"
)

// side is one of the two scans that are compared, with the list it is chosen from.
type side struct {
	site  storage.SiteID
	scan  storage.ScanID
	scans []storage.Scan // of the site, those with a name first
	box   *control.Select
}

// sorted returns scans with those first that have a name.
func sorted(scans []storage.Scan) []storage.Scan {
	scans = slices.Clone(scans)
	slices.SortStableFunc(scans, func(a, b storage.Scan) int {
		switch {
		case (a.Name != "") == (b.Name != ""):
			return 0
		case a.Name != "":
			return -1
		default:
			return 1
		}
	})
	return scans
}

// scanned returns the sites that have a scan.
func scanned(sites []storage.SiteSummary) []storage.SiteSummary {
	return slices.DeleteFunc(slices.Clone(sites), func(s storage.SiteSummary) bool { return s.Last == nil })
}

// others returns the sites that a side can be changed to.
func (s *Screen) others(of *side) []storage.SiteSummary {
	return slices.DeleteFunc(slices.Clone(s.sites), func(other storage.SiteSummary) bool { return other.ID == of.site })
}

// offer fills the lists: the scans of the site, then other sites.
func (s *Screen) offer() {
	for _, of := range []*side{&s.before, &s.now} {
		labels := make([]string, len(of.scans))
		for i, scan := range of.scans {
			labels[i] = s.label(scan)
		}
		for _, other := range s.others(of) {
			labels = append(labels, lang.L("Another site: {{.Site}}", map[string]any{"Site": words.Readable(other.Title())}))
		}
		of.box.Options, of.box.Selected = labels, ""
		if i := slices.IndexFunc(of.scans, func(scan storage.Scan) bool { return scan.ID == of.scan }); i >= 0 {
			of.box.Selected = labels[i]
		}
		of.box.Refresh()
	}
}

// label names a scan in the lists, with its site where two are compared.
func (s *Screen) label(scan storage.Scan) string {
	data := map[string]any{"Number": int64(scan.ID), "Date": words.DateTime(scan.Began.In(s.o.Now().Location())), "Name": scan.Name}
	text := lang.L("Scan {{.Number}} · {{.Date}}", data)
	if scan.Name != "" {
		text = lang.L("{{.Name}} · scan {{.Number}} · {{.Date}}", data)
	}
	if s.before.site == s.now.site {
		return text
	}
	return words.Readable(storage.HostOf(scan.Start)) + " · " + text
}

// chose compares another scan, or another site.
func (s *Screen) chose(of *side) {
	at := of.box.SelectedIndex()
	if at < 0 {
		return
	}
	if at >= len(of.scans) {
		others := s.others(of)
		if at -= len(of.scans); at < len(others) {
			of.site, of.scan, s.rules = others[at].ID, 0, nil
			s.Opened()
		}
		return
	}
	if of.scans[at].ID != of.scan {
		of.scan = of.scans[at].ID
		s.Opened()
	}
}
