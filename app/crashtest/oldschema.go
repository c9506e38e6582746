package crashtest

import (
	"context"

	"sitewell/storage/sqlite/dbfile"
)

// firstSchema is that of the first version of Sitewell.
const firstSchema = 1

// MakeOld makes a history at path as the first version of Sitewell left it, with what
// is in another one, which nobody has open, as far as that version knew it.
func MakeOld(ctx context.Context, path, from string) error {
	return dbfile.MakeOld(ctx, path, from, firstSchema)
}
