package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sitewell/app/cli/command"
)

// manuals are the command that writes the manual page.
type manuals struct{ *command.Run }

// manCommand prints the manual page, which packages carry.
func (p manuals) manCommand() *cobra.Command {
	var date string
	cmd := &cobra.Command{
		Use:   "man",
		Short: "Print the manual page",
		Long: `Print the manual page of all commands in the format of man(7). Packages bring
it along; elsewhere:

  sitewell man > ~/.local/share/man/man1/sitewell.1`,
		Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			day, err := time.Parse(time.DateOnly, date)
			if date != "" && err != nil {
				return fmt.Errorf("--date %s: a date looks like 2026-11-30", date)
			}
			return writeManPage(p.Stdio.Out, cmd.Root(), p.Session.Version, day)
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "the `DAY` in the page's footer, like 2026-11-30")
	return cmd
}

// writeManPage writes one page with all commands below root. A zero day leaves the date out.
//
// Paragraphs of help texts are filled to the width of the reader's terminal. Indented lines
// are tables and examples, and stay as they are.
func writeManPage(w io.Writer, root *cobra.Command, version string, day time.Time) error {
	var b strings.Builder
	date := ""
	if !day.IsZero() {
		date = day.Format(time.DateOnly)
	}
	fmt.Fprintf(&b, ".TH SITEWELL 1 %q %q %q\n.nh\n.ad l\n", date, "sitewell "+version, "User Commands")
	b.WriteString(".SH NAME\n" + roff("sitewell") + " \\- " + roff(root.Short) + "\n")
	b.WriteString(".SH SYNOPSIS\n")
	b.WriteString(roff(manUse(root)) + "\n.br\n" + roff("sitewell COMMAND [OPTION]...") + "\n")
	b.WriteString(".SH DESCRIPTION\n")
	writeText(&b, root.Long)
	b.WriteString(".SH OPTIONS\n")
	writeFlags(&b, root.PersistentFlags())
	b.WriteString(".SH COMMANDS\n")
	writeManCommands(&b, root)
	b.WriteString(".SH EXAMPLES\n")
	writeText(&b, root.Example)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeManCommands writes the commands below one, each with its help, options and examples.
func writeManCommands(b *strings.Builder, above *cobra.Command) {
	for _, cmd := range above.Commands() {
		if !cmd.IsAvailableCommand() {
			continue
		}
		text := cmd.Long
		if text == "" {
			text = cmd.Short + "."
		}
		b.WriteString(".SS " + roff(manUse(cmd)) + "\n")
		writeText(b, text)
		writeFlags(b, cmd.LocalNonPersistentFlags())
		if cmd.Example != "" {
			b.WriteString(".PP\nExamples:\n")
			writeText(b, cmd.Example)
		}
		writeManCommands(b, cmd)
	}
}

// manUse is how a command is typed, in the words of manual pages.
func manUse(cmd *cobra.Command) string {
	cmd.InheritedFlags() // so that the line has options where only a command above has some
	return strings.Replace(cmd.UseLine(), "[flags]", "[OPTION]...", 1)
}

// writeText writes the paragraphs of a text, and indented lines as they are. A heading or
// an option above it needs no space between.
func writeText(b *strings.Builder, text string) {
	asItIs, gap := false, false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line == "" {
			gap = true
			continue
		}
		if indented := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); indented != asItIs {
			if asItIs = indented; asItIs {
				b.WriteString(".nf\n")
			} else {
				b.WriteString(".fi\n")
			}
		}
		if gap {
			b.WriteString(".sp\n")
			gap = false
		}
		b.WriteString(roff(line) + "\n")
	}
	if asItIs {
		b.WriteString(".fi\n")
	}
}

func writeFlags(b *strings.Builder, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden || f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "--" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", " + name
		}
		if value != "" {
			name += " " + value
		}
		b.WriteString(".TP\n" + roff(name) + "\n" + roff(usage) + "\n")
	})
}

// roff escapes what man(7) would not print as it is: backslashes, hyphens that become
// typographic ones, and dots and quotes at the beginning of a line.
func roff(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
