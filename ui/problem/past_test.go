package problem

import (
	"testing"
	"time"

	"sitewell/scanner/outcome"
	"sitewell/storage"
	"sitewell/ui/uitest"
)

func TestTell(t *testing.T) {
	uitest.New(t)
	may := func(day int) time.Time { return time.Date(2026, 5, day, 12, 0, 0, 0, time.UTC) }
	scan := func(number storage.ScanID, v outcome.Verdict) storage.AddressState {
		return storage.AddressState{Scan: number, Began: may(int(number)), ID: 1, Verdict: v}
	}
	const this = 20
	broken := scan(this, outcome.Broken)
	absent := func(number storage.ScanID) storage.AddressState {
		return storage.AddressState{Scan: number, Began: may(int(number))}
	}
	for _, tt := range []struct {
		name string
		past []storage.AddressState
		want string
	}{
		{"first scan", []storage.AddressState{broken}, ""},
		{"it works", []storage.AddressState{scan(this, outcome.Works), scan(10, outcome.Broken)}, ""},
		{"always", []storage.AddressState{broken, scan(10, outcome.Broken), scan(3, outcome.Broken)}, "Like this since 03/05/2026, in all 3 scans that checked it."},
		{"broke now", []storage.AddressState{broken, scan(10, outcome.Works)}, "It worked on 10/05/2026 and has been broken since 20/05/2026: it failed in 1 of the last 2 scans that checked it."},
		{
			"broke on the same day",
			[]storage.AddressState{broken, {Scan: 10, ID: 1, Began: may(this).Add(-time.Hour), Verdict: outcome.Works}},
			"It worked on 20/05/2026 11:00 and has been broken since 20/05/2026 12:00: it failed in 1 of the last 2 scans that checked it.",
		},
		{
			"on and off",
			[]storage.AddressState{broken, scan(15, outcome.Broken), scan(10, outcome.Works), scan(3, outcome.Broken)},
			"It worked on 10/05/2026 and has been broken since 15/05/2026: it failed in 3 of the last 4 scans that checked it.",
		},
		{"another problem before", []storage.AddressState{broken, scan(10, outcome.CantVerify)}, "It could not be verified on 10/05/2026; like this since 20/05/2026."},
		// truth 3: what a scan did not reach was neither well nor broken.
		{"not reached in between", []storage.AddressState{broken, absent(15), scan(10, outcome.Broken)}, "Like this since 10/05/2026, in all 2 scans that checked it."},
		{"not reached before", []storage.AddressState{broken, absent(15), scan(10, outcome.Skipped)}, "New: no scan before this one checked this address."},
		{"fixed since", []storage.AddressState{scan(25, outcome.Works), broken}, "In a newer scan, of 25/05/2026: Works."},
		{"not fixed since", []storage.AddressState{absent(28), scan(25, outcome.Broken), broken}, "In a newer scan, of 25/05/2026, it is still so."},
		{"not reached since", []storage.AddressState{absent(25), broken}, ""},
	} {
		if got := tell(tt.past, this).sentences(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
