package results

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"sitewell/app/cli/command"
	"sitewell/app/report"
	"sitewell/app/session"
	"sitewell/storage"
)

// pictures are the command about pictures of pages.
type pictures struct{ *command.Run }

// picturesTyped is what a person wants of pictures.
type picturesTyped struct {
	site     string // whose scans are meant, "" for one scan
	isDelete bool
}

func (p pictures) picturesCommand() *cobra.Command {
	var typed picturesTyped
	cmd := &cobra.Command{
		Use:   "pictures SCAN | pictures --site SITE",
		Short: "List or delete the pictures of pages with problems",
		Long: `List or delete the pictures that are kept of pages with problems: those that a scan
took of pages in a browser, and those that were taken in the window. SCAN is its number:
'sitewell history SITE' lists them. The window shows the pictures, with each problem.

Deleting is for good; the results of the scan stay as they are.`,
		Example: `  sitewell pictures 7
  sitewell pictures 7 --delete
  sitewell pictures --site example.com --delete`,
		Args: func(cmd *cobra.Command, args []string) error {
			switch {
			case typed.site == "":
				return command.Operands(1, 1)(cmd, args)
			case len(args) > 0:
				return errors.New("--site means all scans of a site: leave out " + args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.FromHistory(cmd.Context(), func(h session.Opened) error {
				if typed.isDelete {
					return p.deletePictures(cmd.Context(), h, typed.site, args)
				}
				return p.listPictures(cmd.Context(), h, typed.site, args)
			})
		},
	}
	cmd.Flags().StringVar(&typed.site, "site", "", "of all scans of a `SITE`")
	cmd.Flags().BoolVar(&typed.isDelete, "delete", false, "delete the pictures for good")
	p.AddJSON(cmd)
	return cmd
}

// scansWithPictures returns the scans that a person means.
func scansWithPictures(ctx context.Context, h session.Opened, site string, args []string) ([]storage.Scan, error) {
	if site == "" {
		scan, err := command.ScanTyped(ctx, h.Store, args[0])
		return []storage.Scan{scan}, err
	}
	known, err := h.History.FindSite(ctx, site)
	if err != nil {
		return nil, err
	}
	return h.Store.Scans(ctx, known.ID)
}

// pictureJSON is a picture, as a program reads it.
type pictureJSON struct {
	Scan    storage.ScanID `json:"scan"`
	Address string         `json:"address"`
	Taken   time.Time      `json:"taken"`
	By      string         `json:"by"` // scan or person
	Status  int            `json:"status"`
	Shown   string         `json:"shown"`
	Bytes   int            `json:"bytes"`
}

func (p pictures) listPictures(ctx context.Context, h session.Opened, site string, args []string) error {
	scans, err := scansWithPictures(ctx, h, site, args)
	if err != nil {
		return err
	}
	told := []pictureJSON{}
	for _, scan := range scans {
		all, err := h.Pictures.List(ctx, scan.ID)
		if err != nil {
			return err
		}
		for _, t := range all {
			j := pictureJSON{Scan: scan.ID, Address: t.URL, Taken: t.Taken, By: "scan", Status: t.Status, Shown: t.Shown, Bytes: t.Bytes}
			if t.ByHand {
				j.By = "person"
			}
			if j.Shown == "" {
				j.Shown = t.URL
			}
			told = append(told, j)
		}
	}
	if p.AsJSON {
		return p.WriteJSON(told)
	}
	for _, t := range told {
		fmt.Fprintf(p.Stdio.Out, "scan %d  %s  %4s KB  by the %-6s  %s\n", t.Scan, t.Taken.Local().Format("2006-01-02 15:04"), report.Number((t.Bytes+1023)/1024), t.By, report.Printable(t.Address))
	}
	if len(told) == 0 {
		fmt.Fprintln(p.Stdio.Out, "There are no pictures.")
	}
	return nil
}

func (p pictures) deletePictures(ctx context.Context, h session.Opened, site string, args []string) error {
	var deleted int
	if site != "" {
		known, err := h.History.FindSite(ctx, site)
		if err != nil {
			return err
		}
		if deleted, err = h.Pictures.DeleteOfSite(ctx, known.ID); err != nil {
			return err
		}
	} else {
		scan, err := command.ScanTyped(ctx, h.Store, args[0])
		if err != nil {
			return err
		}
		if deleted, err = h.Pictures.DeleteOfScan(ctx, scan.ID); err != nil {
			return err
		}
	}
	return p.Tell(struct {
		Deleted int `json:"deleted"`
	}{deleted}, "Deleted "+report.Plural(deleted, "picture", "pictures")+".")
}
