package core

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"sitewell/app/schedule"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

// fakeSystem runs nothing, and remembers what it was given.
type fakeSystem struct {
	jobs map[string]schedule.Job
	err  error
}

func (f *fakeSystem) Install(_ context.Context, j schedule.Job) error {
	if f.err == nil {
		f.jobs[j.Name] = j
	}
	return f.err
}

func (f *fakeSystem) Remove(_ context.Context, name string) error {
	delete(f.jobs, name)
	return f.err
}

func (f *fakeSystem) State(_ context.Context, j schedule.Job) (schedule.State, error) {
	if _, ok := f.jobs[j.Name]; !ok {
		return schedule.Missing, f.err
	}
	return schedule.Active, f.err
}

// scheduling opens a history with a site, on a system that runs nothing.
func scheduling(t *testing.T) (*Core, *fakeSystem, storage.Site) {
	t.Helper()
	system := &fakeSystem{jobs: make(map[string]schedule.Job)}
	c, err := Open(t.Context(), Config{DB: filepath.Join(t.TempDir(), "h.db"), Scheduling: Scheduling{system, "/opt/sitewell"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	site, _, err := c.History.AddSite(t.Context(), NewSite{Address: "example.com"})
	if err != nil {
		t.Fatal(err)
	}
	return c, system, site
}

var everyDay = schedule.Plan{Every: schedule.Daily, Hour: 7}

// A schedule outlives a change of the settings, and neither the site nor its end leaves a job
// behind.
func TestScheduleOfSite(t *testing.T) {
	ctx := t.Context()
	c, system, site := scheduling(t)
	if _, err := c.Schedules.Of(ctx, site.ID); !errors.Is(err, ErrNoSchedule) {
		t.Errorf("before: %v", err)
	}
	if _, err := c.Schedules.Set(ctx, site.ID, everyDay); err != nil {
		t.Fatal(err)
	}
	if _, err := c.SiteSettings.SaveSettings(ctx, site.ID, SettingsInput{Start: site.Start, Settings: profile.Settings{NoExternal: true}}); err != nil {
		t.Fatal(err)
	}
	all, err := c.Schedules.List(ctx)
	if err != nil || len(all) != 1 || all[0].Plan != everyDay || all[0].State != schedule.Active {
		t.Fatalf("got %v, %v", all, err)
	}
	if err := c.History.DeleteSite(ctx, site.ID); err != nil || len(system.jobs) > 0 {
		t.Errorf("left behind: %v, %v", system.jobs, err)
	}
}

// Where the system refuses, nothing is stored.
func TestScheduleRefused(t *testing.T) {
	c, system, site := scheduling(t)
	system.err = errors.New("no")
	if _, err := c.Schedules.Set(t.Context(), site.ID, everyDay); !errors.Is(err, system.err) {
		t.Errorf("got %v", err)
	}
	if _, err := c.Schedules.Of(t.Context(), site.ID); !errors.Is(err, ErrNoSchedule) {
		t.Errorf("stored: %v", err)
	}
}

// Histories in different files have jobs of different names.
func TestJobNames(t *testing.T) {
	a, _, site := scheduling(t)
	b, _, _ := scheduling(t)
	if a.Schedules.Job(site, everyDay).Name == b.Schedules.Job(site, everyDay).Name {
		t.Error("the names are the same")
	}
}

// A scan does not run under a schedule: it would seem to have other settings than one before
// it was set.
func TestScanHasNoSchedule(t *testing.T) {
	ctx := t.Context()
	c, _, site := scheduling(t)
	if _, err := c.Schedules.Set(ctx, site.ID, everyDay); err != nil {
		t.Fatal(err)
	}
	r, err := c.Runner.StartScan(ctx, demoSite(t, c))
	if err != nil {
		t.Fatal(err)
	}
	r.Stop()
	<-r.Done()
	scan, err := c.Store.ScanByID(ctx, r.ScanID())
	if err != nil {
		t.Fatal(err)
	}
	if settings, err := profile.Parse(scan.Settings); err != nil || settings.Schedule != nil {
		t.Errorf("got %+v, %v", settings.Schedule, err)
	}
}

// demoSite returns the demo site with a schedule.
func demoSite(t *testing.T, c *Core) storage.SiteID {
	t.Helper()
	r, err := c.Runner.ScanDemo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r.Stop()
	<-r.Done()
	if _, err := c.Schedules.Set(t.Context(), r.SiteID(), everyDay); err != nil {
		t.Fatal(err)
	}
	return r.SiteID()
}

// A scheduled scan waits for its turn, but not for ever.
func TestTurn(t *testing.T) {
	ctx := t.Context()
	c, _, _ := scheduling(t)
	other, err := Open(ctx, Config{DB: c.db.Path()})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	done, err := c.Schedules.Turn(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Schedules.Turn(ctx, 0); !errors.Is(err, ErrBusy) {
		t.Errorf("beside another: %v", err)
	}
	given := make(chan error)
	go func() {
		done, err := other.Schedules.Turn(ctx, time.Hour)
		if err == nil {
			done()
		}
		given <- err
	}()
	done()
	if err := <-given; err != nil {
		t.Errorf("after another: %v", err)
	}
}
