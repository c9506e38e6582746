package results

import (
	"strings"
	"testing"
	"time"

	"sitewell/storage"
)

func TestForecastText(t *testing.T) {
	now := time.Date(2027, 1, 1, 12, 0, 0, 0, time.Local)
	scans := []storage.Scan{{Began: now}}
	for _, tt := range []struct {
		f    storage.Forecast
		want string
		soon bool
	}{
		{storage.Forecast{Scans: scans}, "The newest scan recorded no certificates, and no host fails more and more.", false},
		{storage.Forecast{Scans: scans, Certificates: []storage.Certificate{{Host: "a.example", Expires: now.AddDate(0, 0, 100)}}}, "2027-04-11  a.example, expires in 100 days", false},
		{storage.Forecast{Scans: scans, Certificates: []storage.Certificate{{Host: "a.example", Expires: now.AddDate(0, 0, 5)}}}, "2027-01-06  a.example, expires in 5 days", true},
		{storage.Forecast{Scans: scans, Certificates: []storage.Certificate{{Host: "a.example", Expires: now.AddDate(0, 0, -5)}}}, "2026-12-27  a.example, has expired", true},
		{storage.Forecast{Scans: scans, Hosts: []storage.HostTrend{{Host: "b.example", Scans: []storage.HostFailures{{Checked: 6, Failed: 1}, {Checked: 6, Failed: 4}}}}}, "b.example, failed of checked:  1 of 6  4 of 6", true},
	} {
		var b strings.Builder
		writeForecast(&b, tt.f, now)
		if _, soon := newForecastJSON(tt.f, now); soon != tt.soon || !strings.Contains(b.String(), tt.want) {
			t.Errorf("soon %v, want %v and %q in\n%s", soon, tt.soon, tt.want, b.String())
		}
	}
}
