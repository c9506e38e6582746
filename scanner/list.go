package scanner

import (
	"fmt"
	"time"

	"sitewell/scanner/result"
	"sitewell/scanner/urltable"
	"sitewell/scanner/weburl"
)

// listed returns the addresses of a scan of a list, nil if it is none.
func listed(o Options) ([]weburl.URL, error) {
	if !o.isList() {
		return nil, nil
	}
	all := make([]weburl.URL, 0, len(o.Addresses))
	for i, address := range o.Addresses {
		u, err := weburl.Parse(address)
		if err != nil {
			return nil, fmt.Errorf("address %d of the list: %w", i+1, err)
		}
		all = append(all, u.WithoutFragment())
	}
	return all, nil
}

// addListed adds the addresses of a list that are not in the table, where an earlier run
// of the scan may have added them. Neither include rules nor crawl traps keep any of them
// back: nobody has found them, they were chosen.
func (d *discovery) addListed(all []weburl.URL, now time.Time) {
	for _, u := range all {
		id, isNew := d.table.Add(u.Key())
		if !isNew {
			continue
		}
		d.recorder.addAddress(result.Address{ID: id, URL: u.Key(), Internal: true, Kind: result.KindPage}, now)
		if key := weburl.LocalOutcome(d.start, u); key != "" {
			d.recorder.settle(id, key, weburl.Explain(u.Key()), now)
			continue
		}
		if key, reason := d.policy.Excluded(u); key != "" {
			d.recorder.settle(id, key, reason, now)
			continue
		}
		e := d.table.At(id)
		e.Host = d.hostOf(u, true).id
		e.Set(urltable.Followed)
		d.enqueue(id)
	}
}
