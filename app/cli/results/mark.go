package results

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/core"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// marks are the command about what people say of problems.
type marks struct{ *command.Run }

// marking are the flags of mark.
type marking struct {
	ignore, done, browser, remove bool
	until, reason                 string
	assignee, due, note           string
	host, pattern, element, page  string
}

func (p marks) markCommand() *cobra.Command {
	var f marking
	cmd := &cobra.Command{
		Use:   "mark SITE [ADDRESS]",
		Short: "Say something about a problem: ignore it, assign it, say that it is done",
		Long: `Say something about the problem at ADDRESS, as the newest scan of SITE has it.
Its path is enough, such as /menu. Without ADDRESS, list what was said about the
site's problems, and whether what was said to be done is.

A mark stays with its problem in later scans. What is ignored is no longer
counted as something to fix, neither here nor in the window or in reports; they
say how much of that there is. It counts again when the address fails in another
way: a missing page that is ignored counts again when its server fails.

--host and --pattern are about all addresses of a host, or all that match a
pattern, in which * stands for any text; quote it for your shell. --element is
about what only links in a part of pages lead to (head, header, navigation, main,
aside, footer), or only links of an element such as img[src], or both.

The next complete scan verifies what is marked as done.`,
		Example: `  sitewell mark example.com
  sitewell mark example.com /old-menu --ignore --reason "the shop is closed"
  sitewell mark example.com /old-menu --ignore --until 2027-01-31
  sitewell mark example.com --host www.linkedin.com --ignore
  sitewell mark example.com --element footer --assignee Anna
  sitewell mark example.com --pattern 'https://example.com/archive/*' --ignore
  sitewell mark example.com /menu.pdf --assignee Anna --due 2027-01-31
  sitewell mark example.com /menu.pdf --done
  sitewell mark example.com /old-menu --remove`,
		Args: command.Operands(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			address := ""
			if len(args) == 2 {
				address = args[1]
			}
			return p.mark(cmd.Context(), args[0], address, f)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.BoolVar(&f.ignore, "ignore", false, "ignore the problem")
	flags.StringVar(&f.reason, "reason", "", "`TEXT` that says why, with --ignore")
	flags.StringVar(&f.until, "until", "", "ignore it up to and including `DATE` (2027-01-31) instead of for good")
	flags.StringVar(&f.page, "on-page", "", "ignore only the links on the page `ADDRESS`")
	flags.BoolVar(&f.browser, "works-in-browser", false, fmt.Sprintf("it works in your browser: ignore it for %d days", storage.BrowserDays))
	flags.BoolVar(&f.done, "done", false, "it is fixed, to be verified by the next scan")
	flags.StringVar(&f.assignee, "assignee", "", "`NAME` of the person who is to fix it")
	flags.StringVar(&f.due, "due", "", "`DATE` by which it should be fixed")
	flags.StringVar(&f.note, "note", "", "add a note, `TEXT`")
	flags.BoolVar(&f.remove, "remove", false, "take back all that was said about it")
	flags.StringVar(&f.host, "host", "", "mark all addresses of `HOST` in place of one address")
	flags.StringVar(&f.pattern, "pattern", "", "mark all addresses that match `PATTERN` in place of one address")
	flags.StringVar(&f.element, "element", "", "mark what only links in `ELEMENT` lead to in place of one address")
	p.AddJSON(cmd)
	return cmd
}

// marks returns what the flags say, without what it is about.
func (f *marking) marks(now time.Time) (all []storage.Mark, err error) {
	if f.ignore {
		m := storage.Mark{Kind: storage.Ignored, Text: f.reason}
		if f.until != "" {
			day, err := time.ParseInLocation(time.DateOnly, f.until, time.Local)
			if err != nil {
				return nil, fmt.Errorf("--until %s: write the date as 2027-01-31", f.until)
			}
			m.Until = day.AddDate(0, 0, 1)
		}
		all = append(all, m)
	}
	if f.browser {
		all = append(all, storage.Mark{Kind: storage.WorksInBrowser, Until: now.AddDate(0, 0, storage.BrowserDays)})
	}
	if f.done {
		all = append(all, storage.Mark{Kind: storage.Done})
	}
	if f.assignee != "" || f.due != "" {
		all = append(all, storage.Mark{Kind: storage.Assigned, Assignee: f.assignee, Due: f.due})
	}
	if f.note != "" {
		all = append(all, storage.Mark{Kind: storage.Noted, Text: f.note})
	}
	return all, nil
}

// check finds flags that do not fit together.
func (f *marking) check(address string, marks []storage.Mark) error {
	about := 0
	for _, text := range []string{address, f.host, f.pattern, f.element} {
		if text != "" {
			about++
		}
	}
	switch {
	case about > 1:
		return errors.New("choose one: an address, --host, --pattern or --element")
	case !f.ignore && (f.reason != "" || f.until != "" || f.page != ""):
		return errors.New("--reason, --until and --on-page belong to --ignore")
	case about == 0 && (f.remove || len(marks) > 0):
		return errors.New("say what the mark is about: an address of the site, --host, --pattern or --element")
	case f.remove && len(marks) > 0:
		return errors.New("--remove takes back everything that was said, so it can't be combined with a mark")
	case about > 0 && !f.remove && len(marks) == 0:
		return errors.New("say what to do: --ignore, --done, --assignee, --due, --note, --works-in-browser or --remove")
	case address == "" && (f.done || f.browser || f.page != ""):
		return errors.New("--done, --works-in-browser and --on-page are about one address")
	}
	return nil
}

// mark makes marks, removes them, or lists them.
func (p marks) mark(ctx context.Context, typed, address string, f marking) error {
	marks, err := f.marks(time.Now())
	if err == nil {
		err = f.check(address, marks)
	}
	if err != nil {
		return command.Unusable(command.Sentence(err.Error()))
	}
	return p.FromHistory(ctx, func(h session.Opened) error {
		site, err := h.History.FindSite(ctx, typed)
		switch {
		case err != nil:
			return err
		case len(marks) == 0 && !f.remove:
			return p.listMarks(ctx, h.Core, site)
		case f.remove:
			return p.removeMarks(ctx, h.Core, site, address, f)
		default:
			return p.saveMarks(ctx, h.Core, site, address, f, marks)
		}
	})
}

func (p marks) saveMarks(ctx context.Context, c *core.Core, site storage.Site, address string, f marking, marks []storage.Mark) error {
	change := storage.MarkChange{Site: site.ID}
	for _, m := range marks {
		switch {
		case f.host != "":
			m.Scope, m.Subject = storage.OnHost, f.host
		case f.pattern != "":
			m.Scope, m.Subject = storage.OnPattern, f.pattern
		case f.element != "":
			m.Scope, m.Subject = storage.OnElement, f.element
		default:
			row, err := c.Marks.Problem(ctx, site, address)
			if err != nil {
				return err
			}
			if f.page != "" && m.Kind == storage.Ignored {
				if m.Page, err = c.Marks.PageWithLink(ctx, site, row, f.page); err != nil {
					return err
				}
			}
			m = core.About(row, m)
		}
		change.Save = append(change.Save, m)
	}
	if _, err := c.Marks.Change(ctx, change); err != nil {
		return err
	}
	var lines []string
	for _, m := range change.Save {
		lines = append(lines, report.Printable(report.MarkSentence(m)))
	}
	return p.tellMarked(ctx, c, site.ID, markedJSON{Saved: newMarksJSON(change.Save)}, lines...)
}

// markedJSON is what was said about problems, and what that makes of the newest scan.
type markedJSON struct {
	Saved    []markJSON     `json:"saved"`
	Removed  int            `json:"removed"`
	Scan     storage.ScanID `json:"scan"` // 0: there is none
	Problems int            `json:"problems"`
	Ignored  int            `json:"ignored"`
}

// tellMarked says what was said, and how much of the newest scan is ignored.
func (p marks) tellMarked(ctx context.Context, c *core.Core, site storage.SiteID, told markedJSON, lines ...string) error {
	scans, err := c.Store.Scans(ctx, site)
	if err != nil {
		return err
	}
	if len(scans) == 0 {
		return p.Tell(told, lines...)
	}
	n, err := c.Store.MarkCounts(ctx, scans[0].ID)
	if err != nil {
		return err
	}
	told.Scan, told.Problems, told.Ignored = scans[0].ID, scans[0].Counts.Without(n).Problems(), n.Ignored.Problems()
	return p.Tell(told, append(lines, fmt.Sprintf("Scan %d: %s, %s ignored.", told.Scan,
		report.Plural(told.Problems, "problem", "problems"), report.Number(told.Ignored)))...)
}

// removeMarks takes back all that was said about an address, a host, a pattern or an element.
func (p marks) removeMarks(ctx context.Context, c *core.Core, site storage.Site, address string, f marking) error {
	marks, err := c.Marks.List(ctx, site.ID)
	if err != nil {
		return err
	}
	subjects := c.Marks.SubjectsTyped(site, address)
	scope := storage.OnAddress
	switch {
	case f.host != "":
		scope, subjects = storage.OnHost, []string{core.HostTyped(f.host)}
	case f.pattern != "":
		scope, subjects = storage.OnPattern, []string{f.pattern}
	case f.element != "":
		scope, subjects = storage.OnElement, []string{core.ElementTyped(f.element)}
	}
	change := storage.MarkChange{Site: site.ID}
	for _, m := range marks {
		for _, subject := range subjects {
			if (m.Scope == scope || scope == storage.OnAddress && m.Scope == storage.OnLink) && m.Subject == subject {
				change.Remove = append(change.Remove, m.Identity())
				break
			}
		}
	}
	if len(change.Remove) == 0 {
		return command.Sentence("Nothing was said about " + report.Printable(address+f.host+f.pattern+f.element) + ". 'sitewell mark SITE' lists all marks.")
	}
	if _, err := c.Marks.Change(ctx, change); err != nil {
		return err
	}
	return p.tellMarked(ctx, c, site.ID, markedJSON{Saved: []markJSON{}, Removed: len(change.Remove)}, "Taken back: "+report.Plural(len(change.Remove), "mark", "marks")+".")
}

// listMarks lists what was said about the problems of a site.
func (p marks) listMarks(ctx context.Context, c *core.Core, site storage.Site) error {
	marks, err := c.Marks.List(ctx, site.ID)
	if err != nil {
		return err
	}
	if p.AsJSON {
		return p.WriteJSON(newMarksJSON(marks))
	}
	if len(marks) == 0 {
		fmt.Fprintln(p.Stdio.Out, "Nothing was said about this site's problems. 'sitewell mark --help' shows how.")
		return nil
	}
	err = p.Aligned("Mark\tAbout\tSaid\tMade\tUntil", func(line func(...string)) {
		for _, m := range marks {
			line(report.MarkWord(m.Kind), report.MarkSubject(m), report.MarkText(m), m.Made.Local().Format(time.DateOnly), untilWord(m))
		}
	})
	if err != nil {
		return err
	}
	scans, err := c.Store.Scans(ctx, site.ID)
	if err != nil {
		return err
	}
	for _, s := range scans { // newest first
		if s.State != storage.Complete {
			continue
		}
		d, err := c.Marks.CheckDone(ctx, s.ID)
		if err == nil {
			p.tellDone(d, s.ID)
		}
		return err
	}
	return nil
}

// untilWord is the last day on which a mark holds.
func untilWord(m storage.Mark) string {
	if m.Until.IsZero() {
		return ""
	}
	return m.Until.Add(-time.Second).Local().Format(time.DateOnly)
}

// tellDone says how many of the problems that were said to be done are.
func (p marks) tellDone(d storage.DoneCheck, scan storage.ScanID) {
	if d.Said == 0 {
		return
	}
	fmt.Fprintf(p.Stdio.Out, "\nScan %d: %s said done, %s.\n", scan, report.Number(d.Said), report.Plural(d.Done, "is", "are"))
	for _, part := range []struct {
		word  string
		marks []storage.Mark
	}{{"Still a problem", d.Not}, {"Not reached by the scan", d.Unknown}} {
		for _, m := range part.marks {
			fmt.Fprintln(p.Stdio.Out, part.word+": "+report.Printable(strings.TrimSpace(m.Subject)))
		}
	}
}
