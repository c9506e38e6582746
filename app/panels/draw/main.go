//go:build !headless

// Command draw draws the problem panels of a history, so that a person can look
// at what the explanations look like and say: for every outcome the panel of one
// address of the site and one of another site, each as a picture and as text,
// and twelve on a sheet.
//
//	go run ./app/panels/draw -history history.db -out /tmp/panels -only 500,tls-expired
//
// "make panels" makes a history with every outcome first.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"sitewell/app/core"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "draw:", err)
		os.Exit(1)
	}
}

// options are the command-line options.
type options struct {
	history  string // file of the history
	out      string // folder of the pictures
	language string
	height   float64 // of a panel
	only     string  // outcomes, separated by commas; "" for all
	// platform and hosting are what the person says that all sites run on.
	platform, hosting string
}

func run(ctx context.Context, args []string) (err error) {
	var o options
	flags := flag.NewFlagSet("draw", flag.ContinueOnError)
	flags.StringVar(&o.history, "history", "", "history to draw the panels of")
	flags.StringVar(&o.out, "out", "", "folder that the pictures are written to")
	flags.StringVar(&o.language, "lang", "en", "language of the panels")
	flags.Float64Var(&o.height, "height", 800, "height of a panel; whatever is longer is cut, as in the window")
	flags.StringVar(&o.only, "only", "", "outcomes to draw, separated by commas; all if it is empty")
	flags.StringVar(&o.platform, "platform", "", "what all sites are said to run on, from now on; empty: as recognised")
	flags.StringVar(&o.hosting, "panel", "", "hosting panel that all sites are said to have, from now on")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.history == "" || o.out == "" {
		return errors.New("-history and -out are required")
	}
	if _, err := os.Stat(o.history); err != nil {
		return err
	}
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	c, err := core.Open(ctx, core.Config{DB: o.history, Language: o.language})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close()) }()
	all, err := addresses(ctx, c)
	if err != nil {
		return err
	}
	for _, a := range firstOfEachScan(all) {
		if err := errors.Join(c.Explainer.ChoosePlatform(ctx, a.scan, o.platform), c.Explainer.ChoosePanel(ctx, a.scan, o.hosting)); err != nil {
			return err
		}
	}
	if o.only != "" {
		keys := strings.Split(o.only, ",")
		all = slices.DeleteFunc(all, func(a address) bool { return !slices.Contains(keys, string(a.row.Outcome)) })
	}
	panels := choose(all)
	if err := o.draw(ctx, c, panels); err != nil {
		return err
	}
	fmt.Printf("%d panels in %s\n", len(panels), o.out)
	return nil
}
