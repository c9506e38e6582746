package sqlite

import (
	"errors"
	"strconv"
	"sync"
	"testing"

	"sitewell/storage"
)

// No change of a site is lost where several are made at once, and one that fails changes
// nothing.
func TestChangeSite(t *testing.T) {
	db := newDB(t)
	site, err := db.SaveSite(t.Context(), storage.Site{Start: "https://a.example/", Settings: "0"})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	const changes = 20
	for range changes {
		all.Go(func() {
			_, err := db.ChangeSite(t.Context(), site.ID, func(s *storage.Site) error {
				n, err := strconv.Atoi(s.Settings)
				s.Settings = strconv.Itoa(n + 1)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	refused := errors.New("refused")
	if _, err := db.ChangeSite(t.Context(), site.ID, func(s *storage.Site) error {
		s.Name = "B"
		return refused
	}); !errors.Is(err, refused) {
		t.Errorf("got %v, want %v", err, refused)
	}
	got, err := db.SiteByID(t.Context(), site.ID)
	if err != nil || got.Settings != strconv.Itoa(changes) || got.Name != "" {
		t.Errorf("got %+v, %v, want %d changes", got, err, changes)
	}
	if _, err := db.ChangeSite(t.Context(), 99, func(*storage.Site) error { return nil }); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("no such site: %v", err)
	}
}
