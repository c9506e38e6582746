package schedule

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"html"
	"os"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// taskScheduler has jobs run by the Task Scheduler of Windows.
type taskScheduler struct{ run Run }

const schtasks = "schtasks"

func taskName(name string) string { return `\Sitewell\` + name }

// Install implements System.
func (s *taskScheduler) Install(ctx context.Context, j Job) error {
	if err := j.check(); err != nil {
		return err
	}
	file, err := os.CreateTemp("", "sitewell-*.xml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(utf16Text(TaskXML(j)))
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return ask(ctx, s.run, schtasks, "/Create", "/TN", taskName(j.Name), "/XML", file.Name(), "/F")
}

// Remove implements System.
func (s *taskScheduler) Remove(ctx context.Context, name string) error {
	if _, err := s.run(ctx, schtasks, "/Query", "/TN", taskName(name)); err != nil {
		return ctx.Err() // there is none
	}
	return ask(ctx, s.run, schtasks, "/Delete", "/TN", taskName(name), "/F")
}

// State implements System. The Task Scheduler stores a task in its own words, so that
// only what it runs can be compared.
func (s *taskScheduler) State(ctx context.Context, j Job) (State, error) {
	said, err := s.run(ctx, schtasks, "/Query", "/TN", taskName(j.Name), "/XML")
	switch {
	case err != nil:
		return Missing, ctx.Err()
	case !strings.Contains(plain(html.UnescapeString(said)), "<Command>"+plain(j.Program)+"</Command>"):
		return Outdated, nil
	}
	return Active, nil
}

// plain is a text without the letters that schtasks prints in the code page of its console, or
// as question marks.
func plain(text string) string {
	return string(slices.DeleteFunc([]byte(text), func(b byte) bool { return b >= utf8.RuneSelf || b == '?' }))
}

// TaskXML writes a task (MS-TSCH, schema of version 1.2). A run that was missed is made up,
// and none begins while another one of the task is under way.
func TaskXML(j Job) string {
	words := make([]string, len(j.Args))
	for i, a := range j.Args {
		words[i] = quoteWindows(a)
	}
	// The beginning is in the past, and without a time zone: the clock of the computer.
	begin := time.Date(2024, 1, 1, j.Plan.Hour, j.Plan.Minute, 0, 0, time.UTC).Format("2006-01-02T15:04:05")
	return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>` + escaped(j.title()) + `</Description>
  </RegistrationInfo>
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>` + begin + `</StartBoundary>
      <Enabled>true</Enabled>
      <RandomDelay>PT2M</RandomDelay>
      ` + taskTrigger(j.Plan) + `
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <RunOnlyIfNetworkAvailable>true</RunOnlyIfNetworkAvailable>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>` + escaped(j.Program) + `</Command>
      <Arguments>` + escaped(strings.Join(words, " ")) + `</Arguments>
    </Exec>
  </Actions>
</Task>
`
}

func taskTrigger(p Plan) string {
	switch p.Every {
	case Weekly:
		return fmt.Sprintf("<ScheduleByWeek><DaysOfWeek><%s/></DaysOfWeek><WeeksInterval>1</WeeksInterval></ScheduleByWeek>", p.Weekday)
	case Monthly:
		var months strings.Builder
		for m := time.January; m <= time.December; m++ {
			fmt.Fprintf(&months, "<%s/>", m)
		}
		return fmt.Sprintf("<ScheduleByMonth><DaysOfMonth><Day>%d</Day></DaysOfMonth><Months>%s</Months></ScheduleByMonth>", p.Day, months.String())
	default:
		return "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>"
	}
}

// quoteWindows quotes an argument as programs on Windows split their command line: a
// backslash is itself unless it stands before a quotation mark (CommandLineToArgvW).
func quoteWindows(arg string) string {
	if arg != "" && !strings.ContainsAny(arg, " \t\"") {
		return arg
	}
	var b strings.Builder
	slashes := 0
	b.WriteByte('"')
	for i := range len(arg) {
		switch arg[i] {
		case '\\':
			slashes++
		case '"':
			b.WriteString(strings.Repeat(`\`, slashes+1))
			slashes = 0
		default:
			slashes = 0
		}
		b.WriteByte(arg[i])
	}
	b.WriteString(strings.Repeat(`\`, slashes) + `"`)
	return b.String()
}

// utf16Text is a text in UTF-16 with a byte order mark, which schtasks reads.
func utf16Text(text string) []byte {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(text, "\n", "\r\n"))) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}
