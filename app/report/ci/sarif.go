package ci

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"time"

	"sitewell/app/report"
	"sitewell/scanner/outcome"
	"sitewell/storage"
)

// sarifSchema is where the schema of the format is.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// programName is what systems show as the name of the tool.
const programName = "Sitewell"

// resultsShown is how many results of a run GitHub takes at the most; it shows the 5,000
// most severe (docs.github.com, “SARIF results exceed one or more limits”).
const resultsShown = 25_000

// SARIF writes a report as SARIF 2.1.0 (OASIS, Static Analysis Results Interchange
// Format), for code scanning. Each outcome is a rule with its explanation, and each
// problem a result at the first pages that link to it; if the site is a folder,
// pages are named by their files. Results beyond 25,000, which
// GitHub refuses, are left out, and a notification says so.
func SARIF(o Options) report.Writer {
	return func(ctx context.Context, w io.Writer, src report.Source) error {
		src = src.WithSpeech()
		run, err := o.sarifRun(ctx, &src)
		if err != nil {
			return err
		}
		lines := json.NewEncoder(w)
		lines.SetEscapeHTML(false)
		lines.SetIndent("", " ")
		if err := lines.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}}); err != nil {
			return fmt.Errorf("write SARIF: %w", err)
		}
		return nil
	}
}

// The parts of the format that are used (SARIF 2.1.0, §3.13 and following).
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Automation  sarifAutomation   `json:"automationDetails"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
		Columns     string            `json:"columnKind"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID       string          `json:"id"`
		Name     string          `json:"name"`
		Short    sarifText       `json:"shortDescription"`
		Full     sarifText       `json:"fullDescription"`
		Help     sarifText       `json:"help"`
		Defaults sarifDefaults   `json:"defaultConfiguration"`
		More     sarifProperties `json:"properties"`
	}
	sarifDefaults struct {
		Level string `json:"level"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifAutomation struct {
		ID string `json:"id"`
	}
	sarifInvocation struct {
		OK            bool                `json:"executionSuccessful"`
		Began         string              `json:"startTimeUtc,omitempty"`
		Ended         string              `json:"endTimeUtc,omitempty"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level   string    `json:"level"`
		Message sarifText `json:"message"`
	}
	sarifResult struct {
		Rule         string            `json:"ruleId"`
		RuleAt       int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Baseline     string            `json:"baselineState,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		Line int `json:"startLine"`
	}
)

// sarifRun returns the one run of a file.
func (o Options) sarifRun(ctx context.Context, src *report.Source) (sarifRun, error) {
	run := sarifRun{
		Tool:        sarifTool{sarifDriver{Name: programName, Version: src.Version, Rules: []sarifRule{}}},
		Automation:  sarifAutomation{"sitewell/" + hostOf(src.Scan.Start) + "/"}, // categories end in a slash (§3.17.3)
		Invocations: []sarifInvocation{{OK: src.Scan.State == storage.Complete, Began: stamp(src.Scan.Began)}},
		Results:     []sarifResult{},
		Columns:     "unicodeCodePoints",
	}
	if !src.Scan.Ended.IsZero() {
		run.Invocations[0].Ended = stamp(src.Scan.Ended)
	}
	rules := make(map[string]int)
	left := 0
	for p, err := range src.EachProblem(ctx, linksShown) {
		if err != nil {
			return run, err
		}
		if len(run.Results) == resultsShown {
			left++
			continue
		}
		id := ruleID(p.Outcome, p.Internal)
		at, there := rules[id]
		if !there {
			at = len(run.Tool.Driver.Rules)
			rules[id] = at
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(id, p))
		}
		run.Results = append(run.Results, o.sarifResult(src, p, id, at))
	}
	if left > 0 {
		run.Invocations[0].Notifications = []sarifNotification{{Level: "warning", Message: sarifText{
			Text: src.Speech.Plural(left, "{{.Count}} further problem is left out.", "{{.Count}} further problems are left out."),
		}}}
	}
	return run, nil
}

// ruleID names what happened. An outcome means something else on other sites.
func ruleID(key outcome.Key, internal bool) string {
	if internal {
		return string(key)
	}
	return string(key) + "-elsewhere"
}

// sarifRuleOf explains an outcome.
func sarifRuleOf(id string, p *report.Problem) sarifRule {
	tags := []string{"this-site"}
	if !p.Internal {
		tags[0] = "other-site"
	}
	return sarifRule{
		ID: id, Name: id, Short: sarifText{Text: p.Title}, Full: sarifText{Text: p.Means},
		Help:     sarifText{Text: p.Means + " " + p.HowToFix, Markdown: p.Means + "\n\n**How to fix it:** " + p.HowToFix},
		Defaults: sarifDefaults{verdictLevels[p.Verdict]}, More: sarifProperties{tags},
	}
}

// verdictLevels are the levels of SARIF (§3.27.10).
var verdictLevels = map[outcome.Verdict]string{outcome.Broken: "error", outcome.Warning: "warning", outcome.CantVerify: "note"}

// sarifResult returns the result of a problem.
func (o Options) sarifResult(src *report.Source, p *report.Problem, rule string, at int) sarifResult {
	r := sarifResult{
		Rule: rule, RuleAt: at, Level: verdictLevels[p.Verdict],
		Message:      sarifText{Text: p.Title + ": " + report.Inert(p.URL) + ". " + p.HowToFix},
		Fingerprints: map[string]string{"sitewell/v1": fingerprint(rule, p.URL)},
		Baseline:     baselines[p.Change],
	}
	if o.level(src, p) == known {
		r.Level = "note"
	}
	for _, l := range p.FoundOn {
		r.Locations = append(r.Locations, location(src, l.PageURL, l.Line))
	}
	if len(r.Locations) == 0 {
		r.Locations = append(r.Locations, location(src, p.URL, 0))
	}
	return r
}

// baselines are the states of §3.27.24.
var baselines = map[storage.Change]string{storage.New: "new", storage.CameBack: "new", storage.StillThere: "unchanged"}

// location is a line of a page, or the page itself with line 0.
func location(src *report.Source, page string, line int) sarifLocation {
	return sarifLocation{sarifPhysical{sarifArtifact{place(src, page)}, sarifRegion{max(line, 1)}}}
}

// place is the address of a page as a URI reference (RFC 3986), or its file if the
// site is a folder.
func place(src *report.Source, page string) string {
	u, err := url.Parse(page)
	if err != nil {
		return (&url.URL{Path: page}).String()
	}
	if src.Folder == "" {
		return u.String()
	}
	return (&url.URL{Path: file(src, u.Path)}).String()
}

// fingerprint returns what a problem has in every scan, and no other.
func fingerprint(rule, address string) string {
	sum := sha256.Sum256([]byte(rule + "\n" + address))
	return hex.EncodeToString(sum[:16])
}

// stamp is how SARIF writes a time (RFC 3339, in UTC).
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func hostOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		return u.Host
	}
	return "site"
}
