package scanning

import (
	"sitewell/app/cli/command"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// scannedJSON is what came of a scan.
type scannedJSON struct {
	Address string `json:"address"`
	*command.ScanJSON
	Changes    *command.CountsJSON `json:"changes"`
	ExitStatus int                 `json:"exitStatus"`
}

// recheckedJSON is what came of checking addresses again.
type recheckedJSON struct {
	Scan      storage.ScanID         `json:"scan"`
	Addresses []recheckedAddressJSON `json:"addresses"`
	Unsettled int                    `json:"unsettled"`
	Unsafe    int                    `json:"unsafe"`
	Left      int                    `json:"left"`
}

type recheckedAddressJSON struct {
	Address string      `json:"address"`
	Before  string      `json:"before"`
	Now     string      `json:"now"`
	Outcome outcome.Key `json:"outcome"`
}

func newRecheckedJSON(scan storage.ScanID, s storage.RecheckSummary, rows []storage.Row) recheckedJSON {
	addresses := make(map[storage.URLID]string, len(rows))
	for i := range rows {
		addresses[rows[i].ID] = rows[i].URL
	}
	told := recheckedJSON{Scan: scan, Addresses: make([]recheckedAddressJSON, len(s.Results)), Unsettled: s.Unsettled, Unsafe: s.Unsafe, Left: s.Left}
	for i, r := range s.Results {
		told.Addresses[i] = recheckedAddressJSON{addresses[r.ID], r.Before.String(), r.After.String(), r.Outcome}
	}
	return told
}
