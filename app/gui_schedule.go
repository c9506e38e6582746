//go:build !headless

package app

import (
	"context"
	"errors"
	"time"

	"sitewell/app/core"
	"sitewell/app/schedule"
	"sitewell/storage"
)

// schedules adapts core's schedules to the window's.
type schedules struct{ core *core.Schedules }

// Plan implements sites.Schedules.
func (s schedules) Plan(ctx context.Context, site storage.SiteID) (plan string, active bool, err error) {
	one, err := s.core.Of(ctx, site)
	if errors.Is(err, core.ErrNoSchedule) {
		return "", false, nil
	} else if err != nil {
		return "", false, err
	}
	return one.Plan.String(), one.State == schedule.Active, nil
}

// SetPlan implements sites.Schedules.
func (s schedules) SetPlan(ctx context.Context, site storage.SiteID, text string) error {
	if text == "" {
		return s.core.Off(ctx, site)
	}
	plan, err := schedule.Parse(text)
	if err == nil {
		_, err = s.core.Set(ctx, site, plan)
	}
	return err
}

// NextScan implements sites.Schedules.
func (s schedules) NextScan(text string) (time.Time, error) {
	plan, err := schedule.Parse(text)
	if err != nil {
		return time.Time{}, err
	}
	return plan.Next(time.Now()), nil
}
