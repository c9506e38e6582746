package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/session"
)

func manPage(t *testing.T) (page string, root *cobra.Command) {
	t.Helper()
	var out bytes.Buffer
	p := &command.Run{Stdio: command.Stdio{Out: &out}, Session: &session.Session{Version: "1.2.3"}}
	root = Root(p)
	if err := writeManPage(&out, root, p.Session.Version, time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	return out.String(), root
}

// The manual page has a section for every command, and a paragraph for every option.
func TestManPageListsEveryCommandAndOption(t *testing.T) {
	page, root := manPage(t)
	var walk func(*cobra.Command)
	walk = func(above *cobra.Command) {
		for _, cmd := range above.Commands() {
			if !cmd.IsAvailableCommand() {
				continue
			}
			if !strings.Contains(page, "\n.SS "+roff(manUse(cmd))+"\n") {
				t.Errorf("there is no section for %q", cmd.CommandPath())
			}
			walk(cmd)
		}
	}
	walk(root)
	for _, want := range []string{
		".TH SITEWELL 1 \"2026-11-30\" \"sitewell 1.2.3\" \"User Commands\"\n",
		"\n\\-\\-fail\\-on ", "\n\\-\\-db FILE\n", "\n  3  the scan did not come to its end",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// On a narrow terminal paragraphs break where they fit; tables and examples keep their lines.
func TestManPageFillsParagraphs(t *testing.T) {
	var b strings.Builder
	writeText(&b, "One idea,\nin two lines.\n\nA table:\n  0  good\n  1  not\n\n  2  else\n\nThe end.\n")
	want := "One idea,\nin two lines.\n.sp\nA table:\n.nf\n  0  good\n  1  not\n.sp\n  2  else\n.fi\n.sp\nThe end.\n"
	if b.String() != want {
		t.Errorf("written is %q, want %q", b.String(), want)
	}
}

// A line of a help text that begins with a dot or a quote would be a command to man.
func TestRoff(t *testing.T) {
	got := roff(".sitewell a-b\n'x' \\n")
	if want := "\\&.sitewell a\\-b\n\\&'x' \\en"; got != want {
		t.Errorf("roff gives %q, want %q", got, want)
	}
}
