//go:build !headless

package desktop

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/app/core"
	"sitewell/app/export"
	"sitewell/app/message"
	rules "sitewell/app/report/redirects"
	"sitewell/scanner/suggest"
	"sitewell/storage"
	"sitewell/ui/redirects"
	"sitewell/ui/words"
)

// redirectStore adapts core's redirects to the window's, in the reader's language.
type redirectStore struct {
	*core.Core
	files *export.Exporter
}

// Formats lists the formats by the names of what reads them.
func (redirectStore) Formats() []redirects.Format {
	titles := map[rules.Format]string{
		rules.Apache: "Apache (.htaccess)", rules.NGINX: "nginx", rules.WordPress: "WordPress: Redirection", rules.Cloudflare: "Cloudflare: Bulk Redirects",
		rules.IIS: "IIS (web.config)", rules.Caddy: "Caddy", rules.Netlify: "Netlify (_redirects)",
	}
	var all []redirects.Format
	for _, f := range rules.Formats() {
		all = append(all, redirects.Format{ID: string(f), Title: titles[f], Name: f.FileName()})
	}
	return all
}

func (r redirectStore) Redirects(ctx context.Context, scan storage.ScanID, suggestions bool) (redirects.List, error) {
	s, err := r.Store.ScanByID(ctx, scan)
	if err != nil {
		return redirects.List{}, err
	}
	site, err := r.Store.SiteByID(ctx, s.Site)
	if err != nil {
		return redirects.List{}, err
	}
	list := r.Core.Redirects.Accepted
	if suggestions {
		list = r.Core.Redirects.List
	}
	all, err := list(ctx, scan)
	if err != nil {
		return redirects.List{}, err
	}
	rows := make([]redirects.Row, len(all))
	for i, one := range all {
		rows[i] = redirects.Row{
			Address: one.Address, Pages: one.Pages, Decision: one.Decision, Target: one.Target, Trouble: trouble(one.Trouble),
			Suggestion: one.Suggestion.URL, Sure: one.Suggestion.Confidence == suggest.Likely,
		}
		if one.Suggestion.URL != "" {
			rows[i].Why = words.Suggested(one.Suggestion)
		}
	}
	return redirects.List{Site: site.Title(), Rows: rows}, nil
}

func (r redirectStore) DecideRedirects(ctx context.Context, scan storage.ScanID, decisions []storage.Redirect) ([]storage.Redirect, error) {
	return r.Core.Redirects.Decide(ctx, scan, decisions)
}

func (r redirectStore) RedirectFile(ctx context.Context, scan storage.ScanID, format string) (redirects.File, error) {
	as := rules.Format(format)
	built, err := r.files.Redirects(ctx, scan, as)
	if err != nil {
		return redirects.File{}, err
	}
	where, test, undo := as.Instructions(func(text string) string { return lang.L(text) })
	file := redirects.File{Text: string(built.Text), Rules: built.Rules, Instructions: []string{where, test, undo}}
	for _, left := range built.Left {
		file.Left = append(file.Left, lang.L("{{.Address}} ({{.Why}})", map[string]any{"Address": left.From, "Why": trouble(left.Why)}))
	}
	return file, nil
}

func (r redirectStore) SaveRedirects(ctx context.Context, scan storage.ScanID, format, path string) error {
	return r.files.SaveRedirects(ctx, scan, rules.Format(format), path)
}

// trouble says why a redirect can't be set up, "" for nothing.
func trouble(why storage.RedirectTrouble) string {
	text, next := said(message.ForRedirect(why))
	if next != "" {
		text += " " + next
	}
	return text
}
