package schedule

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// nasty is a job whose paths have every character that one of the formats treats in a way of
// its own.
func nasty(plan string) Job {
	p, err := Parse(plan)
	if err != nil {
		panic(err)
	}
	return Job{
		Name: "sitewell-1a2b-7", Title: `100 % of "A & B" <$HOME>` + "\n[Service]", Program: `/opt/my %h "apps"/it's\sitewell`,
		Args: []string{"run-schedule", "7", "--db", `/home/änne/$HOME/%i & <b>/h "1".db`}, Plan: p,
	}
}

// programs is a system whose programs answer by their first words.
type programs struct {
	calls []string
	fails map[string]string // what it says, by the words of a call after its program
}

func (p *programs) run(_ context.Context, program string, args ...string) (string, error) {
	words := strings.Join(args, " ")
	p.calls = append(p.calls, program+" "+words)
	for beginning, said := range p.fails {
		if strings.HasPrefix(words, beginning) {
			return said, errors.New("exit status 1")
		}
	}
	return "", nil
}

func files(t *testing.T, folder string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(folder, path)
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestUnits(t *testing.T) {
	u := Units(nasty("weekly mon 07:00"))
	for _, want := range []string{
		"\nDescription=Sitewell: 100 %% of \"A & B\" <$HOME> [Service].\n",
		"\n" + `ExecStart=/bin/sh -c "exec \"$$0\" \"$$@\"" "/opt/my %%h \"apps\"/it's\\sitewell" "run-schedule" "7" "--db" "/home/änne/$$HOME/%%i & <b>/h \"1\".db"` + "\n",
	} {
		if !strings.Contains(u.Service, want) {
			t.Errorf("the service has no %q:\n%s", want, u.Service)
		}
	}
	j := nasty("daily 1:00")
	j.Program = "/opt/100 % $HOME/sitewell"
	if want := "\nExecStart=\"/opt/100 %% $HOME/sitewell\" \"run-schedule\""; !strings.Contains(Units(j).Service, want) {
		t.Errorf("the service has no %q:\n%s", want, Units(j).Service)
	}
	for _, want := range []string{"\nOnCalendar=Mon *-*-* 07:00:00\n", "\nPersistent=true\n", "\nRandomizedDelaySec="} {
		if !strings.Contains(u.Timer, want) {
			t.Errorf("the timer has no %q:\n%s", want, u.Timer)
		}
	}
}

func TestOnCalendar(t *testing.T) {
	for plan, want := range map[string]string{
		"daily 06:30": "*-*-* 06:30:00", "weekly sun 00:00": "Sun *-*-* 00:00:00", "monthly 1 05:00": "*-*-01 05:00:00",
	} {
		if got := nasty(plan).Plan.OnCalendar(); got != want {
			t.Errorf("%s: got %q, want %q", plan, got, want)
		}
	}
}

func TestCronLine(t *testing.T) {
	for plan, want := range map[string]string{
		"daily 06:30": "30 6 * * *  ", "weekly sun 00:00": "0 0 * * 0  ", "monthly 1 05:00": "0 5 1 * *  ",
	} {
		got, err := CronLine(nasty(plan))
		if err != nil {
			t.Fatal(err)
		}
		want += `'/opt/my \%h "apps"/it'\''s\sitewell' run-schedule 7 --db '/home/änne/$HOME/\%i & <b>/h "1".db'`
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", plan, got, want)
		}
	}
	j := nasty("daily 1:00")
	j.Program = "/a\nb"
	if _, err := CronLine(j); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a line break: %v", err)
	}
}

// texts parses XML and returns its texts by the name of their element.
func texts(t *testing.T, document string) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	d := xml.NewDecoder(strings.NewReader(document))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var in []string
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		switch token := token.(type) {
		case xml.StartElement:
			in = append(in, token.Name.Local)
		case xml.EndElement:
			in = in[:len(in)-1]
		case xml.CharData:
			if s := strings.TrimSpace(string(token)); s != "" {
				all[in[len(in)-1]] = append(all[in[len(in)-1]], s)
			}
		}
	}
}

func TestPlist(t *testing.T) {
	j := nasty("monthly 3 05:09")
	got := texts(t, Plist(j))
	want := append(append([]string{"org.sitewell.sitewell-1a2b-7", j.Program}, j.Args...), IfDue, "Background")
	if diff := cmp.Diff(want, got["string"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"3", "5", "9"}, got["integer"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Label", "ProgramArguments", "RunAtLoad", "ProcessType", "StartCalendarInterval", "Day", "Hour", "Minute"}, got["key"]); diff != "" {
		t.Error(diff)
	}
}

func TestTaskXML(t *testing.T) {
	j := nasty("weekly fri 17:05")
	j.Args[3] = `C:\Users\Änne O'Neill\h & "1"\`
	got := texts(t, TaskXML(j))
	for name, want := range map[string]string{
		"Command": j.Program, "Arguments": `run-schedule 7 --db "C:\Users\Änne O'Neill\h & \"1\"\\"`,
		"StartBoundary": "2024-01-01T17:05:00", "StartWhenAvailable": "true", "MultipleInstancesPolicy": "IgnoreNew",
	} {
		if diff := cmp.Diff([]string{want}, got[name]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	for plan, want := range map[string]string{"weekly fri 17:05": "<Friday/>", "daily 1:00": "<DaysInterval>1<", "monthly 28 1:00": "<Day>28<"} {
		if !strings.Contains(TaskXML(nasty(plan)), want) {
			t.Errorf("%s: no %s", plan, want)
		}
	}
}

// Each system has a job run, knows it, notices that it is another one, and forgets it.
func TestSystems(t *testing.T) {
	for goos, want := range map[string][]string{
		"linux":   {"config/systemd/user/sitewell-1a2b-7.service", "config/systemd/user/sitewell-1a2b-7.timer"},
		"darwin":  {"home/Library/LaunchAgents/org.sitewell.sitewell-1a2b-7.plist"},
		"windows": nil,
	} {
		t.Run(goos, func(t *testing.T) {
			ctx, dir, p, j := t.Context(), t.TempDir(), &programs{}, nasty("daily 06:30")
			s := For(goos, filepath.Join(dir, "home"), filepath.Join(dir, "config"), p.run)
			state := func(j Job) State {
				t.Helper()
				got, err := s.State(ctx, j)
				if err != nil {
					t.Fatal(err)
				}
				return got
			}
			if goos != "windows" { // its fake knows every task
				if got := state(j); got != Missing {
					t.Errorf("before: %s", got)
				}
			}
			if err := s.Install(ctx, j); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, files(t, dir)); diff != "" {
				t.Error(diff)
			}
			if goos == "windows" {
				if len(p.calls) != 1 || !strings.HasPrefix(p.calls[0], `schtasks /Create /TN \Sitewell\sitewell-1a2b-7 /XML `) {
					t.Errorf("calls: %q", p.calls)
				}
			} else {
				if got := state(j); got != Active {
					t.Errorf("after: %s", got)
				}
				other := j
				other.Program = "/elsewhere/sitewell"
				if got := state(other); got != Outdated {
					t.Errorf("of another program: %s", got)
				}
			}
			if err := s.Remove(ctx, j.Name); err != nil {
				t.Fatal(err)
			}
			if got := files(t, dir); len(got) > 0 {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

// Where the system refuses, the error says what it answered, and nothing is left behind.
func TestRefused(t *testing.T) {
	for goos, call := range map[string]string{"linux": "--user daemon-reload", "darwin": "bootstrap", "windows": "/Create"} {
		dir := t.TempDir()
		p := &programs{fails: map[string]string{call: "Failed to connect to bus: No medium found\n"}}
		err := For(goos, dir, dir, p.run).Install(t.Context(), nasty("daily 06:30"))
		var refused *UnavailableError
		if !errors.As(err, &refused) || refused.Said != "Failed to connect to bus: No medium found" {
			t.Errorf("%s: %v", goos, err)
		}
		if got := files(t, dir); len(got) > 0 {
			t.Errorf("%s: left behind: %q", goos, got)
		}
	}
}

// A timer that systemd does not want is taken back.
func TestEnableFails(t *testing.T) {
	dir := t.TempDir()
	p := &programs{fails: map[string]string{"--user restart": "bad"}}
	if err := For("linux", dir, dir, p.run).Install(t.Context(), nasty("daily 06:30")); err == nil {
		t.Error("no error")
	}
	if got := files(t, dir); len(got) > 0 {
		t.Errorf("left behind: %q", got)
	}
}

func TestTimerState(t *testing.T) {
	for said, want := range map[string]State{"inactive\n": Missing, "Failed to connect to bus\n": ""} {
		dir := t.TempDir()
		p := &programs{fails: map[string]string{"--user is-active": said}}
		s := For("linux", dir, dir, p.run)
		if err := s.Install(t.Context(), nasty("daily 06:30")); err != nil {
			t.Fatal(err)
		}
		got, err := s.State(t.Context(), nasty("daily 06:30"))
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q: got %q, %v", said, got, err)
		}
	}
}

func TestQuoteShell(t *testing.T) {
	for _, word := range []string{"", "a b", "$x", "a;b", "a:b", "a[b", "a`b", "ä", "~x", "*", "a{b"} {
		if got := quoteShell(word); got != "'"+word+"'" {
			t.Errorf("%q: got %s", word, got)
		}
	}
	for _, word := range []string{"/usr/bin/sitewell", "--db", "run-schedule", "7", "A_b.9"} {
		if got := quoteShell(word); got != word {
			t.Errorf("%q: got %s", word, got)
		}
	}
}

// A program in the folder of Jörg is recognised in the code page of a German console, in that of
// Windows, and where the letter is not printed.
func TestTaskState(t *testing.T) {
	j := nasty("daily 06:30")
	j.Program = `C:\Users\Jörg & Co\sitewell.exe`
	for said, want := range map[string]State{
		"<Command>C:\\Users\\J\x94rg &amp; Co\\sitewell.exe</Command>": Active,
		"<Command>C:\\Users\\J\xf6rg &amp; Co\\sitewell.exe</Command>": Active,
		"<Command>C:\\Users\\J?rg &amp; Co\\sitewell.exe</Command>":    Active,
		"<Command>C:\\Users\\J\x94rg &amp; Co\\other.exe</Command>":    Outdated,
	} {
		answer := func(context.Context, string, ...string) (string, error) { return said, nil }
		if got, err := For("windows", "", "", answer).State(t.Context(), j); got != want || err != nil {
			t.Errorf("%q: %s, %v, want %s", said, got, err, want)
		}
	}
}
