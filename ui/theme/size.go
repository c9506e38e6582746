package theme

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Sizes of text, largest first. Screens use these four and no numbers.
const (
	SizeTitle   = theme.SizeNameHeadingText    // one per screen
	SizeSection = theme.SizeNameSubHeadingText // headings within a screen
	SizeBody    = theme.SizeNameText
	SizeCaption = theme.SizeNameCaptionText // notes to other things
)

// The names of Sitewell's own sizes.
const (
	// SizeNumber is the text size of the large number on a tile.
	SizeNumber fyne.ThemeSizeName = "sitewellNumber"
	// SizeGap is the space between things that belong together, SizeRoom that
	// between groups.
	SizeGap  fyne.ThemeSizeName = "sitewellGap"
	SizeRoom fyne.ThemeSizeName = "sitewellRoom"
	// SizeMargin is the margin around a whole screen.
	SizeMargin fyne.ThemeSizeName = "sitewellMargin"
	// SizeRow is the height of a table's row.
	SizeRow fyne.ThemeSizeName = "sitewellRow"
	// SizeBadge is the edge length of a verdict's icon next to body text.
	SizeBadge fyne.ThemeSizeName = "sitewellBadge"
)

func sizeOf(n fyne.ThemeSizeName) (size float32, ok bool) {
	switch n {
	case SizeTitle, SizeNumber:
		return 26, true
	case SizeSection:
		return 17, true
	case SizeBody:
		return 14, true
	case SizeCaption:
		return 12, true
	case SizeGap:
		return 8, true
	case SizeRoom:
		return 16, true
	case SizeMargin:
		return 20, true
	case SizeRow:
		return 30, true
	case SizeBadge:
		return 16, true
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameMenuRadius:
		return 7, true
	case theme.SizeNameSelectionRadius:
		return 6, true
	case theme.SizeNameCardRadius, theme.SizeNamePopupRadius:
		return 10, true
	case theme.SizeNameDialogRadius:
		return 14, true
	case theme.SizeNameSplitThickness:
		return 7, true
	default:
		return 0, false
	}
}
