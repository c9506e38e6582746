package sqlite

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"sitewell/storage"
)

// big is a mark of n bytes about an address of its own.
func big(i, n int) storage.Mark {
	m := storage.Mark{Kind: storage.Ignored, Scope: storage.OnAddress, Subject: fmt.Sprintf("https://www.example.com/%d/", i)}
	m.Subject += strings.Repeat("x", n-storage.BytesPerMark-len(m.Subject))
	return m
}

// What a site may have of marks can be exported and imported; more is refused at once,
// and not first on another computer.
func TestMarksHaveRoomInAScanFile(t *testing.T) {
	from := newDB(t)
	site := newSite(t, from)
	scan, _ := filled(t, from, site, 1, 3)
	c := storage.MarkChange{Site: site}
	const n, size = 64, storage.MostMarkBytes / 64
	for i := range n {
		c.Save = append(c.Save, big(i, size))
	}
	if _, err := from.ChangeMarks(t.Context(), c); err != nil {
		t.Fatalf("as many marks as a site may have: %v", err)
	}
	one := storage.MarkChange{Site: site, Save: []storage.Mark{big(n, 300)}}
	if _, err := from.ChangeMarks(t.Context(), one); !errors.Is(err, storage.ErrTooManyMarks) {
		t.Errorf("one more: %v, want %v", err, storage.ErrTooManyMarks)
	}
	c.Save[0].Text = "" // in the place of one that is there
	if _, err := from.ChangeMarks(t.Context(), storage.MarkChange{Site: site, Save: c.Save[:1]}); err != nil {
		t.Errorf("one in the place of another: %v", err)
	}
	name := exported(t, from, scan)
	to := newDB(t)
	id, err := imports(t.Context(), to, name)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	s, err := to.ScanByID(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if marks, err := to.Marks(t.Context(), s.Site); err != nil || len(marks) != n {
		t.Errorf("%d marks, %v; want %d", len(marks), err, n)
	}
	// Together with those that are there it may be too many.
	third := newDB(t)
	there := newSiteAt(t, third, s.Start)
	if _, err := third.ChangeMarks(t.Context(), storage.MarkChange{Site: there, Save: []storage.Mark{big(n, 300)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := imports(t.Context(), third, name); !errors.Is(err, storage.ErrTooManyMarks) {
		t.Errorf("import beside others: %v, want %v", err, storage.ErrTooManyMarks)
	}
	// A history of an earlier version may have more: then it is said when it is exported.
	if _, err := from.file.Write.Exec(`INSERT INTO mark (site, kind, scope, subject, made) SELECT site, 'note', scope, subject, made FROM mark`); err != nil {
		t.Fatal(err)
	}
	if err := from.ExportScan(t.Context(), scan, name+"2", asItIs, func(int, int) {}); !errors.Is(err, storage.ErrTooManyMarks) {
		t.Errorf("export of more: %v, want %v", err, storage.ErrTooManyMarks)
	}
}
