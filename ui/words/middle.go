package words

// Middle returns a text of at most so many characters: what is longer has "…" in place of
// its middle.
func Middle(text string, most int) string {
	all := []rune(text)
	if len(all) <= most {
		return text
	}
	end := (most - 1) / 2
	return string(all[:most-1-end]) + "…" + string(all[len(all)-end:])
}
