package keeping

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/storage"
	"sitewell/ui/ask"
	"sitewell/ui/background"
	"sitewell/ui/badge"
	"sitewell/ui/column"
	"sitewell/ui/words"
)

// Replacer puts another history in the place of the present one, which is closed before
// and kept under another name. Nothing can be asked of it afterwards, whether that went
// well or not: Sitewell has to start again. Its methods are called off the window's
// thread; progress may be called from any goroutine.
type Replacer interface {
	// Restore puts a copy of the back-up at from there, and returns where the history from
	// before is kept, "" where there was none.
	Restore(ctx context.Context, from string, progress func(done, total int64)) (kept string, err error)
	// Salvage puts there what can be read of the damaged history.
	Salvage(ctx context.Context, progress func(done, steps int)) (storage.Salvaged, error)
}

// ReplaceOptions are what the dialogs about another history need.
type ReplaceOptions struct {
	Run      *background.Runner
	Dialogs  *ask.Host
	Replacer Replacer
	// Leave ends what uses the history, off the window's thread; nil: nothing does.
	Leave func(ctx context.Context) error
	// PickFile lets the person choose a file and calls chosen with it, or not at all.
	PickFile func(chosen func(path string))
	// Restart starts Sitewell again.
	Restart  func()
	Sentence func(error) string
}

// AskRestore lets the person choose a back-up, asks, and puts it in the place of the history.
func AskRestore(o ReplaceOptions) {
	o.PickFile(func(path string) {
		o.Dialogs.Show(&ask.Dialog{
			Title: lang.L("Restore this back-up?"), Width: 520,
			Text:    lang.L("{{.File}} takes the place of the history. What is in the history now is kept as another file beside it. Scans that run are stopped, and Sitewell starts again.", map[string]any{"File": filepath.Base(path)}),
			Cancel:  ask.Button{Text: lang.L("Cancel")},
			Confirm: ask.Button{Text: lang.L("Restore"), Do: func() { restore(o, path) }},
		})
	})
}

// AskSalvage asks, and makes a new history of what can be read of a damaged one.
func AskSalvage(o ReplaceOptions) {
	o.Dialogs.Show(&ask.Dialog{
		Title: lang.L("Repair the history?"), Width: 520,
		Text:    lang.L("Sitewell makes a new history of everything that can be read of a damaged one, and says what is lost. The damaged file is kept beside it. If you have a back-up that is recent enough, restore that instead. Scans that run are stopped, and Sitewell starts again."),
		Cancel:  ask.Button{Text: lang.L("Cancel")},
		Confirm: ask.Button{Text: lang.L("Repair"), Do: func() { salvage(o) }},
	})
}

// outcome is how a replacement ended, in words.
type outcome struct {
	title, text string
	lost        []string // a line for each scan of which something is lost
}

func restore(o ReplaceOptions, from string) {
	o.replace(lang.L("Restoring the back-up"), func(ctx context.Context, bar *widget.ProgressBar) (outcome, error) {
		kept, err := o.Replacer.Restore(ctx, from, bytesOn(o.Run, bar))
		if err != nil {
			return outcome{}, err
		}
		end := outcome{title: lang.L("The back-up is restored"), text: lang.L("The history is that of {{.File}} now.", map[string]any{"File": from})}
		if kept != "" {
			end.text += " " + lang.L("The one that was there before is kept as {{.File}}.", map[string]any{"File": kept})
		}
		return end, nil
	})
}

func salvage(o ReplaceOptions) {
	o.replace(lang.L("Repairing the history"), func(ctx context.Context, bar *widget.ProgressBar) (outcome, error) {
		saved, err := o.Replacer.Salvage(ctx, stepsOn(o.Run, bar))
		if errors.Is(err, storage.ErrCorrupt) {
			return outcome{
				title: lang.L("Nothing could be saved"),
				text:  lang.L("Nothing in the history file can be read any more. It was left as it is. Restore a back-up if you have one."),
			}, nil
		}
		if err != nil {
			return outcome{}, err
		}
		return salvaged(saved), nil
	})
}

// salvaged says what was saved of a damaged history, and what is lost.
func salvaged(saved storage.Salvaged) outcome {
	whole := 0
	end := outcome{title: lang.L("The history is repaired")}
	for _, s := range saved.Scans {
		data := map[string]any{
			"Site": s.Scan.Start, "Date": words.DateTime(s.Scan.Began.Local()),
			"Addresses": words.Number(s.Results), "Links": words.Number(s.Links),
		}
		switch {
		case s.IsWhole():
			whole++
		case s.Gone:
			end.lost = append(end.lost, lang.L("{{.Site}}, {{.Date}}: the scan is lost.", data))
		default:
			end.lost = append(end.lost, lang.L("{{.Site}}, {{.Date}}: results of addresses that are lost: {{.Addresses}}; links that are lost: {{.Links}}.", data))
		}
	}
	data := map[string]any{"Whole": words.Number(whole), "All": words.Number(len(saved.Scans)), "File": saved.Kept}
	end.text = lang.L("Scans that were saved whole: {{.Whole}} of {{.All}}. The damaged file is kept as {{.File}}.", data)
	if len(saved.Tables) > 0 && len(end.lost) == 0 {
		end.lost = append(end.lost, lang.L("Something that belongs to no scan may be lost: {{.Tables}}.", map[string]any{"Tables": strings.Join(saved.Tables, ", ")}))
	}
	return end
}

// replace does work that closes the history, shows how far it is, and then says how it
// ended. All that is left then is to start again.
func (o ReplaceOptions) replace(title string, work func(ctx context.Context, bar *widget.ProgressBar) (outcome, error)) {
	var loader background.Loader[outcome]
	bar := widget.NewProgressBar()
	ctx, stop := context.WithCancel(context.Background()) // the loader's own would drop the answer
	d := &ask.Dialog{
		Title: title, Width: 520,
		Text:    lang.L("Please wait. Nothing of the present history is deleted."),
		Content: container.NewVBox(column.Inset(bar)),
		Cancel:  ask.Button{Text: lang.L("Cancel"), Do: stop, Keep: true},
	}
	o.Dialogs.Show(d)
	loader.Load(o.Run, func(window context.Context) (outcome, error) {
		defer context.AfterFunc(window, stop)()
		if o.Leave != nil {
			if err := o.Leave(ctx); err != nil {
				return outcome{}, err
			}
		}
		return work(ctx, bar)
	}, func(end outcome, err error) {
		stop()
		d.Close()
		if err != nil {
			end = outcome{title: lang.L("The history is as it was"), text: o.Sentence(err)}
		}
		o.tell(end)
	})
}

// tell says how a replacement ended.
func (o ReplaceOptions) tell(end outcome) {
	d := &ask.Dialog{
		Title: end.title, Width: 520, Text: end.text,
		Confirm: ask.Button{Text: lang.L("Start Sitewell again"), Do: o.Restart, Keep: true},
	}
	if len(end.lost) > 0 {
		lines := badge.Body(strings.Join(end.lost, "\n"))
		lines.Wrapping = fyne.TextWrapWord
		scroll := container.NewVScroll(lines)
		scroll.SetMinSize(fyne.NewSize(0, min(lines.MinSize().Height, mostLost)))
		d.Content = container.NewVBox(badge.Caption(lang.L("What is lost:")), scroll)
	}
	o.Dialogs.Show(d)
}

// mostLost is how high the list of what is lost is at most.
const mostLost = 180
