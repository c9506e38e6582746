//go:build !headless

package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core/addresslist"
	"sitewell/app/core/sitelist"
	"sitewell/app/message"
	"sitewell/app/report/workbook"
	uilist "sitewell/ui/addresslist"
	"sitewell/ui/words"
)

// lists reads lists of addresses for the window, in the person's language.
type lists struct{}

// Read reads what was typed or pasted.
func (lists) Read(ctx context.Context, text string) (uilist.List, error) {
	return inWords(addresslist.Read(ctx, "", []byte(text)))
}

// ReadFile reads a file.
func (lists) ReadFile(ctx context.Context, path string) (uilist.List, error) {
	f, err := os.Open(path)
	if err != nil {
		return uilist.List{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, addresslist.MaxSize+1))
	if err != nil {
		return uilist.List{}, fmt.Errorf("read list: %w", err)
	}
	list, err := inWords(addresslist.Read(ctx, path, data))
	list.Name = addresslist.Name(path)
	return list, err
}

// IsSites reports whether a file lists sites. What can't be read does not.
func (lists) IsSites(ctx context.Context, path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, addresslist.MaxSize+1))
	return err == nil && sitelist.IsSites(ctx, data)
}

// IsSaved reports whether a workbook is one that Sitewell saved. What can't be read is none.
func (lists) IsSaved(ctx context.Context, path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return false
	}
	_, err = workbook.Read(ctx, f, info.Size())
	return err == nil || errors.Is(err, workbook.ErrNewer)
}

// inWords returns a list with what is not used of it in sentences.
func inWords(l addresslist.List, err error) (uilist.List, error) {
	list := uilist.List{Addresses: l.Addresses, Unused: l.UnusedCount}
	if l.IsIndex {
		list.Notes = append(list.Notes, lang.L("This is a sitemap index: the sitemaps that it names are checked, not their pages."))
	}
	for _, u := range l.Unused {
		reason, _ := said(message.UnusedReason(u.Reason))
		list.Notes = append(list.Notes, lang.L("Line {{.Line}}, {{.Reason}}: {{.Text}}", map[string]any{"Line": words.Number(u.Line), "Reason": reason, "Text": u.Text}))
	}
	return list, err
}
