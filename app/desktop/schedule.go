//go:build !headless

package desktop

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"sitewell/app/core"
	"sitewell/app/schedule"
	"sitewell/app/session"
	"sitewell/storage"
)

// schedules adapts core's schedules to the window's.
type schedules struct {
	core   *core.Schedules
	alerts *core.Alerts
}

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

// Told implements sites.Schedules.
func (s schedules) Told(ctx context.Context, site storage.SiteID) (mail, webhook string, err error) {
	to, webhook, err := s.alerts.Stored(ctx, site)
	return strings.Join(to, ", "), webhook, err
}

// Tell implements sites.Schedules.
func (s schedules) Tell(ctx context.Context, site storage.SiteID, mail string, webhook *string) (secret string, err error) {
	if webhook != nil {
		if secret, err = s.alerts.SetWebhook(ctx, site, *webhook); err != nil {
			return "", err
		}
	}
	to := strings.FieldsFunc(mail, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
	if err := s.alerts.SetMail(ctx, site, to); err != nil || len(to) == 0 {
		return secret, err
	}
	if _, err := s.alerts.MailServer(ctx); errors.Is(err, core.ErrNoMailServer) && os.Getenv(session.SmtpVariable) == "" {
		return secret, err // else nobody would be told why no mail comes
	}
	return secret, nil
}

// NextScan implements sites.Schedules.
func (s schedules) NextScan(text string) (time.Time, error) {
	plan, err := schedule.Parse(text)
	if err != nil {
		return time.Time{}, err
	}
	return plan.Next(time.Now()), nil
}
