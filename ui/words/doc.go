// Package words says data in the reader's language: verdicts, severities,
// kinds, places, gaps, numbers, dates and durations. English sentences
// are the keys of assets/translations. It must not know any widget.
package words
