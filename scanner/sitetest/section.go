package sitetest

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// section is one answer as the archive describes it.
type section struct {
	method string
	status int
	reason string
	header []field
	body   []byte

	conditions []condition
	left       int // answers that it still gives, -1 for no end
	wait       string
	delay      time.Duration
	hang       *string // where: "", "header", "body"
	reset      *string
	drip       time.Duration
	slow       time.Duration
	endless    bool
	close      bool
	truncate   bool
	withheld   int // bytes of the body that !truncate keeps back
	chunked    bool
	bodyOnHead bool
	raw        bool
	encode     []string
	bomb       string
	bombSize   int
	nothing    string
	padding    int
	interim    int
	extra      string
	maze       int
}

type field struct{ name, value string }

// condition is a !when or !unless.
type condition struct {
	name, part string
	want       bool
}

// holds reports whether a request meets all conditions.
func (s *section) holds(h http.Header) bool {
	for _, c := range s.conditions {
		found := false
		for _, v := range h.Values(c.name) {
			found = found || strings.Contains(v, c.part)
		}
		if found != c.want {
			return false
		}
	}
	return true
}

// parseSection reads the lines of an answer.
func parseSection(method, text string) (*section, error) {
	s := &section{method: method, left: -1}
	repeat := 1
	for first := true; text != ""; first = false {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		switch directive, ok := strings.CutPrefix(line, "!"); {
		case line == "":
			s.body, text = []byte(text), ""
		case ok:
			word, argument, _ := strings.Cut(directive, " ")
			if word == "repeat" {
				n, err := size(argument)
				if err != nil {
					return nil, err
				}
				repeat = n
			} else if err := s.directive(word, strings.TrimSpace(argument)); err != nil {
				return nil, fmt.Errorf("line %q: %w", line, err)
			}
		case first && !strings.Contains(line, ":"):
			code, reason, _ := strings.Cut(line, " ")
			n, err := strconv.Atoi(code)
			if err != nil {
				return nil, fmt.Errorf("line %q is no status", line)
			}
			s.status, s.reason = n, reason
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok {
				return nil, fmt.Errorf("line %q is no header field", line)
			}
			s.header = append(s.header, field{name, unescape(strings.TrimSpace(value))})
		}
	}
	if s.status == 0 {
		s.status = http.StatusOK
	}
	if s.reason == "" {
		s.reason = http.StatusText(s.status)
	}
	s.body = bytes.Repeat(s.body, repeat)
	return s, s.compress()
}

// compress applies !encode and !bomb, once for all answers.
func (s *section) compress() (err error) {
	names := make([]string, len(s.encode))
	for i, name := range s.encode {
		names[i] = token(name)
	}
	switch {
	case s.bomb != "":
		names = []string{token(s.bomb)}
		s.body, err = bomb(s.bomb, s.bombSize)
	case s.nothing != "":
		names = []string{token(s.nothing)}
		s.body, err = Nothing(s.nothing)
		s.body = bytes.Repeat(s.body, 1<<10)
	default:
		s.body, err = compress(s.encode, s.body)
	}
	if len(names) > 0 {
		s.header = append(s.header, field{"Content-Encoding", strings.Join(names, ", ")})
	}
	return err
}

// directive reads a line that begins with "!".
func (s *section) directive(word, argument string) (err error) {
	switch word {
	case "times":
		s.left, err = size(argument)
	case "when", "unless":
		name, part, _ := strings.Cut(argument, ":")
		s.conditions = append(s.conditions, condition{name, strings.TrimSpace(part), word == "when"})
	case "wait":
		s.wait = argument
	case "delay":
		s.delay, err = time.ParseDuration(argument)
	case "drip":
		s.drip, err = time.ParseDuration(argument)
	case "slow":
		s.slow, err = time.ParseDuration(argument)
	case "hang", "reset":
		if argument != "" {
			_, err = oneOf(argument, "header", "body")
		}
		if word == "hang" {
			s.hang = &argument
		} else {
			s.reset = &argument
		}
	case "endless":
		s.endless = true
	case "close":
		s.close = true
	case "truncate":
		s.truncate = true
		if argument != "" {
			s.withheld, err = size(argument)
		}
	case "chunked":
		s.chunked = true
	case "body":
		s.bodyOnHead = true
	case "raw":
		s.raw = true
	case "encode":
		for name := range strings.SplitSeq(argument, ",") {
			s.encode = append(s.encode, strings.TrimSpace(name))
		}
	case "bomb":
		name, amount, _ := strings.Cut(argument, " ")
		s.bomb = name
		s.bombSize, err = size(amount)
	case "nothing":
		s.nothing, s.endless = argument, true
	case "padding":
		s.padding, err = size(argument)
	case "interim":
		s.interim, err = strconv.Atoi(argument)
	case "extra":
		s.extra = unescape(argument)
	case "maze":
		s.maze, err = strconv.Atoi(argument)
	default:
		return fmt.Errorf("no directive has that name")
	}
	return err
}

// size reads a number with an optional unit.
func size(text string) (int, error) {
	unit := 1
	for suffix, n := range map[string]int{"KiB": 1 << 10, "MiB": 1 << 20} {
		if rest, ok := strings.CutSuffix(text, suffix); ok {
			text, unit = strings.TrimSpace(rest), n
		}
	}
	n, err := strconv.Atoi(text)
	return n * unit, err
}

// unescape reads Go's escapes, line by line; a line with others stays as it
// is.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	lines := strings.SplitAfter(text, "\n")
	for i, line := range lines {
		bare := strings.TrimRight(line, "\r\n")
		if s, err := strconv.Unquote(`"` + strings.ReplaceAll(bare, `"`, `\"`) + `"`); err == nil {
			lines[i] = s + line[len(bare):]
		}
	}
	return strings.Join(lines, "")
}
