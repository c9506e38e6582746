package upkeep

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// brands are the commands about brands of reports.
type brands struct{ *command.Run }

// branding are the flags of brand add and brand edit.
type branding struct {
	name, client, footer, logo, accent, language string
	promise                                      int
	usual                                        bool
	sites, without                               []string
}

func (p brands) brandCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "brand",
		Short: "Say what your reports look like: logo, colour, name, footer, language",
		Long: `Say what your reports look like. A brand is on the reports of the sites that it
is given to (--site), else on those of its client (--client), else on all that have
no other (--default).

The accent colour is used for headings and lines. How serious a problem is has
colours of its own, which no brand changes.`,
		Example: `  sitewell brand add "Studio Nord" --logo logo.svg --accent '#0f766e' --default
  sitewell brand add "Korn" --client "Bäckerei Korn" --lang de --promise 14
  sitewell brand edit Korn --logo none
  sitewell brand list
  sitewell brand remove Korn`,
		Args: command.OnlyCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(p.brandAdd(), p.brandEdit(), p.brandList(), p.brandRemove())
	return cmd
}

// add adds the flags of a brand.
func (f *branding) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.client, "client", "", "the sites of `CLIENT` have it")
	flags.BoolVar(&f.usual, "default", false, "sites that have no other brand have it")
	flags.StringSliceVar(&f.sites, "site", nil, "`SITE` has it, whatever its client; can be repeated")
	flags.StringVar(&f.logo, "logo", "", "`FILE` with the logo, PNG, JPEG or SVG, of at most 1 MB; none takes it away")
	flags.StringVar(&f.accent, "accent", "", "`COLOUR` of headings and lines, such as #0f766e")
	flags.StringVar(&f.footer, "footer", "", "`TEXT` at the end of each page, such as an address")
	flags.StringVar(&f.language, "lang", "", "`LANGUAGE` of its reports: "+strings.Join(core.ReportLanguages(), ", "))
	flags.IntVar(&f.promise, "promise", 0, "promise that no serious problem is older than `DAYS`; 0 for none")
	flags.StringSliceVar(&f.without, "without", nil, "leave `PART` out: "+strings.Join(export.Parts(), ", ")+"; can be repeated; none for nothing")
}

func (p brands) brandAdd() *cobra.Command {
	var f branding
	cmd := &cobra.Command{
		Use: "add NAME", Short: "Add a brand", Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.saveBrand(cmd, f, func(context.Context, session.Opened) (storage.Brand, error) { return storage.Brand{Name: args[0]}, nil })
		},
	}
	f.add(cmd)
	p.AddJSON(cmd)
	return cmd
}

func (p brands) brandEdit() *cobra.Command {
	var f branding
	cmd := &cobra.Command{
		Use: "edit NAME", Short: "Change a brand; what is not named stays as it is", Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.saveBrand(cmd, f, func(ctx context.Context, h session.Opened) (storage.Brand, error) { return h.Brands.Find(ctx, args[0]) })
		},
	}
	cmd.Flags().StringVar(&f.name, "name", "", "a new `NAME`")
	f.add(cmd)
	p.AddJSON(cmd)
	return cmd
}

// saveBrand stores a brand with what the flags change in it.
func (p brands) saveBrand(cmd *cobra.Command, f branding, find func(context.Context, session.Opened) (storage.Brand, error)) error {
	ctx := cmd.Context()
	save := func(h session.Opened) error {
		b, err := find(ctx, h)
		if err != nil {
			return err
		}
		if err := f.change(&b, cmd.Flags().Changed); err != nil {
			return err
		}
		var sites []storage.Site
		for _, typed := range f.sites {
			site, err := h.History.FindSite(ctx, typed)
			if err != nil {
				return err
			}
			sites = append(sites, site)
		}
		if b, err = h.Brands.Save(ctx, b); err != nil {
			return err
		}
		for _, site := range sites {
			if err := h.Brands.SetSiteBrand(ctx, site.ID, b.ID); err != nil {
				return err
			}
		}
		return p.Tell(newBrandJSON(b), "Saved: "+brandLine(b))
	}
	return p.WithHistory(ctx, func(h session.Opened) error { return command.OrUnusable(save(h)) })
}

// change changes in a brand what flags were given for.
func (f *branding) change(b *storage.Brand, given func(flag string) bool) error {
	if given("name") {
		b.Name = f.name
	}
	if given("client") {
		b.Client = f.client
	}
	if given("default") {
		b.Default = f.usual
	}
	if given("footer") {
		b.Footer = f.footer
	}
	if given("accent") {
		b.Accent = f.accent
	}
	if given("lang") {
		b.Language = f.language
	}
	if given("promise") {
		b.Promise = f.promise
	}
	if given("without") {
		b.Without = nil
		for _, part := range f.without {
			switch {
			case slices.Contains(export.Parts(), part):
				b.Without = append(b.Without, part)
			case part != command.NoBrand:
				return command.Sentence("There is no part " + report.Printable(part) + " of a report. Choose from " + strings.Join(export.Parts(), ", ") + ".")
			}
		}
	}
	if !given("logo") {
		return nil
	}
	b.Logo = nil
	if f.logo == command.NoBrand {
		return nil
	}
	var err error
	b.Logo, err = core.ReadLogo(f.logo)
	return err
}

func (p brands) brandList() *cobra.Command {
	cmd := &cobra.Command{
		Use: "list", Short: "List your brands", Args: command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				all, err := h.Brands.List(cmd.Context())
				if err != nil {
					return err
				}
				told, lines := make([]brandJSON, len(all)), make([]string, len(all))
				for i, b := range all {
					told[i], lines[i] = newBrandJSON(b), brandLine(b)
				}
				if len(all) == 0 {
					lines = []string{"There are no brands yet. Add one with: sitewell brand add NAME"}
				}
				return p.Tell(told, lines...)
			})
		},
	}
	p.AddJSON(cmd)
	return cmd
}

// brandLine describes a brand in a line.
func brandLine(b storage.Brand) string {
	var facts []string
	add := func(has bool, text string) {
		if has {
			facts = append(facts, text)
		}
	}
	add(b.Default, "for all sites that have no other")
	add(b.Client != "", "client "+b.Client)
	add(b.Logo != nil, "logo "+strings.TrimPrefix(b.LogoType, "image/"))
	add(b.Accent != "", "accent "+b.Accent)
	add(b.Language != "", "language "+b.Language)
	add(b.Promise > 0, "promise "+report.Plural(b.Promise, "day", "days"))
	add(len(b.Without) > 0, "without "+strings.Join(b.Without, " and "))
	add(b.Footer != "", "footer "+b.Footer)
	line := b.Name
	if len(facts) > 0 {
		line += ": " + strings.Join(facts, ", ")
	}
	return report.Printable(line)
}

func (p brands) brandRemove() *cobra.Command {
	cmd := &cobra.Command{
		Use: "remove NAME", Short: "Remove a brand", Args: command.Operands(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				b, err := h.Brands.Find(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				if err := h.Brands.Delete(cmd.Context(), b.ID); err != nil {
					return err
				}
				return p.Tell(map[string]string{"removed": b.Name}, "Removed: "+report.Printable(b.Name))
			})
		},
	}
	p.AddJSON(cmd)
	return cmd
}
