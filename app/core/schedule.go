package core

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"sitewell/app/schedule"
	"sitewell/scanner/profile"
	"sitewell/storage"
)

var (
	// ErrNoSchedule: a site has no schedule.
	ErrNoSchedule = errors.New("site has no schedule")
	// ErrBusy: other scans took so long that a scheduled one was left out.
	ErrBusy = errors.New("other scans are still under way")
)

// Scheduling is how the system starts Sitewell.
type Scheduling struct {
	System  schedule.System // nil for schedule.None
	Program string          // absolute path of Sitewell
}

// Schedules have sites scanned regularly by the system.
type Schedules struct{ *base }

// ScheduledSite is a site that is scanned regularly.
type ScheduledSite struct {
	Site storage.Site
	Plan schedule.Plan
	Next time.Time // local
	// State is what the system knows of it; "" where it can't be asked.
	State schedule.State
}

// Set has a site scanned by a plan from now on. Where the system can't do that, nothing is
// stored, and the error is a *schedule.UnavailableError or schedule.ErrUnsupported.
func (s *Schedules) Set(ctx context.Context, id storage.SiteID, plan schedule.Plan) (ScheduledSite, error) {
	site, _, err := s.siteSettings(ctx, id)
	if err != nil {
		return ScheduledSite{}, err
	}
	if s.reading != nil {
		return ScheduledSite{}, s.reading
	}
	if err := s.config.Scheduling.System.Install(ctx, s.Job(site, plan)); err != nil {
		return ScheduledSite{}, err
	}
	if err := s.changeSchedule(ctx, id, func(now *profile.Schedule) {
		now.Plan, now.Since = plan.String(), time.Now().UTC().Truncate(time.Second)
	}); err != nil {
		return ScheduledSite{}, errors.Join(err, s.remove(context.WithoutCancel(ctx), id))
	}
	return ScheduledSite{Site: site, Plan: plan, Next: plan.Next(time.Now()), State: schedule.Active}, nil
}

// Off has a site scanned regularly no more. It is no error if it was not.
func (s *Schedules) Off(ctx context.Context, id storage.SiteID) error {
	_, settings, err := s.siteSettings(ctx, id)
	if err != nil {
		return err
	}
	if err := s.remove(ctx, id); err != nil {
		return err
	}
	if settings.Schedule == nil {
		return nil
	}
	if err := s.changeSettings(ctx, id, func(_ *storage.Site, settings *profile.Settings) error {
		settings.Schedule = nil
		return nil
	}); err != nil {
		return err
	}
	return s.forgetWebhook(ctx, settings.Schedule)
}

// changeSchedule changes what is stored of the schedule of a site, also where there is none.
func (b *base) changeSchedule(ctx context.Context, id storage.SiteID, change func(*profile.Schedule)) error {
	return b.changeSettings(ctx, id, func(_ *storage.Site, settings *profile.Settings) error {
		var now profile.Schedule
		if settings.Schedule != nil {
			now = *settings.Schedule
		}
		change(&now)
		settings.Schedule = &now
		return nil
	})
}

// Of returns when a site is scanned. The error is ErrNoSchedule where it is not scanned
// regularly.
func (s *Schedules) Of(ctx context.Context, id storage.SiteID) (ScheduledSite, error) {
	site, settings, err := s.siteSettings(ctx, id)
	if err != nil {
		return ScheduledSite{}, err
	}
	return s.scheduled(ctx, site, settings)
}

// List returns the sites that are scanned regularly, in the order of Store.Sites.
func (s *Schedules) List(ctx context.Context) ([]ScheduledSite, error) {
	sites, err := s.db.Sites(ctx)
	if err != nil {
		return nil, err
	}
	var all []ScheduledSite
	for _, site := range sites {
		settings, err := profile.Parse(site.Settings)
		if err != nil {
			continue // of a newer program, which knows its schedule
		}
		switch one, err := s.scheduled(ctx, site.Site, settings); {
		case errors.Is(err, ErrNoSchedule):
		case err != nil:
			return nil, err
		default:
			all = append(all, one)
		}
	}
	return all, nil
}

func (s *Schedules) scheduled(ctx context.Context, site storage.Site, settings profile.Settings) (ScheduledSite, error) {
	if settings.Schedule == nil {
		return ScheduledSite{}, ErrNoSchedule
	}
	plan, err := schedule.Parse(settings.Schedule.Plan)
	if err != nil {
		return ScheduledSite{}, fmt.Errorf("%w: %w", ErrNoSchedule, err)
	}
	one := ScheduledSite{Site: site, Plan: plan, Next: plan.Next(time.Now())}
	if one.State, err = s.config.Scheduling.System.State(ctx, s.Job(site, plan)); err != nil {
		s.log.Warn("system can't be asked about a schedule", "error", err)
	}
	return one, ctx.Err()
}

// Due reports whether a scan of a site that its plan wants is still missing.
func (s *Schedules) Due(ctx context.Context, id storage.SiteID) (bool, error) {
	_, settings, err := s.siteSettings(ctx, id)
	if err != nil || settings.Schedule == nil {
		return false, err
	}
	plan, err := schedule.Parse(settings.Schedule.Plan)
	if err != nil {
		return false, err
	}
	scans, err := s.db.Scans(ctx, id)
	if err != nil {
		return false, err
	}
	var newest time.Time
	if len(scans) > 0 {
		newest = scans[0].Began
	}
	return plan.Due(settings.Schedule.Since, newest, time.Now()), nil
}

// Job returns what the system runs for a site. Its name has a part that is different for
// each history, since their sites have the same IDs.
func (s *Schedules) Job(site storage.Site, plan schedule.Plan) schedule.Job {
	return schedule.Job{
		Name: s.jobName(site.ID), Title: "regular scan of " + site.Title(), Plan: plan,
		Program: s.config.Scheduling.Program, Args: []string{"run-schedule", fmt.Sprint(site.ID), "--db", s.db.Path()},
	}
}

func (b *base) jobName(id storage.SiteID) string {
	sum := sha256.Sum256([]byte(b.db.Path()))
	return fmt.Sprintf("sitewell-%x-%d", sum[:4], id)
}

// Forget has the system run the job of a site no more, which may be gone from the history.
func (s *Schedules) Forget(ctx context.Context, id storage.SiteID) error { return s.remove(ctx, id) }

func (b *base) remove(ctx context.Context, id storage.SiteID) error {
	return b.config.Scheduling.System.Remove(ctx, b.jobName(id))
}

// turnInterval is how often a scheduled scan looks whether its turn has come.
const turnInterval = time.Second

// Turn waits until no other program scans with this history, so that scheduled scans run one
// at a time, and not beside one that a person started. The caller must call done after its
// scan. The error is ErrBusy where that takes longer than limit.
func (s *Schedules) Turn(ctx context.Context, limit time.Duration) (done func(), err error) {
	for deadline := time.Now().Add(limit); ; {
		done, err = s.db.LockSchedule(ctx)
		switch {
		case err == nil && !s.db.ScansElsewhere():
			return done, nil
		case err == nil:
			done()
		case !errors.Is(err, storage.ErrElsewhere):
			return nil, err
		}
		if !time.Now().Before(deadline) {
			return nil, ErrBusy
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(turnInterval):
		}
	}
}
