package keeping

import (
	"context"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"sitewell/ui/ask"
	"sitewell/ui/background"
)

// Mover has Sitewell use the history of another folder from the next start on. Its methods
// are called off the window's thread.
type Mover interface {
	// HasHistory reports whether there is a history in a folder.
	HasHistory(ctx context.Context, folder string) (bool, error)
	// Move copies the history to a folder that has none, verifies the copy and then has it
	// used. It returns both files; the one from before stays as it is. Nothing else can be
	// asked of the history afterwards, as with Replacer.
	Move(ctx context.Context, folder string, progress func(done, total int64)) (from, to string, err error)
	// Use has the history that is in a folder used.
	Use(ctx context.Context, folder string) error
}

// AskMove asks, and moves the history to a folder, or has the one used that is there.
func AskMove(o Options, folder string) {
	var looking background.Loader[bool]
	looking.Load(o.Run, func(ctx context.Context) (bool, error) { return o.Store.HasHistory(ctx, folder) }, func(has bool, err error) {
		data := map[string]any{"Folder": folder}
		switch {
		case err != nil:
			o.Dialogs.Tell(lang.L("That did not work"), o.Sentence(err), lang.L("OK"))
		case has:
			o.Dialogs.Show(&ask.Dialog{
				Title: lang.L("Use the history in this folder?"), Width: 520,
				Text:    lang.L("There is a history in {{.Folder}} already. Sitewell can use that one from now on. The present history stays where it is, and nothing is copied or deleted. Scans that run are stopped, and Sitewell starts again.", data),
				Cancel:  ask.Button{Text: lang.L("Cancel")},
				Confirm: ask.Button{Text: lang.L("Use this history"), Do: func() { use(o, folder) }},
			})
		default:
			o.Dialogs.Show(&ask.Dialog{
				Title: lang.L("Move the history to this folder?"), Width: 520,
				Text:    lang.L("The history is copied to {{.Folder}}, and the copy is verified before it is used. The present file stays where it is; you can delete it later. Scans that run are stopped, and Sitewell starts again.", data),
				Cancel:  ask.Button{Text: lang.L("Cancel")},
				Confirm: ask.Button{Text: lang.L("Move"), Do: func() { move(o, folder) }},
			})
		}
	})
}

func move(o Options, folder string) {
	o.replacing().replace(lang.L("Moving the history"), func(ctx context.Context, bar *widget.ProgressBar) (outcome, error) {
		from, to, err := o.Store.Move(ctx, folder, bytesOn(o.Run, bar))
		if err != nil {
			return outcome{}, err
		}
		return outcome{
			title: lang.L("The history is moved"),
			text: lang.L("It is in {{.File}} from now on, and was verified there. The file from before is still there and is not used any more: {{.Old}}",
				map[string]any{"File": to, "Old": from}),
		}, nil
	})
}

func use(o Options, folder string) {
	o.replacing().replace(lang.L("Changing the history"), func(ctx context.Context, _ *widget.ProgressBar) (outcome, error) {
		if err := o.Store.Use(ctx, folder); err != nil {
			return outcome{}, err
		}
		return outcome{
			title: lang.L("Another history is used"),
			text:  lang.L("Sitewell uses the history in {{.Folder}} from now on.", map[string]any{"Folder": folder}),
		}, nil
	})
}
