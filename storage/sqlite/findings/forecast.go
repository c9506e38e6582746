package findings

import (
	"context"
	"database/sql"
	"slices"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/storage/linkset"
	"sitewell/storage/sqlite/query"
)

// forecastScans is on how many complete scans a forecast is based at most.
const forecastScans = 5

// Forecast returns what is likely to break on a site next, by its last complete scans;
// no Scans where it has none. Certificates are those that evidence is kept of: of the
// start address and of problems.
func (r *Reader) Forecast(ctx context.Context, site storage.SiteID) (f storage.Forecast, err error) {
	err = r.file.Reading(ctx, "forecast", func(tx *sql.Tx) error {
		scans, err := QueryScans(tx, `s.site = ? AND s.state = ? AND `+Live+` ORDER BY s.began DESC, s.id DESC LIMIT ?`, site, storage.Complete, forecastScans)
		if err != nil || len(scans) == 0 {
			return err
		}
		slices.Reverse(scans)
		trends := make(map[string]*storage.HostTrend)
		for i, s := range scans {
			f.Scans = append(f.Scans, s.Scan)
			if err := ViewOf(s).hostFailures(ctx, tx, i, len(scans), trends); err != nil {
				return err
			}
		}
		for _, t := range trends {
			f.Hosts = append(f.Hosts, *t)
		}
		f.Certificates, err = ViewOf(scans[len(scans)-1]).certificates(tx)
		return err
	})
	storage.SortForecast(&f)
	return f, err
}

// hostFailures counts by host how many addresses the scan at a place among several
// checked, and how many of them failed.
func (v *View) hostFailures(ctx context.Context, tx *sql.Tx, place, scans int, trends map[string]*storage.HostTrend) error {
	where, args := v.Where()
	err := query.Each(tx, `SELECT u.text, f.verdict FROM finding f CROSS JOIN url u ON u.id = f.url
		WHERE `+where+` AND u.page IS NULL AND f.verdict NOT IN (0, 5)`, func(rows *sql.Rows) error {
		var address string
		var verdict outcome.Verdict
		if err := rows.Scan(&address, &verdict); err != nil {
			return err
		}
		host := storage.HostOf(address)
		if host == "" {
			return nil
		}
		t := trends[host]
		if t == nil {
			t = &storage.HostTrend{Host: host, Scans: make([]storage.HostFailures, scans)}
			trends[host] = t
		}
		t.Scans[place].Checked++
		t.Scans[place].Failed += query.Int(verdict == outcome.Broken || verdict == outcome.CantVerify)
		return nil
	}, args...)
	if err == nil {
		err = ctx.Err()
	}
	return err
}

// certificates returns when the certificates expire that the scan keeps evidence of.
func (v *View) certificates(tx *sql.Tx) (all []storage.Certificate, err error) {
	p := linkset.Packer{Dictionary: []byte(EvidenceDict)}
	known := make(map[string]bool)
	where, args := v.Where()
	err = query.Each(tx, `SELECT coalesce(x.text, u.text), e.id, e.data FROM finding f CROSS JOIN evidence e ON e.id = f.evidence
		CROSS JOIN url u ON u.id = f.url LEFT JOIN url x ON x.id = f.final WHERE `+where, func(rows *sql.Rows) error {
		var address string
		var id int64
		var data []byte
		if err := rows.Scan(&address, &id, &data); err != nil {
			return err
		}
		host := storage.HostOf(address)
		if known[host] {
			return nil
		}
		k, err := decodeEvidence(&p, id, data)
		if err == nil && !k.CertExpires.IsZero() {
			known[host] = true
			all = append(all, storage.Certificate{Host: host, Expires: k.CertExpires})
		}
		return err
	}, args...)
	return all, err
}
