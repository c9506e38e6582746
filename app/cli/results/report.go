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
	"sitewell/app/report"
	"sitewell/app/report/csvfile"
	"sitewell/app/report/redirects"
	"sitewell/app/session"
	"sitewell/storage"
)

// reports are the command that makes reports.
type reports struct{ *command.Run }

// reporting are the flags of report.
type reporting struct {
	audience, brand, language string
	as                        export.Format
	file                      string
	separator                 string
	noMark                    bool
}

// separators of the cells of a CSV file, by their names.
var separators = map[string]rune{"comma": ',', "semicolon": ';', "tab": '\t'}

// reportFormat is a flag with the name of a format of reports.
type reportFormat export.Format

func (f *reportFormat) Set(name string) error {
	server, isRules := export.Format(name).Redirects()
	if !export.Format(name).ForAudience() && !(isRules && slices.Contains(redirects.Formats(), redirects.Format(server))) {
		var servers []string
		for _, server := range redirects.Formats() {
			servers = append(servers, string(server))
		}
		return errors.New("choose xlsx, pdf, html, csv (csv-fixes, csv-links, csv-jira, csv-trello), jsonl, junit, sarif, or redirects- with one of " + strings.Join(servers, ", "))
	}
	*f = reportFormat(name)
	return nil
}

func (f *reportFormat) String() string { return string(*f) }
func (f *reportFormat) Type() string   { return "string" }

// audienceFlag is a flag with for whom a report is.
type audienceFlag string

func (f *audienceFlag) Set(name string) error {
	if !slices.Contains(report.Audiences(), report.Audience(name)) {
		return errors.New("choose client, developer, editor, host or all")
	}
	*f = audienceFlag(name)
	return nil
}

func (f *audienceFlag) String() string { return string(*f) }
func (f *audienceFlag) Type() string   { return "string" }

func (p reports) reportCommand() *cobra.Command {
	f := reporting{audience: string(report.ForClient)}
	cmd := &cobra.Command{
		Use:   "report [SCAN|SITE]",
		Short: "Make a report for the client, the developer, the editor or the host",
		Long: `Make a report about a scan of your history, for somebody who has to know or to
fix something. SCAN is its number, also of an older scan; with SITE it is the
site's newest complete scan, and SITE can be left out if there is only one.

  client     better or worse, and what to do: all fixes and problems
  developer  what is changed in templates, redirects, settings and scripts
  editor     what is changed in texts: links, pictures, files
  host       what only the provider of the server can fix
  all        everything, with every address and every link

Without --format the ending of FILE decides, else it is Excel. A file is replaced
only when the new one is complete. Ctrl+C stops, and leaves no half of a file.
'sitewell export' saves a scan for programs and other computers.

Exit codes:
  0  the report is saved
  2  there is no such scan, or an option can't be used
  3  the report could not be saved`,
		Example: `  sitewell report example.com
  sitewell report 7 --for developer --out fixes.xlsx
  sitewell report example.com --for client --format pdf --brand "Studio Nord" --lang de
  sitewell report 7 --format redirects-nginx --out redirects.conf`,
		Args: command.Operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.makeReport(cmd.Context(), strings.Join(args, ""), f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.Var((*audienceFlag)(&f.audience), "for", "`WHOM` the report is for: client, developer, editor, host or all")
	flags.Var((*reportFormat)(&f.as), "format", "`FORMAT` of the file: xlsx, pdf, html, csv (csv-fixes, csv-links, csv-jira, csv-trello), jsonl, junit, sarif or redirects-nginx (apache, iis, caddy, netlify, cloudflare, wordpress)")
	flags.VarP((*command.FileName)(&f.file), "out", "o", "save in a `FILE` instead of one named after the site")
	flags.StringVar(&f.separator, "separator", "comma", "`WHAT` is between the cells of a CSV file: comma, semicolon or tab")
	flags.BoolVar(&f.noMark, "no-bom", false, "leave out the byte order mark of a CSV file, without which Excel reads it wrongly")
	flags.StringVar(&f.brand, "brand", "", "`NAME` of the brand on the report instead of the site's; none for no brand")
	p.AddJSON(cmd)
	flags.StringVar(&f.language, "lang", "", "`LANGUAGE` of the report ("+strings.Join(core.ReportLanguages(), ", ")+") instead of the brand's")
	return cmd
}

// makeReport saves a report about a scan of the history.
func (p reports) makeReport(ctx context.Context, typed string, f reporting) error {
	switch {
	case f.file == "-":
		return errReportToStdout
	case separators[f.separator] == 0:
		return command.Unusable(command.Sentence("Cells can be separated by comma, semicolon or tab."))
	case f.language != "" && !slices.Contains(core.ReportLanguages(), f.language):
		return command.Unusable(core.ErrBrandLanguage)
	}
	if f.as == "" {
		f.as = formatOf(f.file, export.Spreadsheet)
	}
	if _, isRules := f.as.Redirects(); !isRules && !f.as.ForAudience() {
		return command.Unusable(command.Sentence("A report is no database and no scan for another computer. 'sitewell export' saves these."))
	}
	o := command.Outputs{File: f.file}
	if err := p.CheckOutputs(o); err != nil {
		return err
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		scan, err := scanMeant(ctx, h, typed)
		if err != nil {
			return err
		}
		r := export.Request{Audience: report.Audience(f.audience), Language: f.language, CSV: csvfile.Options{Separator: separators[f.separator], NoMark: f.noMark}}
		if f.brand != "" {
			r.Brand = &storage.Brand{}
			if f.brand != command.NoBrand {
				if *r.Brand, err = h.Brands.Find(ctx, f.brand); err != nil {
					return err
				}
			}
		}
		file := f.file
		if file == "" {
			file = reportName(scan, f)
		}
		s := p.Screen(o)
		err = h.Files.SaveReport(ctx, scan.ID, f.as, r, file, s.Exported)
		s.Clear()
		if err != nil {
			return command.Failed(command.NotSaved(file, err))
		}
		exports(p).tellGaps(scan)
		return p.Tell(fileJSON{Scan: scan.ID, Format: string(f.as), File: file}, fmt.Sprintf("Report about scan %d saved: %s", scan.ID, file))
	})
}

// errReportToStdout: a report is a file.
var errReportToStdout = errors.New("--out needs the name of a file; 'sitewell export --format jsonl -o -' writes to standard output")

// reportName returns the name of a file that is not taken yet.
func reportName(scan storage.Scan, f reporting) string {
	what, ending := f.audience, ".txt"
	if server, ok := f.as.Redirects(); ok {
		what = "redirects-" + server
	} else if _, ok := f.as.Rows(); ok {
		ending = ".csv"
		if name := strings.TrimPrefix(string(f.as), string(export.CSV)); name != "" {
			what += name
		}
	} else {
		ending = extensions[f.as][0]
	}
	return command.FreeName(fmt.Sprintf("sitewell-%s-%s-%s", command.HostIn(scan.Start), scan.Began.Local().Format("2006-01-02"), what), ending)
}

// scanMeant finds the scan that a person means: by its number, or the newest complete
// one of a site; "" is the only site.
func scanMeant(ctx context.Context, h session.Opened, typed string) (storage.Scan, error) {
	if _, number := storage.ParseScanID(typed); number {
		return command.ScanTyped(ctx, h.Store, typed)
	}
	var site storage.Site
	if typed == "" {
		sites, err := h.Store.Sites(ctx)
		switch {
		case err != nil:
			return storage.Scan{}, err
		case len(sites) == 0:
			return storage.Scan{}, command.Sentence("Nothing was scanned yet, so there is nothing to report. Begin with: sitewell scan example.com")
		case len(sites) > 1:
			return storage.Scan{}, command.Sentence("There are several sites in your history. Name one, or the number of a scan: 'sitewell history' lists them.")
		}
		site = sites[0].Site
	} else {
		var err error
		if site, err = h.History.FindSite(ctx, typed); err != nil {
			return storage.Scan{}, err
		}
	}
	scans, err := h.Store.Scans(ctx, site.ID) // newest first
	if err != nil {
		return storage.Scan{}, err
	}
	for _, s := range scans {
		if s.State == storage.Complete {
			return s, nil
		}
	}
	if len(scans) > 0 {
		return scans[0], nil
	}
	return storage.Scan{}, command.Sentence("This site has no scans yet. Begin with: sitewell scan " + command.ShellWord(site.Start))
}
