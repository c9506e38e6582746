//go:build unix && !linux

package render

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// ownGroup lets a program run in a process group of its own, which ends with it. When
// this program is killed, the browser ends because its pipe is closed.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// memory returns how much memory the largest process of the group takes, in bytes.
func (g *group) memory() (largest int64) {
	out, _ := exec.Command("ps", "-axo", "pgid=,rss=").Output()
	for line := range bytes.Lines(out) {
		fields := strings.Fields(string(line))
		if len(fields) != 2 || fields[0] != strconv.Itoa(g.leader) {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
		largest = max(largest, kilobytes<<10)
	}
	return largest
}

// killUsersOf ends all processes whose command line names a folder.
func killUsersOf(dir string) {
	out, _ := exec.Command("ps", "-axwwo", "pid=,command=").Output()
	for line := range bytes.Lines(out) {
		number, command, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
		if !strings.Contains(command, dir) {
			continue
		}
		if pid, err := strconv.Atoi(number); err == nil && pid != os.Getpid() {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}
