package app

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"sitewell/app/cli"
	"sitewell/app/cli/command"
)

// eachCommand calls see with every command that a person can type, and its path without
// "sitewell".
func eachCommand(t *testing.T, see func(path string, cmd *cobra.Command)) {
	t.Helper()
	var walk func(*cobra.Command)
	walk = func(above *cobra.Command) {
		for _, cmd := range above.Commands() {
			if cmd.IsAvailableCommand() && cmd.Name() != "completion" {
				see(strings.TrimPrefix(cmd.CommandPath(), "sitewell "), cmd)
				walk(cmd)
			}
		}
	}
	p := &command.Run{}
	walk(cli.Root(p))
}

// isGroup reports whether a command only shows its help.
func isGroup(path string) bool { return path == "db" || path == "brand" || path == "notify" }

// Every command that tells something tells it to programs as well, and the guide says so.
func TestEveryCommandWritesJSON(t *testing.T) {
	guide, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	forPeople := map[string]bool{"man": true, "open": true}
	eachCommand(t, func(path string, cmd *cobra.Command) {
		if isGroup(path) || forPeople[path] {
			return
		}
		if cmd.Flag("json") == nil {
			t.Errorf("%s has no --json", path)
		}
		if !strings.Contains(string(guide), "`"+path+"`") {
			t.Errorf("docs/commands.md does not say what `%s` writes", path)
		}
	})
}

// Every command, and every option of it, is run by a script.
func TestEveryCommandHasAScript(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(text), "\n")...)
	}
	eachCommand(t, func(path string, cmd *cobra.Command) {
		if isGroup(path) {
			return
		}
		var calls []string
		for _, line := range lines {
			if strings.Contains(line, "sitewell "+path+" ") || strings.HasSuffix(line, "sitewell "+path) {
				calls = append(calls, line)
			}
		}
		if len(calls) == 0 {
			t.Errorf("no script runs sitewell %s", path)
		}
		untried := strings.Builder{}
		for _, flag := range strings.Fields(cmd.LocalNonPersistentFlags().FlagUsages()) {
			name, isFlag := strings.CutPrefix(flag, "--")
			if isFlag && name != "help" && regexp.MustCompile(`^[a-z-]+$`).MatchString(name) && cmd.LocalNonPersistentFlags().Lookup(name) != nil && !strings.Contains(strings.Join(calls, "\n"), "--"+name) {
				untried.WriteString(" --" + name)
			}
		}
		if untried.Len() > 0 && !excused(path, untried.String()) {
			t.Errorf("no script runs sitewell %s with%s", path, untried.String())
		}
	})
}

// A terminal has no buttons.
func TestCommandsSpeakOfNoButtons(t *testing.T) {
	window := regexp.MustCompile(`(?i)\b(press(es|ed)?|buttons?|clicks?|clicked|tap|menu of)\b`)
	eachCommand(t, func(path string, cmd *cobra.Command) {
		for _, words := range window.FindAllString(cmd.Short+"\n"+cmd.Long+"\n"+cmd.LocalFlags().FlagUsages(), -1) {
			t.Errorf("the help of %s says %q", path, words)
		}
	})
}

// jq checks one value of the JSON that a program wrote: "[0].a.b" is read as a path, and a
// path that ends with "[]" is the length of an array.
func jq(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: jq path value")
	}
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &v))
	for _, part := range regexp.MustCompile(`\[\d*\]|[^.\[\]]+`).FindAllString(args[0], -1) {
		list, isList := v.([]any)
		object, _ := v.(map[string]any)
		switch number, err := strconv.Atoi(strings.Trim(part, "[]")); {
		case part == "[]" && isList:
			v = len(list)
		case err == nil && isList && number < len(list):
			v = list[number]
		case object != nil:
			has := false
			if v, has = object[part]; !has {
				ts.Fatalf("there is no %s in %v", part, object)
			}
		default:
			ts.Fatalf("there is no %s in %v", part, v)
		}
	}
	got, err := json.Marshal(v)
	ts.Check(err)
	if string(got) != args[1] {
		ts.Fatalf("%s is %s, want %s", args[0], got, args[1])
	}
}

// excused reports whether options that no script uses are tried by another test.
func excused(path, flags string) bool {
	for _, flag := range strings.Fields(flags) {
		if !strings.Contains(excuses[path], flag) {
			return false
		}
	}
	return true
}

// excuses are options by command that other tests use, which need more than a script has.
var excuses = map[string]string{}

// The exit statuses are described in one place, which all help texts agree with.
func TestExitStatusesAreDocumented(t *testing.T) {
	guide, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []int{command.ExitOK, command.ExitBroken, command.ExitUsage, command.ExitFailed} {
		if !strings.Contains(string(guide), fmt.Sprintf("\n| %d |", code)) {
			t.Errorf("docs/commands.md does not say what exit status %d means", code)
		}
	}
	status := regexp.MustCompile(`(?m)^  (\d)  `)
	eachCommand(t, func(path string, cmd *cobra.Command) {
		for _, m := range status.FindAllStringSubmatch(cmd.Long, -1) {
			if m[1] > "3" {
				t.Errorf("the help of %s speaks of exit status %s", path, m[1])
			}
		}
	})
}
