package render

import (
	"os/exec"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ownGroup lets a program run apart from this one's console.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// group is all processes of a browser: those of a job object. Windows ends them when the
// last handle of the job is closed, also because this program was killed.
type group struct{ job windows.Handle }

// newGroup returns a group with a process and all that it has started. None of them may
// take more than so many bytes of memory.
func newGroup(leader int, most int64) (*group, error) {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return nil, err
	}
	g := &group{job}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{
		BasicLimitInformation: windows.JOBOBJECT_BASIC_LIMIT_INFORMATION{
			LimitFlags: windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | windows.JOB_OBJECT_LIMIT_PROCESS_MEMORY,
		},
		ProcessMemoryLimit: uintptr(most),
	}
	if _, err := windows.SetInformationJobObject(job, windows.JobObjectExtendedLimitInformation, uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits))); err != nil {
		g.close()
		return nil, err
	}
	if err := g.add(uint32(leader)); err != nil {
		g.close()
		return nil, err
	}
	for _, child := range descendants(uint32(leader)) { // what it starts from now on is in the job by itself
		_ = g.add(child) // it may have ended
	}
	return g, nil
}

// add adds a process to the group.
func (g *group) add(pid uint32) error {
	p, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, pid)
	if err != nil {
		return err
	}
	defer windows.CloseHandle(p)
	return windows.AssignProcessToJobObject(g.job, p)
}

// descendants returns the processes that a process has started, and those that they
// have.
func descendants(of uint32) (found []uint32) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil
	}
	defer windows.CloseHandle(snapshot)
	children := make(map[uint32][]uint32)
	entry := windows.ProcessEntry32{Size: uint32(unsafe.Sizeof(windows.ProcessEntry32{}))}
	for err := windows.Process32First(snapshot, &entry); err == nil; err = windows.Process32Next(snapshot, &entry) {
		children[entry.ParentProcessID] = append(children[entry.ParentProcessID], entry.ProcessID)
	}
	known := map[uint32]bool{of: true}
	for next := children[of]; len(next) > 0; {
		pid := next[0]
		next = next[1:]
		if !known[pid] {
			known[pid] = true
			found = append(found, pid)
			next = append(next, children[pid]...)
		}
	}
	return found
}

// kill ends all processes of the group.
func (g *group) kill() { _ = windows.TerminateJobObject(g.job, 1) }

func (g *group) close() { windows.CloseHandle(g.job) }

// memory returns 0: the job object limits the memory by itself.
func (g *group) memory() int64 { return 0 }

// killUsersOf does nothing: a job object has ended them.
func killUsersOf(string) {}
