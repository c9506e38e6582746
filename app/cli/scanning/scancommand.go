package scanning

import (
	"strings"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
)

func (p scans) scanCommand() *cobra.Command {
	var o scanOutputs
	var s settingFlags
	var in signInFlags
	var many manyFlags
	cmd := &cobra.Command{
		Use:   "scan SITE|FOLDER | scan --list FILE | scan --all | scan --client NAME | scan SITE SITE …",
		Short: "Scan a website in the terminal",
		Long: `Scan a website in the terminal. SITE is its address; example.com is enough.
A FOLDER (./public, /srv/site) is served on this computer while it is scanned,
and needs no other server.

With --list, only the addresses in FILE are checked, and nothing that they link
to. FILE is text with an address on each line or somewhere in it, a table (CSV),
a workbook (.xlsx) or a sitemap; - is standard input. The list is a site of its own
in your history, so two scans of it can be compared. Use its name as SITE in other
commands. With --only-problems, such a list is made of the addresses that the newest
complete scan of SITE found problems with.

With several SITEs, --all (every site of your history) or --client NAME (the sites of
a client), sites are scanned one after the other, --parallel of them at a time, each
under its own settings. One that fails does not keep the others from being scanned. In
the end a table says what was found on each, and which were not scanned and why.

The scan is kept in your history, where the window shows it. Ctrl+C stops it
with everything that was found; 'sitewell resume' goes on. Closing the terminal
(SIGHUP) does the same; a second Ctrl+C ends the program at once.

A program that reads only the beginning of the results ('| head') cuts nothing
else short: files are saved all the same. If it reads the progress as well
('2>&1 | head') and ends, so does Sitewell (SIGPIPE), and 'sitewell resume' goes on.

A site that is signed in to in the window is signed in to here as well, with
what this computer's key store holds. --user, --cookie-file and --header-file
sign in for one scan, and store no secret. While signed in, addresses that look
like log-out or delete are left alone.

Exit codes:
  0  the scan is complete, and nothing that --fail-on names was found
  1  the scan is complete, and something that --fail-on names was found: something
     broken, unless another word is given
  2  nothing was scanned: an address, an option or a file can't be used
  3  the scan did not come to its end, or its results could not be saved; with several
     sites, at least one of them was not scanned or not to its end

` + signInHelp,
		Example: `  sitewell scan example.com
  sitewell scan https://example.com --xlsx report.xlsx --jsonl report.jsonl
  sitewell scan localhost:8080 --concurrency 16 --no-delay --no-external
  sitewell scan staging.example.com --user anna
  sitewell scan example.com --name launch
  sitewell scan example.com --fail-on new --baseline launch
  sitewell scan --list links.csv --name-site "Newsletter"
  sitewell scan example.com --only-problems
  sitewell scan --all --parallel 5
  sitewell scan --client "Baker & Co"
  sitewell scan ./public --junit report.xml --sarif report.sarif
  sitewell scan example.com --verdict 403=works --verdict tls-expired=broken`,
		Args: func(cmd *cobra.Command, args []string) error {
			if many.isWanted(args) {
				return many.check(cmd, args)
			}
			return o.list.checkSite(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if many.isWanted(args) {
				return manyScans(p).scanMany(cmd.Context(), args, many, s, o)
			}
			return p.scan(cmd.Context(), strings.Join(args, ""), s, in, o)
		},
	}
	o.Add(cmd)
	p.AddJSON(cmd)
	s.add(cmd)
	in.add(cmd)
	o.fail.add(cmd)
	o.build.add(cmd)
	o.list.add(cmd)
	p.addBrowser(cmd)
	many.add(cmd)
	cmd.Flags().StringVar(&o.name, "name", "", "give the scan a `NAME`, to compare with it later")
	return cmd
}

func (p scans) resumeCommand() *cobra.Command {
	var o scanOutputs
	cmd := &cobra.Command{
		Use:   "resume [SCAN]",
		Short: "Go on with a scan that was stopped or interrupted",
		Long: `Go on with a scan that was stopped or interrupted, under the settings it ran
under. Without SCAN, the number that a stopped scan tells, it is the newest one.
A scan that was signed in is signed in again.

` + signInHelp,
		Args: command.Operands(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.resume(cmd.Context(), args, o)
		},
	}
	o.Add(cmd)
	p.AddJSON(cmd)
	p.addBrowser(cmd)
	return cmd
}

func (p scans) demoCommand() *cobra.Command {
	var o scanOutputs
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Scan a demo site that needs no network",
		Args:  command.Operands(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.demo(cmd.Context(), o)
		},
	}
	o.Add(cmd)
	p.AddJSON(cmd)
	return cmd
}

// signInHelp says where secrets come from when nobody typed them before.
const signInHelp = `What is needed to sign in and not stored is taken from SITEWELL_PASSWORD,
SITEWELL_COOKIE or SITEWELL_HEADER, or asked for in the terminal.`
