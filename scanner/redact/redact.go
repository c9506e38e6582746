// Package redact hides the secrets that a scan signs in with wherever a site
// repeats them: in texts, addresses and log lines. It knows nothing about results
// or requests.
package redact

import (
	"log/slog"
	"slices"
	"strconv"
	"strings"
)

// Hidden replaces a secret in a text.
const Hidden = "(hidden)"

// marker is how what replaces a secret in an address begins. A number and a closing
// parenthesis follow. An address that contains the marker itself gets the number 0
// in its place, so that Restore never takes what a page wrote for a secret.
const marker = "(hidden-"

// MinLength is how many bytes a secret must have to be hidden. A shorter one occurs
// within ordinary words, and hiding it there would make results unreadable.
const MinLength = 4

// cutFrom is how long texts are that may have been cut, with a part of a secret at
// their end. The shortest limit is that of link texts, 200 bytes.
const cutFrom = 180

// Redactor hides secrets. A nil *Redactor hides nothing. It is safe for concurrent
// use.
type Redactor struct {
	spellings []spelling // the longest first
	numbered  map[int]string
	texts     *strings.Replacer
	addresses *strings.Replacer
}

// spelling is one way to write a secret.
type spelling struct {
	text string
	// number is what the spelling has in addresses. It does not depend on the
	// secret, so that an address keeps its name when a password changes.
	number int
}

// New returns a Redactor for secrets, some of which may be "", and nil if all of them
// are. What is part of start, the address that a scan begins with, is not hidden: the
// history shows start in any case, and so would the addresses of all pages.
func New(start string, secrets []string) *Redactor {
	if strings.Join(secrets, "") == "" {
		return nil
	}
	r := &Redactor{numbered: map[int]string{0: marker}}
	start = strings.ToLower(start)
	seen := make(map[string]bool)
	for i, secret := range secrets {
		if len(secret) < MinLength {
			continue
		}
		for j, text := range spellingsOf(secret) {
			if len(text) < MinLength || seen[text] || strings.Contains(start, strings.ToLower(text)) {
				continue
			}
			seen[text] = true
			number := 1 + i*maxSpellings + j
			r.spellings = append(r.spellings, spelling{text, number})
			r.numbered[number] = text
		}
	}
	// Of two spellings of which one begins like the other, the longer one counts.
	slices.SortStableFunc(r.spellings, func(a, b spelling) int { return len(b.text) - len(a.text) })
	var texts, addresses []string
	for _, s := range r.spellings {
		texts = append(texts, s.text, Hidden)
		addresses = append(addresses, s.text, numberedMarker(s.number))
	}
	r.texts = strings.NewReplacer(texts...)
	r.addresses = strings.NewReplacer(append(addresses, marker, numberedMarker(0))...)
	return r
}

func numberedMarker(n int) string { return marker + strconv.Itoa(n) + ")" }

// Text returns a text without secrets.
func (r *Redactor) Text(s string) string {
	if r == nil || s == "" {
		return s
	}
	hidden := r.texts.Replace(s)
	if len(s) < cutFrom {
		return hidden
	}
	return r.hideCut(hidden)
}

// hideCut hides a secret that was cut at the end of a text, if at least half of it
// or eight bytes are left.
func (r *Redactor) hideCut(s string) string {
	text, cut := strings.CutSuffix(s, "…")
	for _, sp := range r.spellings {
		least := max(MinLength, min(8, (len(sp.text)+1)/2))
		for n := min(len(sp.text)-1, len(text)); n >= least; n-- {
			if rest, ok := strings.CutSuffix(text, sp.text[:n]); ok {
				if cut {
					return rest + Hidden + "…"
				}
				return rest + Hidden
			}
		}
	}
	return s
}

// Address returns an address, or a fragment, without secrets. Different addresses
// stay different, and Restore returns the address as it was.
func (r *Redactor) Address(s string) string {
	if r == nil {
		return s
	}
	return r.addresses.Replace(s)
}

// Restore returns what Address was called with. It reports false for an address that
// contains a secret which this Redactor does not know, and leaves that part of it.
func (r *Redactor) Restore(s string) (address string, complete bool) {
	if r == nil || !strings.Contains(s, marker) {
		return s, true
	}
	var b strings.Builder
	complete = true
	for {
		before, after, found := strings.Cut(s, marker)
		b.WriteString(before)
		if !found {
			return b.String(), complete
		}
		digits, rest, closed := strings.Cut(after, ")")
		n, err := strconv.Atoi(digits)
		text, known := r.numbered[n]
		if !closed || err != nil || !known {
			complete = false
			b.WriteString(marker)
			s = after
			continue
		}
		b.WriteString(text)
		s = rest
	}
}

// Logger returns a logger that writes to the same place as l, without secrets.
func (r *Redactor) Logger(l *slog.Logger) *slog.Logger {
	if r == nil {
		return l
	}
	return slog.New(&handler{next: l.Handler(), redactor: r})
}
