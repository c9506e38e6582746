// Command schedulecheck has systemd judge the units that a schedule consists of, for every
// kind of plan and for paths with characters that systemd treats in a way of its own: verify
// must find nothing to complain about, the program that it would start must be the right one,
// and the next time of each plan must be the one that Sitewell shows. It is a command, not a
// test, because it needs systemd-analyze. The exit code is 1 if something is wrong.
//
//	go run ./app/schedulecheck
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"sitewell/app/schedule"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "schedulecheck:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	dir, err := os.MkdirTemp("", "sitewell-schedulecheck-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	plans, folders := []string{"daily 06:30", "weekly mon 07:00", "weekly sun 00:00", "monthly 1 05:00", "monthly 28 23:59"}, []string{
		"plain", "with space", "100% of $HOME %h", `"quoted"`, "it's", `back\slash`, "änne & <b>;#",
	}
	var wrong error
	for i, folder := range folders {
		for k, text := range plans {
			plan, err := schedule.Parse(text)
			if err != nil {
				return err
			}
			if err := check(ctx, filepath.Join(dir, folder), fmt.Sprintf("sitewell-check-%d-%d", i, k), plan); err != nil {
				wrong = errors.Join(wrong, fmt.Errorf("%s, %s: %w", folder, plan, err))
			}
		}
	}
	if wrong == nil {
		fmt.Printf("systemd accepts all %d units\n", 2*len(folders)*len(plans))
	}
	return wrong
}

// check has systemd judge the units of a program in a folder.
func check(ctx context.Context, folder, name string, plan schedule.Plan) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	program := filepath.Join(folder, "sitewell")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		return err
	}
	units := schedule.Units(schedule.Job{
		Name: name, Title: "Scan of 100 % of " + folder, Program: program, Args: []string{"run-schedule", "7", "--db", filepath.Join(folder, "history.db")}, Plan: plan,
	})
	service, timer := filepath.Join(folder, name+".service"), filepath.Join(folder, name+".timer")
	if err := errors.Join(os.WriteFile(service, []byte(units.Service), 0o600), os.WriteFile(timer, []byte(units.Timer), 0o600)); err != nil {
		return err
	}
	// It says nothing where nothing is wrong, and notices a program that is not there.
	cmd := exec.CommandContext(ctx, "systemd-analyze", "--user", "verify", service, timer)
	cmd.Env = append(os.Environ(), "XDG_RUNTIME_DIR="+folder) // which there is only in a session
	said, err := cmd.CombinedOutput()
	if err != nil || strings.Contains(string(said), name) {
		return fmt.Errorf("verify: %w: %s", err, said)
	}
	return checkNext(ctx, plan)
}

// checkNext compares the next time of a plan with what systemd makes of it.
func checkNext(ctx context.Context, plan schedule.Plan) error {
	now := time.Now()
	const layout = "2006-01-02 15:04:05"
	cmd := exec.CommandContext(ctx, "systemd-analyze", "calendar", "--base-time", now.Format(layout), plan.OnCalendar())
	said, err := cmd.CombinedOutput()
	if want := plan.Next(now).Format(layout); err != nil || !strings.Contains(string(said), want) {
		return fmt.Errorf("next is %s: %w: %s", want, err, said)
	}
	return nil
}
