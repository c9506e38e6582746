package terminal

import (
	"math"
	"os"
	"strings"

	"github.com/mattn/go-runewidth"
)

// Style is what a bar is drawn with.
type Style struct {
	done, rest string // a column each
	color      bool
}

// NewStyle returns what bars are drawn with: blocks where the locale says that the terminal
// reads UTF-8 and draws them in one column, else ASCII.
func NewStyle(color bool) Style {
	if isUTF8() && runewidth.RuneWidth('█') == 1 {
		return Style{"█", "░", color}
	}
	return Style{"#", ".", color}
}

// isUTF8 reports what the locale says of how text is encoded. The first variable that is
// set counts (POSIX.1-2017, Base Definitions §8.2).
func isUTF8() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := os.Getenv(name); value != "" {
			value = strings.ToLower(value)
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return os.PathSeparator == '\\' // Windows has no locale there, and knows Unicode
}

// Bar returns a bar of so many columns, of which a share from 0 to 1 is done.
func (s Style) Bar(columns int, share float64) string {
	if math.IsNaN(share) {
		share = 0
	}
	n := int(float64(columns) * min(max(share, 0), 1))
	done, rest := strings.Repeat(s.done, n), strings.Repeat(s.rest, columns-n)
	if !s.color {
		return done + rest
	}
	return "\x1b[36m" + done + "\x1b[0m\x1b[2m" + rest + "\x1b[0m"
}
