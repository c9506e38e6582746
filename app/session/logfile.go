package session

import (
	"context"
	"log/slog"
	"path/filepath"
	"regexp"

	"gopkg.in/natefinch/lumberjack.v2"
)

// The log keeps a few files of moderate size.
const (
	logMegabytes = 5
	logFiles     = 3
)

// LogFile returns the name of the log, "" where there can be none.
func LogFile() string {
	dir, err := stateDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "sitewell.log")
}

// OpenLog opens the log file. Where there can be none the program works all
// the same, without a log. The caller calls the function when it ends.
func (s *Session) OpenLog() (*slog.Logger, func() error) {
	name := LogFile()
	if name == "" {
		return slog.New(slog.DiscardHandler), func() error { return nil }
	}
	file := &lumberjack.Logger{
		Filename: name, MaxSize: logMegabytes, MaxBackups: logFiles,
	}
	handler := slog.NewTextHandler(file, &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: redact})
	log := slog.New(handler)
	log.LogAttrs(context.Background(), slog.LevelInfo, "sitewell begins", slog.String("version", s.Version))
	return log, file.Close
}

// What may hold a secret in an address: user info, and the whole query.
var (
	userInfo = regexp.MustCompile(`://[^/?#\s"'@]*@`)
	query    = regexp.MustCompile(`(://[^\s"'?#]*)\?[^\s"'#]*`)
)

// redact takes secrets out of addresses, wherever in a log line they stand.
func redact(_ []string, a slog.Attr) slog.Attr {
	switch v := a.Value.Resolve(); v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, redactText(v.String()))
	case slog.KindAny:
		if err, ok := v.Any().(error); ok {
			return slog.String(a.Key, redactText(err.Error()))
		}
	}
	return a
}

func redactText(s string) string {
	s = userInfo.ReplaceAllString(s, "://")
	return query.ReplaceAllString(s, "$1?…")
}
