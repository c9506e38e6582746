//go:build unix

package render

import "syscall"

// group is all processes of a browser: those of the process group of its first one.
type group struct{ leader int }

// newGroup returns the group of a process that ownGroup has prepared. Memory is watched
// by memory, so that there is nothing to limit.
func newGroup(leader int, _ int64) (*group, error) { return &group{leader}, nil }

// kill ends all processes of the group.
func (g *group) kill() { _ = syscall.Kill(-g.leader, syscall.SIGKILL) } // they may have ended by themselves

func (g *group) close() {}
