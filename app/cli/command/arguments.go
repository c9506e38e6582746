package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"sitewell/scanner/suggest"
)

// unknownCommandError says that a command was typed that there is none of.
type unknownCommandError struct {
	typed string
	meant []string // commands that are spelled alike
}

func (e *unknownCommandError) Error() string {
	text := fmt.Sprintf("there is no command %q", e.typed)
	if len(e.meant) > 0 {
		text += "; did you mean " + strings.Join(e.meant, " or ") + "?"
	}
	return text
}

// alike returns the commands of a group that are spelled like a word.
func alike(cmd *cobra.Command, word string) []string {
	cmd.SuggestionsMinimumDistance = 2
	return cmd.SuggestionsFor(word)
}

// SiteOrCommand lets one argument through, which is a site, unless it looks like a
// command that was misspelled.
func SiteOrCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	isWord := !strings.ContainsAny(args[0], ".:/")
	if meant := alike(cmd, args[0]); isWord && (len(meant) > 0 || len(args) > 1) {
		return &unknownCommandError{args[0], meant}
	}
	return Operands(0, 1)(cmd, args)
}

// OnlyCommand lets no argument through: those of a group of commands are commands.
func OnlyCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &unknownCommandError{args[0], alike(cmd, args[0])}
}

// Operands lets so many words through behind a command; most below 0 is any number.
func Operands(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		use := cmd.Root().Name() + strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()) + strings.TrimPrefix(cmd.Use, cmd.Name())
		switch {
		case len(args) < least:
			return fmt.Errorf("something is missing; the command is: %s", use)
		case most >= 0 && len(args) > most:
			return fmt.Errorf("%q is too much (a name with spaces needs quotation marks); the command is: %s", args[most], use)
		}
		return nil
	}
}

// Exclusive lets a command have at most one of some flags. It is called when the command has
// its RunE.
func Exclusive(cmd *cobra.Command, names ...string) {
	runE := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		var given []string
		for _, name := range names {
			if cmd.Flags().Changed(name) {
				given = append(given, "--"+name)
			}
		}
		if len(given) > 1 {
			return fmt.Errorf("%s can't be combined", strings.Join(given, " and "))
		}
		return runE(cmd, args)
	}
}

// UnknownFlag adds to the error about an option that a command does not have those that are
// spelled alike.
func UnknownFlag(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	typed, meant := unknown.GetSpecifiedName(), []string{}
	most := min(2, len(typed)/3)
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if most > 0 && suggest.Distance(f.Name, typed, most) <= most || len(typed) > 2 && strings.HasPrefix(f.Name, typed) {
			meant = append(meant, "--"+f.Name)
		}
	})
	if len(meant) == 0 {
		return err
	}
	return fmt.Errorf("%w; did you mean %s?", err, strings.Join(meant, " or "))
}
