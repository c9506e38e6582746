package core_test

import (
	"sitewell/app/core"
	"sitewell/app/export"
)

func init() {
	core.NewReports = func(c *core.Core) core.Reports { return export.New(export.Options{Core: c}) }
}
