package sqlite

import (
	"bufio"
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"sitewell/scanner/result"
	"sitewell/storage"
)

// killedFile names the database that a program that is to be killed works on.
const killedFile = "SITEWELL_TEST_KILLED_FILE"

// killed are operations during which a program is killed: scan 1 is complete, scan
// 2 too, and scan 3 waits for its end.
var killed = map[string]func(ctx context.Context, db *DB) error{
	"finish": func(ctx context.Context, db *DB) error {
		w, err := db.ResumeScan(ctx, 3)
		if err != nil {
			return err
		}
		defer w.Close()
		return w.Finish(ctx, storage.Complete, result.Summary{})
	},
	"delete": func(ctx context.Context, db *DB) error { return db.DeleteScan(ctx, 2) },
}

// A program that is killed while it finishes or deletes a scan leaves every
// other scan as it was, and what it did not get to can be done again.
func TestKilledProgram(t *testing.T) {
	if file := os.Getenv(killedFile); file != "" {
		for name, work := range killed {
			if filepath.Base(filepath.Dir(file)) == name {
				workUntilKilled(t, file, work)
			}
		}
		return
	}
	db := newDB(t)
	var models []*model
	first := newScan(t, db)
	for seed := range uint64(3) {
		w := first
		if seed > 0 {
			w = scanOf(t, db, first.Site())
		}
		g := newGenerator(seed % 2) // scan 3 finds what scan 1 did
		for range 12 {
			if err := w.Commit(t.Context(), g.batch()); err != nil {
				t.Fatal(err)
			}
		}
		count(t, w)
		if seed < 2 {
			finish(t, w, storage.Complete)
		}
		w.Close()
		models = append(models, g.model)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, work := range killed {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 1))
			longest := 20 * time.Millisecond
			for range 8 * *rounds {
				file := copyTo(t, db.path, name)
				done := runUntilKilled(t, file, time.Duration(r.Int64N(int64(longest))))
				if !done {
					longest = longest * 3 / 2
				} else {
					longest = longest * 2 / 3
				}
				checkAfterKill(t, file, name, models, work)
			}
		})
	}
}

// workUntilKilled is what runs in the program that is killed.
func workUntilKilled(t *testing.T, file string, work func(ctx context.Context, db *DB) error) {
	db := openTest(t, file)
	os.Stdout.WriteString("begin\n")
	if err := work(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString("done\n")
}

func copyTo(t *testing.T, path, folder string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), folder, "copy.db")
	if err := os.Mkdir(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// runUntilKilled runs this test in another process, kills that so long after it
// began to work, and reports whether it was done before.
func runUntilKilled(t *testing.T, file string, after time.Duration) (done bool) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run", "^TestKilledProgram$")
	cmd.Env = append(os.Environ(), killedFile+"="+file)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "begin" {
		t.Fatalf("program says %q", lines.Text())
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() {
		done = done || lines.Text() == "done"
	}
	cmd.Wait() // that it was killed is no news
	return done
}

func checkAfterKill(t *testing.T, file, name string, models []*model, work func(ctx context.Context, db *DB) error) {
	t.Helper()
	db := openTest(t, file)
	defer db.Close()
	check := func() {
		t.Helper()
		for i, m := range models {
			if name == "delete" && i == 1 {
				continue
			}
			checkQuickly(t, db, storage.ScanID(i+1), m)
		}
	}
	check()
	scans, err := db.Scans(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case name == "delete" && len(scans) == 2: // it is being deleted
		err = db.PurgeDeleted(t.Context())
	case name == "finish" && scans[0].State == storage.Complete:
	default:
		err = work(t.Context(), db)
	}
	if err != nil {
		t.Fatal(err)
	}
	check()
}
