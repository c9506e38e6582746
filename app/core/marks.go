package core

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"sitewell/scanner/weburl"
	"sitewell/storage"
)

// Marks is what people said about the problems of sites.
type Marks struct {
	*base
	history *History
}

// MarkField is what of a mark can't be used.
type MarkField string

const (
	MarkHost     MarkField = "host"     // it is no host
	MarkPattern  MarkField = "pattern"  // it has no *
	MarkAll      MarkField = "all"      // the pattern matches every address
	MarkElement  MarkField = "element"  // it is no part of pages and no element
	MarkNote     MarkField = "note"     // it is empty
	MarkAssignee MarkField = "assignee" // it is empty
	MarkText     MarkField = "text"     // it is too long
	MarkDue      MarkField = "due"      // it is no day
	MarkUntil    MarkField = "until"    // it is in the past
)

// MarkError says what of a mark can't be used.
type MarkError struct {
	Field MarkField
	Typed string
}

// Error names what was typed.
func (e *MarkError) Error() string { return fmt.Sprintf("mark: %s %q", e.Field, e.Typed) }

// NoProblemError says that the newest scan of a site has no problem at an address.
type NoProblemError struct{ Address string }

// Error names the address.
func (e *NoProblemError) Error() string { return fmt.Sprintf("no problem at %q", e.Address) }

// maxMarkText is how many characters a reason, a note or a name may have.
const maxMarkText = 5000

// dayForm is how a day is stored (RFC 3339, full-date).
const dayForm = "2006-01-02"

// Change makes and removes marks, all of them or none, and returns what undoes that.
// Errors: *MarkError, storage.ErrNotFound, those of storage.
func (m *Marks) Change(ctx context.Context, c storage.MarkChange) (undo storage.MarkChange, err error) {
	return m.change(ctx, c, func(int) {})
}

// change is Change, and tells progress now and then how many marks are changed.
func (m *Marks) change(ctx context.Context, c storage.MarkChange, progress func(done int)) (undo storage.MarkChange, err error) {
	now := time.Now()
	for i := range c.Save {
		if err := checkMark(&c.Save[i], now); err != nil {
			return undo, err
		}
	}
	undo, err = m.db.ChangeManyMarks(ctx, c, progress)
	if err != nil {
		return undo, fmt.Errorf("store marks: %w", err)
	}
	return undo, nil
}

// checkMark finds what of a mark can't be used, and removes white space around texts.
func checkMark(m *storage.Mark, now time.Time) error {
	m.Subject, m.Text, m.Assignee = strings.TrimSpace(m.Subject), strings.TrimSpace(m.Text), strings.TrimSpace(m.Assignee)
	if utf8.RuneCountInString(m.Text) > maxMarkText || utf8.RuneCountInString(m.Assignee) > maxMarkText {
		return &MarkError{MarkText, ""}
	}
	if err := checkRule(m); err != nil {
		return err
	}
	switch {
	case m.Kind == storage.Noted && m.Text == "":
		return &MarkError{MarkNote, ""}
	case m.Kind == storage.Assigned && m.Assignee == "" && m.Due == "":
		return &MarkError{MarkAssignee, ""}
	case !m.Until.IsZero() && !now.Before(m.Until) && (m.Made.IsZero() || !m.Made.Before(now)):
		return &MarkError{MarkUntil, m.Until.Format(dayForm)}
	case m.Due == "":
		return nil
	}
	if _, err := time.Parse(dayForm, m.Due); err != nil {
		return &MarkError{MarkDue, m.Due}
	}
	return nil
}

// checkRule finds what is wrong with a host, a pattern or an element.
func checkRule(m *storage.Mark) error {
	switch m.Scope {
	case storage.OnHost:
		typed := m.Subject
		u, err := weburl.ParseInput(typed)
		if err != nil {
			return &MarkError{MarkHost, typed}
		}
		if !isHost(typed) {
			m.Subject = storage.HostOf(u[0].Key())
		}
	case storage.OnElement:
		rule, ok := storage.ParseElementRule(m.Subject)
		if !ok {
			return &MarkError{MarkElement, m.Subject}
		}
		m.Subject = rule.String()
	case storage.OnPattern:
		if !strings.Contains(m.Subject, "*") {
			return &MarkError{MarkPattern, m.Subject}
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(m.Subject, "https://"), "http://")
		if !strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			return &MarkError{MarkAll, m.Subject}
		}
	}
	return nil
}

// isHost reports whether a text is a host as addresses have it, with its port where
// that is not the usual one of http or of https. "x.example:443" is one, because
// http://x.example:443 is an address.
func isHost(text string) bool {
	for _, scheme := range []string{"https", "http"} {
		if u, err := weburl.Parse(scheme + "://" + text); err == nil && storage.HostOf(u.Key()) == text {
			return true
		}
	}
	return false
}

// List returns the marks of a site in the order in which they were made, also those
// that do not hold any more.
func (m *Marks) List(ctx context.Context, site storage.SiteID) ([]storage.Mark, error) {
	marks, err := m.db.Marks(ctx, site)
	if err != nil {
		return nil, fmt.Errorf("list marks: %w", err)
	}
	return marks, nil
}

// Scans returns the scans of a site, newest first, with Counts that leave out what is
// ignored. Those that a scan has stored are facts and have it.
func (m *Marks) Scans(ctx context.Context, site storage.SiteID) ([]storage.Scan, error) {
	scans, err := m.db.Scans(ctx, site)
	if err != nil {
		return nil, fmt.Errorf("list scans: %w", err)
	}
	for i := range scans {
		marks, err := m.db.MarkCounts(ctx, scans[i].ID)
		if err != nil {
			return nil, fmt.Errorf("count marks: %w", err)
		}
		scans[i].Counts = scans[i].Counts.Without(marks)
	}
	return scans, nil
}

// Problem finds a problem in the newest scan of a site by its address, or by its
// path alone ("/menu"). The error is a *NoProblemError if there is none.
func (m *Marks) Problem(ctx context.Context, site storage.Site, typed string) (storage.Row, error) {
	scan, err := m.newest(ctx, site.ID)
	if err != nil {
		return storage.Row{}, err
	}
	for _, address := range addressesTyped(site.Start, typed) {
		id, err := m.db.IDOf(ctx, scan.ID, address)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		} else if err != nil {
			return storage.Row{}, fmt.Errorf("find address: %w", err)
		}
		rows, err := m.db.Rows(ctx, scan.ID, []storage.URLID{id})
		if err != nil {
			return storage.Row{}, fmt.Errorf("read address: %w", err)
		}
		if rows[0].Verdict.IsProblem() {
			return rows[0], nil
		}
	}
	return storage.Row{}, &NoProblemError{typed}
}

// newest returns the newest scan of a site.
func (m *Marks) newest(ctx context.Context, site storage.SiteID) (storage.Scan, error) {
	scans, err := m.db.Scans(ctx, site)
	if err != nil {
		return storage.Scan{}, fmt.Errorf("list scans: %w", err)
	}
	if len(scans) == 0 {
		return storage.Scan{}, fmt.Errorf("newest scan: %w", storage.ErrNotFound)
	}
	return scans[0], nil
}

// About returns a mark about the address of a row, or about the links of m.Page to it
// where that is set. What was ignored is so for outcomes of the same class alone; all
// else is said of the address.
func About(r storage.Row, m storage.Mark) storage.Mark {
	m.Scope, m.Subject = storage.OnAddress, r.URL
	if m.Page != "" {
		m.Scope = storage.OnLink
	}
	if m.Hides() {
		m.Class = storage.ClassOf(r.Outcome)
	}
	return m
}

// readAtOnce is how many problems are read at a time before they are marked.
const readAtOnce = 2000

// MarkProblems makes a mark about each of some addresses of a scan that are problems, all
// or none, and returns what undoes that. Where ctx ends before that is done, nothing is.
// progress is told now and then how far it is.
func (m *Marks) MarkProblems(ctx context.Context, scan storage.ScanID, ids []storage.URLID, mark storage.Mark, progress func(done, total int)) (undo storage.MarkChange, err error) {
	s, err := m.db.ScanByID(ctx, scan)
	if err != nil {
		return undo, fmt.Errorf("find scan: %w", err)
	}
	total, read := 2*len(ids), 0 // each is read and then written
	c := storage.MarkChange{Site: s.Site}
	for part := range slices.Chunk(ids, readAtOnce) {
		rows, err := m.db.Rows(ctx, scan, part)
		if err != nil {
			return undo, fmt.Errorf("read problems: %w", err)
		}
		for _, r := range rows {
			if r.Verdict.IsProblem() {
				c.Save = append(c.Save, About(r, mark))
			}
		}
		if len(c.Save)*storage.BytesPerMark > storage.MostMarkBytes {
			return undo, storage.ErrTooManyMarks // known before the rest is read
		}
		read += len(part)
		progress(read, total)
	}
	if len(c.Save) == 0 && len(ids) > 0 {
		return undo, ErrNoProblems
	}
	return m.change(ctx, c, func(done int) { progress(len(ids)+done, total) })
}

// ErrNoProblems says that none of some addresses is a problem, so there is nothing to
// mark.
var ErrNoProblems = errors.New("no address is a problem")

// CheckDone verifies what people said before a complete scan to be done; of any
// other scan it returns the zero value. What the scan did not reach is never done
// (truth 3).
func (m *Marks) CheckDone(ctx context.Context, scan storage.ScanID) (d storage.DoneCheck, err error) {
	s, err := m.db.ScanByID(ctx, scan)
	if err != nil || s.State != storage.Complete {
		return d, err
	}
	d, _, err = m.checkDone(ctx, s)
	return d, err
}

// checkDone is CheckDone, and returns the marks that are true.
func (m *Marks) checkDone(ctx context.Context, s storage.Scan) (d storage.DoneCheck, done []storage.Mark, err error) {
	marks, err := m.List(ctx, s.Site)
	if err != nil {
		return d, nil, err
	}
	marks = slices.DeleteFunc(marks, func(m storage.Mark) bool { return !m.CountsIn(s.Began) || m.Scope != storage.OnAddress })
	if d.Said = len(marks); d.Said == 0 {
		return d, nil, nil
	}
	still, err := m.stillProblems(ctx, s.ID)
	if err != nil {
		return d, nil, err
	}
	var gone []storage.Mark // which the scan did not find
	for _, mark := range marks {
		switch {
		case still[mark.Subject]:
			d.Not = append(d.Not, mark)
			continue
		case mark.Verified.Equal(s.Began): // found out before
			done = append(done, mark)
			continue
		}
		switch row, err := m.rowOf(ctx, s.ID, mark.Subject); {
		case errors.Is(err, storage.ErrNotFound):
			gone = append(gone, mark)
		case err != nil:
			return d, nil, err
		case verified(row):
			done = append(done, mark)
		default:
			d.Unknown = append(d.Unknown, mark)
		}
	}
	proved, err := m.provedGone(ctx, s, gone)
	if err != nil {
		return d, nil, err
	}
	for _, mark := range gone {
		if proved[mark.Subject] {
			done = append(done, mark)
		} else {
			d.Unknown = append(d.Unknown, mark)
		}
	}
	d.Done = len(done)
	return d, done, nil
}

// stillProblems returns the addresses of the problems of a scan that somebody said
// before it are done.
func (m *Marks) stillProblems(ctx context.Context, scan storage.ScanID) (map[string]bool, error) {
	f := allProblems()
	f.Marks = storage.NotDone
	still := make(map[string]bool)
	for row, err := range m.db.EachRow(ctx, scan, f, storage.Order{By: storage.ByFound}) {
		if err != nil {
			return nil, fmt.Errorf("read problems: %w", err)
		}
		still[row.URL] = true
	}
	return still, nil
}

// verified reports whether a scan found that an address is no problem.
func verified(r storage.Row) bool {
	return storage.AddressState{Verdict: r.Verdict}.Checked() && !r.Verdict.IsProblem()
}

// rowOf returns an address of a scan, or storage.ErrNotFound.
func (b *base) rowOf(ctx context.Context, scan storage.ScanID, address string) (storage.Row, error) {
	id, err := b.db.IDOf(ctx, scan, address)
	if err != nil {
		return storage.Row{}, err
	}
	rows, err := b.db.Rows(ctx, scan, []storage.URLID{id})
	if err != nil {
		return storage.Row{}, err
	}
	return rows[0], nil
}

// provedGone returns the addresses of marks to which no page links any more, and the
// places that are there now, as the comparison with the complete scan before proves.
func (m *Marks) provedGone(ctx context.Context, s storage.Scan, marks []storage.Mark) (map[string]bool, error) {
	proved := make(map[string]bool)
	if len(marks) == 0 {
		return proved, nil
	}
	c, err := m.history.Compare(ctx, s.Site, 0, s.ID)
	if errors.Is(err, ErrNothingToCompare) {
		return proved, nil
	} else if err != nil {
		return nil, err
	}
	for r, err := range m.db.EachChange(ctx, c.Pair, storage.ChangeFilter{Changes: []storage.Change{storage.LinkRemoved, storage.Fixed}}, storage.Order{}) {
		if err != nil {
			return nil, fmt.Errorf("compare scans: %w", err)
		}
		proved[r.URL] = true
	}
	return proved, nil
}

// keepVerified stores which marks a complete scan has found to be true, so that they
// are told once, and a problem that comes back is a new one.
func (m *Marks) keepVerified(ctx context.Context, scan storage.ScanID) error {
	s, err := m.db.ScanByID(ctx, scan)
	if err != nil || s.State != storage.Complete {
		return err
	}
	_, done, err := m.checkDone(ctx, s)
	if err != nil || len(done) == 0 {
		return err
	}
	for i := range done {
		done[i].Verified = s.Began
	}
	_, err = m.db.ChangeMarks(ctx, storage.MarkChange{Site: s.Site, Save: done})
	return err
}

// SubjectsTyped returns the addresses that a person may mean who typed one, or the
// path of one.
func (*Marks) SubjectsTyped(site storage.Site, typed string) []string {
	return addressesTyped(site.Start, typed)
}

// HostTyped returns the host that a person means, as marks have it.
func HostTyped(typed string) string {
	m := storage.Mark{Scope: storage.OnHost, Subject: typed}
	if checkRule(&m) != nil {
		return typed
	}
	return m.Subject
}

// ElementTyped returns the element that a person means, as marks have it.
func ElementTyped(typed string) string {
	rule, ok := storage.ParseElementRule(typed)
	if !ok {
		return typed
	}
	return rule.String()
}

// PageWithLink returns the address of a page that a person typed, which must link to
// a row of the newest scan of a site. The error is a *NoLinkError where it does not.
func (m *Marks) PageWithLink(ctx context.Context, site storage.Site, to storage.Row, typed string) (string, error) {
	scan, err := m.newest(ctx, site.ID)
	if err != nil {
		return "", err
	}
	pages, err := m.db.PagesOf(ctx, scan.ID, []storage.URLID{to.ID})
	if err != nil {
		return "", fmt.Errorf("find pages with links: %w", err)
	}
	for _, address := range addressesTyped(site.Start, typed) {
		id, err := m.db.IDOf(ctx, scan.ID, address)
		switch {
		case errors.Is(err, storage.ErrNotFound):
		case err != nil:
			return "", fmt.Errorf("find page: %w", err)
		case slices.Contains(pages, id):
			return address, nil
		}
	}
	return "", &NoLinkError{Page: typed, To: to.URL}
}

// NoLinkError says that a page has no link to an address.
type NoLinkError struct{ Page, To string }

// Error names both.
func (e *NoLinkError) Error() string { return fmt.Sprintf("no link on %q to %q", e.Page, e.To) }
