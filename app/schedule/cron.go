package schedule

import (
	"fmt"
	"strings"
)

// CronLine returns the line of a crontab that runs a job (crontab(5)). cron makes up nothing
// that was missed.
func CronLine(j Job) (string, error) {
	if err := j.check(); err != nil {
		return "", err
	}
	words := []string{quoteShell(j.Program)}
	for _, a := range j.Args {
		words = append(words, quoteShell(a))
	}
	day, weekday := "*", "*"
	switch j.Plan.Every {
	case Weekly:
		weekday = fmt.Sprint(int(j.Plan.Weekday))
	case Monthly:
		day = fmt.Sprint(j.Plan.Day)
	}
	// cron ends a command at a "%" unless a backslash is before it, also in quotes.
	return fmt.Sprintf("%d %d %s * %s  %s", j.Plan.Minute, j.Plan.Hour, day, weekday, strings.ReplaceAll(strings.Join(words, " "), "%", `\%`)), nil
}

// quoteShell quotes a word for a POSIX shell.
func quoteShell(word string) string {
	special := func(r rune) bool {
		return r < '0' && !strings.ContainsRune("-./", r) || r > '9' && r < 'A' || r > 'Z' && r < 'a' && r != '_' || r > 'z'
	}
	if word != "" && !strings.ContainsFunc(word, special) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
