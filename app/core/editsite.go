package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// NewSite is a site to be added to the history.
type NewSite struct {
	Address string // as typed
	Name    string // "" shows the host
	Client  string // for whom it is looked after, "" for nobody
}

// SiteEdit is what to change of a site; nil leaves it as it is.
type SiteEdit struct{ Name, Client *string }

// maxSiteText is how many characters the name of a site or of a client may have.
const maxSiteText = 200

var (
	// ErrSiteTextLong: the name of a site or of a client is too long.
	ErrSiteTextLong = errors.New("name is too long")
	// ErrSiteNameTaken: another site has the name.
	ErrSiteNameTaken = errors.New("another site has this name")
)

// AddSite adds a site without scanning it. Where the history has it, it gets the name
// and the client that are given, and added is false. Nothing is requested: whether an
// address that was typed without a scheme is reached by https or http is found out by
// the first scan. Errors: *weburl.InputError, ErrSiteTextLong, ErrSiteNameTaken, those
// of storage.
func (h *History) AddSite(ctx context.Context, s NewSite) (site storage.Site, added bool, err error) {
	candidates, err := weburl.ParseInput(s.Address)
	if err != nil {
		return site, false, err
	}
	if err := h.accepts(); err != nil {
		return site, false, err
	}
	for _, u := range candidates {
		switch site, err = h.db.SiteByStart(ctx, u.Key()); {
		case err == nil:
			site, err = h.EditSite(ctx, site.ID, SiteEdit{Name: given(s.Name), Client: given(s.Client)})
			return site, false, err
		case !errors.Is(err, storage.ErrNotFound):
			return site, false, fmt.Errorf("look for site: %w", err)
		}
	}
	sites, err := h.db.Sites(ctx)
	if err != nil {
		return site, false, fmt.Errorf("look for site: %w", err)
	}
	if known, ok := siteMeant(sites, candidates); ok {
		site, err = h.EditSite(ctx, known.ID, SiteEdit{Name: given(s.Name), Client: given(s.Client)})
		return site, false, err
	}
	site = storage.Site{Start: candidates[0].Key()}
	if err := h.changeSite(ctx, &site, SiteEdit{Name: given(s.Name), Client: given(s.Client)}); err != nil {
		return site, false, err
	}
	if site, err = h.db.SaveSite(ctx, site); err != nil {
		return site, false, fmt.Errorf("add site: %w", err)
	}
	return site, true, nil
}

// given returns nil for "".
func given(text string) *string {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return &text
}

// EditSite changes the name or the client of a site, and returns it. Errors:
// ErrSiteTextLong, ErrSiteNameTaken, storage.ErrNotFound.
func (h *History) EditSite(ctx context.Context, id storage.SiteID, e SiteEdit) (storage.Site, error) {
	site, err := h.db.SiteByID(ctx, id)
	if err != nil {
		return site, fmt.Errorf("find site: %w", err)
	}
	if err := h.accepts(); err != nil {
		return site, err
	}
	if err := h.changeSite(ctx, &site, e); err != nil {
		return site, err
	}
	site, err = h.db.ChangeSite(ctx, id, func(now *storage.Site) error {
		if e.Name != nil {
			now.Name = site.Name
		}
		if e.Client != nil {
			now.Client = site.Client
		}
		return nil
	})
	if err != nil {
		return site, fmt.Errorf("store site: %w", err)
	}
	return site, nil
}

// changeSite changes a site that is not stored yet.
func (h *History) changeSite(ctx context.Context, site *storage.Site, e SiteEdit) error {
	if e.Client != nil {
		client, err := siteText(*e.Client)
		if err != nil {
			return err
		}
		site.Client = client
	}
	if e.Name == nil {
		return nil
	}
	name, err := siteText(*e.Name)
	if err != nil {
		return err
	}
	sites, err := h.db.Sites(ctx)
	if err != nil {
		return fmt.Errorf("list sites: %w", err)
	}
	if name != "" && slices.ContainsFunc(sites, func(other storage.SiteSummary) bool {
		return other.ID != site.ID && strings.EqualFold(other.Name, name)
	}) {
		return ErrSiteNameTaken
	}
	site.Name = name
	return nil
}

// siteText returns a name on one line, without space around it.
func siteText(text string) (string, error) {
	text = oneLine(text)
	if utf8.RuneCountInString(text) > maxSiteText {
		return "", ErrSiteTextLong
	}
	return text, nil
}
