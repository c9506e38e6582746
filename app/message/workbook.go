package message

import (
	"errors"
	"io/fs"

	"sitewell/app/report/workbook"
	"sitewell/app/returned"
)

// workbookMessage returns why a workbook that came back can't be used.
func workbookMessage(err error) (Sentence, bool) {
	var file *returned.FileError
	var site *returned.NoSiteError
	switch {
	case errors.As(err, &site):
		return Sentence{
			Text: "{{.File}} is about {{.Site}}, of which your history has no complete scan. Nothing was changed.",
			Next: "Scan that site first, or use the history that the workbook was saved from.",
			Data: map[string]any{"File": site.Path, "Site": site.Start},
		}, true
	case errors.As(err, &file):
		return workbookFileMessage(file), true
	default:
		return Sentence{}, false
	}
}

func workbookFileMessage(e *returned.FileError) Sentence {
	data := map[string]any{"File": e.Path}
	switch {
	case errors.Is(e.Err, fs.ErrNotExist):
		return Sentence{Text: "There is no file {{.File}}. Nothing was changed.", Next: "Check the name of the file.", Data: data}
	case errors.Is(e.Err, workbook.ErrNotWorkbook):
		return Sentence{
			Text: "{{.File}} is no workbook of Excel, or it has a password. Nothing was changed.",
			Next: "In Excel or LibreOffice, save it as .xlsx without a password.", Data: data,
		}
	case errors.Is(e.Err, workbook.ErrForeign):
		return Sentence{
			Text: "{{.File}} was not saved by Sitewell, or its hidden sheet or hidden column is gone. Nothing was changed.",
			Next: "Save a workbook from Sitewell, and fill in that one.", Data: data,
		}
	case errors.Is(e.Err, workbook.ErrNewer):
		return Sentence{
			Text: "{{.File}} was saved by a newer version of Sitewell. Nothing was changed.",
			Next: "Install the newest version of Sitewell.", Data: data,
		}
	case errors.Is(e.Err, workbook.ErrTooLarge):
		return Sentence{
			Text: "{{.File}} is too large, or unpacks to something that is. Nothing was changed.",
			Next: "Use the file that Sitewell saved, with nothing added but what people filled in.", Data: data,
		}
	case errors.Is(e.Err, workbook.ErrDamaged):
		return Sentence{Text: "{{.File}} is damaged. Nothing was changed.", Next: "Ask for the file again.", Data: data}
	default:
		return Sentence{Text: "{{.File}} can't be read. Nothing was changed.", Next: "Check whether you may read it.", Data: data}
	}
}
