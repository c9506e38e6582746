package compare

import (
	"slices"

	"sitewell/storage"
)

// dropIgnored leaves out the problems that are ignored, and counts them: one that is
// ignored now, or was when it was a problem last, has no change.
func (c *comparison) dropIgnored() error {
	before, now := c.marked[0], c.marked[1]
	all := len(c.rows)
	c.rows = slices.DeleteFunc(c.rows, func(r storage.ChangeRow) bool {
		return now.Hides(r.ID) || !r.Now.Verdict.IsProblem() && before.Hides(r.ID)
	})
	c.Ignored = all - len(c.rows)
	return nil
}
