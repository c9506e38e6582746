package scanning

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/scanner/profile"
)

// secrets gets what signs in, from files, the environment or a person.
type secrets struct{ *command.Run }

// signInFlags say how one scan is signed in. No flag takes a secret, for
// everybody on a computer can read the arguments of a program.
type signInFlags struct {
	user, cookieFile, headerFile string
}

func (f *signInFlags) add(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.user, "user", "", "sign in as `NAME`; the password is asked for")
	cmd.Flags().StringVar(&f.cookieFile, "cookie-file", "", "sign in with the cookies in a `FILE` (a Cookie header or cookies.txt), - for standard input")
	cmd.Flags().StringVar(&f.headerFile, "header-file", "", "sign in with the header in a `FILE` (\"Authorization: Bearer …\"), - for standard input")
	command.Exclusive(cmd, "user", "cookie-file", "header-file")
}

// flag is the one that was used.
func (f signInFlags) flag() string {
	switch {
	case f.user != "":
		return "--user"
	case f.cookieFile != "":
		return "--cookie-file"
	default:
		return "--header-file"
	}
}

// given gets what a scan is to be signed in with, nil for what the site has.
func (p secrets) given(ctx context.Context, f signInFlags) (*core.SecretInput, error) {
	g := core.SecretInput{Kind: profile.Password, User: f.user}
	var err error
	switch {
	case f.user != "":
		g.Text, err = p.secret(ctx, g, "")
	case f.cookieFile != "":
		g.Kind = profile.Cookie
		g.Text, err = p.read(f.cookieFile)
	case f.headerFile != "":
		g.Kind = profile.Header
		g.Text, err = p.read(f.headerFile)
	default:
		return nil, nil
	}
	return &g, err
}

// maxSecret is how long a file with a secret may be.
const maxSecret = 1 << 20

func (p secrets) read(path string) (string, error) {
	in := p.Stdio.In
	if path != "-" {
		file, err := os.Open(path)
		if err != nil {
			return "", &core.FileError{Path: path, Err: err}
		}
		defer file.Close()
		in = file
	}
	b, err := io.ReadAll(io.LimitReader(in, maxSecret))
	if err != nil {
		return "", &core.FileError{Path: path, Err: err}
	}
	return string(b), nil
}

// signedIn starts a scan, and asks for what its sign-in lacks.
func (p secrets) signedIn(ctx context.Context, c *core.Core, start func(context.Context, *core.Core) (*core.Running, error)) (*core.Running, error) {
	var r *core.Running
	err := p.withSecret(ctx, c, func() (err error) {
		r, err = start(ctx, c)
		return err
	})
	return r, err
}

// withSecret calls start, and once more with what its sign-in lacks, which it asks for.
func (p secrets) withSecret(ctx context.Context, c *core.Core, start func() error) error {
	err := start()
	var lacks *core.SignInError
	if !errors.As(err, &lacks) {
		return err
	}
	g := core.SecretInput{Kind: lacks.SignIn.Kind, User: lacks.SignIn.User}
	var asked error
	if g.Text, asked = p.secret(ctx, g, lacks.Host); asked != nil {
		return errors.Join(err, asked)
	}
	if err := c.SignIns.SetCredential(lacks.SignIn, lacks.Start, g); err != nil {
		return err
	}
	return start()
}

// variables hold secrets where nobody can be asked.
var variables = map[profile.Kind]string{
	profile.Password: "SITEWELL_PASSWORD", profile.Cookie: "SITEWELL_COOKIE", profile.Header: "SITEWELL_HEADER",
}

// secret gets the secret of a sign-in from the environment, or asks for it
// without showing it. host is "" where the person has just named the site.
func (p secrets) secret(ctx context.Context, g core.SecretInput, host string) (string, error) {
	variable := variables[g.Kind]
	if s := os.Getenv(variable); s != "" {
		return s, nil
	}
	file, ok := p.Stdio.In.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return "", command.NoTerminal(variable)
	}
	what := "Password of " + g.User
	switch g.Kind {
	case profile.Cookie:
		what = "Cookies"
	case profile.Header:
		what = "Header (Name: value)"
	}
	if host != "" {
		what += " for " + host
	}
	fmt.Fprint(p.Stdio.Err, what+": ")
	defer fmt.Fprintln(p.Stdio.Err)
	return command.ReadHidden(ctx, int(file.Fd()))
}
