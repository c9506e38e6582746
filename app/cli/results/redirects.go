package results

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	"sitewell/app/report"
	"sitewell/app/report/redirects"
	"sitewell/app/session"
	"sitewell/scanner/suggest"
	"sitewell/storage"
)

// redirections are the command about redirects.
type redirections struct{ *command.Run }

// redirecting are the flags of redirects.
type redirecting struct {
	format     redirects.Format // "" lists what there is
	accept     []string
	acceptSure bool
	skip       []string
	reset      []string
	file       string
}

// redirectFormat is a flag with the name of a format.
type redirectFormat redirects.Format

func (f *redirectFormat) Set(name string) error {
	if !slices.Contains(redirects.Formats(), redirects.Format(name)) {
		return errors.New("choose " + formatNames())
	}
	*f = redirectFormat(name)
	return nil
}

func (f *redirectFormat) String() string { return string(*f) }
func (f *redirectFormat) Type() string   { return "string" }

// formatNames names all formats, in a sentence.
func formatNames() string {
	var names []string
	for _, f := range redirects.Formats() {
		names = append(names, string(f))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

func (p redirections) redirectsCommand() *cobra.Command {
	var f redirecting
	cmd := &cobra.Command{
		Use:   "redirects SITE|SCAN",
		Short: "Set up redirects for addresses of a site that are not found",
		Long: `List the addresses of a site that its newest scan did not find, each with an
address that it may be redirected to and why. SITE is the address of a site or
its name; SCAN is the number of a scan.

What you accept or skip is kept with the site, and holds in later scans, too.
ADDRESS is an address of the list; its path is enough, such as /old-menu.

With --format the accepted redirects are written as a file:

  apache      rules for .htaccess
  nginx       a map
  wordpress   CSV for the plugin Redirection
  cloudflare  CSV for a Bulk Redirect List
  iis         web.config
  caddy       directives for a Caddyfile
  netlify     _redirects

Each file says in its first lines where it belongs, how to test it and how to
undo it, as far as its format has comments. A redirect is for exactly one
address. Chains are shortened; loops are refused.

Exit codes:
  0  done
  2  there is no such site, scan or address, or an option can't be used
  3  the file could not be saved`,
		Example: `  sitewell redirects example.com
  sitewell redirects example.com --accept-sure
  sitewell redirects example.com --accept /old-menu=/menu --skip /news-2009
  sitewell redirects example.com --format nginx -o redirects.conf`,
		Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.redirects(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringArrayVar(&f.accept, "accept", nil, "redirect `ADDRESS[=TARGET]`, without TARGET to what is suggested")
	flags.BoolVar(&f.acceptSure, "accept-sure", false, "accept all suggestions that are sure")
	flags.StringArrayVar(&f.skip, "skip", nil, "leave `ADDRESS` as it is")
	flags.StringArrayVar(&f.reset, "reset", nil, "take back what was decided about `ADDRESS`")
	flags.Var((*redirectFormat)(&f.format), "format", "`FORMAT` of the file: "+formatNames())
	flags.VarP((*command.FileName)(&f.file), "output", "o", "save in a `FILE` instead of writing to standard output")
	p.AddJSON(cmd)
	return cmd
}

// redirects decides about redirects, and lists or writes them.
func (p redirections) redirects(ctx context.Context, typed string, f redirecting) error {
	if f.file != "" && f.file != "-" {
		if f.format == "" {
			return command.Unusable(command.Sentence("-o needs --format, which says what the file is for: " + formatNames() + "."))
		}
		if err := p.CheckOutputs(command.Outputs{Further: []string{f.file}}); err != nil {
			return err
		}
	}
	if p.AsJSON && f.format != "" {
		return command.Unusable(command.Sentence("--json lists the redirects, and --format writes them as a file: leave out one of them."))
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		scan, err := command.ScanOrSite(ctx, h.Core, typed)
		if err != nil {
			return err
		}
		all, err := h.Redirects.List(ctx, scan.ID)
		if err != nil {
			return err
		}
		decisions, err := f.decisions(all, scan.Start)
		if err != nil {
			return err
		}
		if len(decisions) > 0 {
			if _, err := h.Redirects.Decide(ctx, scan.ID, decisions); err != nil {
				return err
			}
			if all, err = h.Redirects.List(ctx, scan.ID); err != nil {
				return err
			}
		}
		if f.format == "" {
			return p.listRedirects(all, typed)
		}
		return p.writeRedirects(ctx, h.Files, scan, all, f)
	})
}

// decisions returns what the flags decide.
func (f *redirecting) decisions(all []core.Redirect, start string) (decisions []storage.Redirect, err error) {
	if f.acceptSure {
		decisions = core.AcceptSure(all)
	}
	for _, typed := range f.accept {
		d, err := accepted(all, start, typed)
		if err != nil {
			return nil, err
		}
		decisions = append(decisions, d)
	}
	for _, part := range []struct {
		typed    []string
		decision storage.RedirectDecision
	}{{f.skip, storage.RedirectSkipped}, {f.reset, storage.Undecided}} {
		for _, typed := range part.typed {
			found, err := core.Missing(all, start, typed)
			if err != nil {
				return nil, err
			}
			decisions = append(decisions, storage.Redirect{Address: found.Address, Decision: part.decision})
		}
	}
	return decisions, nil
}

// accepted reads ADDRESS[=TARGET]. Both may have a "=" in a query, so the longest text in
// front of one that is an address of the list counts.
func accepted(all []core.Redirect, start, typed string) (storage.Redirect, error) {
	for at := len(typed); at >= 0; at = strings.LastIndexByte(typed[:at], '=') {
		found, err := core.Missing(all, start, typed[:at])
		if err != nil {
			continue
		}
		d := storage.Redirect{Address: found.Address, Decision: storage.RedirectAccepted, Target: found.Suggestion.URL}
		switch {
		case at < len(typed):
			d.Target = typed[at+1:]
		case d.Target == "":
			return d, command.Sentence("There is no suggestion for " + report.Printable(found.Address) + ". Say where it is to lead: --accept ADDRESS=TARGET")
		}
		return d, nil
	}
	_, err := core.Missing(all, start, typed)
	return storage.Redirect{}, err
}

// listRedirects lists addresses that are not found, and what was decided.
func (p redirections) listRedirects(all []core.Redirect, typed string) error {
	if p.AsJSON {
		return p.WriteJSON(newRedirectsJSON(all))
	}
	if len(all) == 0 {
		fmt.Fprintln(p.Stdio.Out, "No address of this site is missing, so nothing has to be redirected.")
		return nil
	}
	count := 0
	err := p.Aligned("Decision\tPages\tAddress\tTo\tWhy", func(line func(...string)) {
		for _, r := range all {
			if r.Decision == storage.RedirectAccepted && r.Trouble == "" {
				count++
			}
			to, why := redirectWords(r)
			line(redirectDecision(r), report.Number(r.Pages), r.Address, to, why)
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.Stdio.Out, "\n%s accepted of %s.\n", report.Number(count), report.Plural(len(all), "address", "addresses"))
	if count > 0 {
		fmt.Fprintln(p.Stdio.Err, "Write them as a file with: "+p.Command("redirects", typed, "--format", "apache"))
	}
	return nil
}

func redirectDecision(r core.Redirect) string {
	switch {
	case r.Decision != storage.Undecided:
		return string(r.Decision)
	case r.Sure():
		return "sure"
	case r.Suggestion.URL != "":
		return "perhaps"
	default:
		return "-"
	}
}

// redirectWords returns where an address leads or may lead, and why or why not.
func redirectWords(r core.Redirect) (to, why string) {
	if r.Decision == storage.Undecided {
		to = r.Suggestion.URL
		if to != "" {
			why = suggestionWords(r.Suggestion.Reason)
		}
	} else {
		to = r.Target
	}
	if r.Trouble != "" {
		why = message.ForRedirect(r.Trouble).String()
	}
	return to, why
}

// suggestionWords says why an address is suggested, for a column.
func suggestionWords(r suggest.Reason) string {
	switch r {
	case suggest.SameContent:
		return "had the same content in an earlier scan"
	case suggest.SameTitle:
		return "had the same title in an earlier scan"
	case suggest.EarlierRedirect:
		return "redirected there in an earlier scan"
	case suggest.OneLetter, suggest.TwoLetters:
		return "almost the same spelling"
	case suggest.Relative:
		return "the same without the folder in front"
	case suggest.Moved:
		return "the same file name in another folder"
	case suggest.LinkText:
		return "its title is the text of a link"
	default:
		return "the same but for case, ending, slash or spelling"
	}
}

// writeRedirects writes the accepted redirects, and says what is left out.
func (p redirections) writeRedirects(ctx context.Context, files *export.Exporter, scan storage.Scan, all []core.Redirect, f redirecting) error {
	built := files.RedirectFile(scan.Start, all, f.format)
	if f.file == "" || f.file == "-" {
		if _, err := p.Stdio.Out.Write(built.Text); err != nil {
			return command.Failed(err)
		}
	} else {
		if err := files.SaveRedirects(ctx, scan.ID, f.format, f.file); err != nil {
			return command.Failed(command.NotSaved(f.file, err))
		}
		fmt.Fprintf(p.Stdio.Err, "%s saved: %s\n", report.Plural(built.Rules, "redirect", "redirects"), f.file)
	}
	if built.Rules == 0 {
		fmt.Fprintln(p.Stdio.Err, "No redirect is accepted yet. 'sitewell redirects SITE' lists what can be.")
	}
	for _, left := range built.Left {
		fmt.Fprintf(p.Stdio.Err, "Left out: %s. %s\n", report.Printable(left.From), message.ForRedirect(left.Why))
	}
	return nil
}
