package sitetest

import (
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
	endless    bool
	close      bool
	truncate   bool
	chunked    bool
	bodyOnHead bool
	raw        bool
	encode     []string
	bomb       string
	bombSize   int
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
	s.body = []byte(strings.Repeat(string(s.body), repeat))
	return s, nil
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
		_, err = compress(s.encode, nil)
	case "bomb":
		name, amount, _ := strings.Cut(argument, " ")
		s.bomb = name
		s.bombSize, err = size(amount)
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

// unescape reads Go's escapes; text that is none stays as it is.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	if s, err := strconv.Unquote(`"` + strings.ReplaceAll(text, `"`, `\"`) + `"`); err == nil {
		return s
	}
	return text
}
