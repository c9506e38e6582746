package core

import (
	"context"
	"fmt"
	"strconv"

	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// EditAddress returns the address at which a page of the site itself is edited; "" where
// that is not known. It is that of WordPress' editor, below the folder in which WordPress is
// (https://developer.wordpress.org/reference/functions/get_edit_post_link/), always on the host of the page.
func EditAddress(page string, f storage.PageFacts) string {
	u, err := weburl.Parse(page)
	if err != nil || f.Post < 1 || u.Scheme() != "http" && u.Scheme() != "https" {
		return ""
	}
	edit, err := u.Resolve(f.PostFolder + "wp-admin/post.php?post=" + strconv.FormatInt(f.Post, 10) + "&action=edit")
	if err != nil || edit.Origin() != u.Origin() {
		return ""
	}
	return edit.String()
}

// EditAddresses returns the addresses at which pages of a scan are edited, by their IDs,
// which the addresses of pages say; others are left out. See EditAddress.
func (h *History) EditAddresses(ctx context.Context, scan storage.ScanID, pages map[storage.URLID]string) (map[storage.URLID]string, error) {
	ids := make([]storage.URLID, 0, len(pages))
	for id := range pages {
		ids = append(ids, id)
	}
	facts, err := h.db.PageFacts(ctx, scan, ids)
	if err != nil {
		return nil, fmt.Errorf("read what pages say: %w", err)
	}
	edit := make(map[storage.URLID]string)
	for id, f := range facts {
		if address := EditAddress(pages[id], f); address != "" {
			edit[id] = address
		}
	}
	return edit, nil
}
