package robot

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Fyne's errors are complaints, but for those that Fyne makes for itself.
func TestComplaints(t *testing.T) {
	var p Program
	_, _ = p.out.Write([]byte(`2026/11/29 01:45:01 Fyne error:  Preferences load error:
2026/11/29 01:45:01   Cause: EOF
2026/11/29 01:45:01   At: preferences.go:105
2026/11/29 01:45:02 Fyne error:  Preferences load error:
2026/11/29 01:45:02   Cause: permission denied
2026/11/29 01:45:02   At: preferences.go:105
2026/11/29 01:45:03 Fyne error:  failed to open nil directory
2026/11/29 01:45:03   At: file.go:479
2026/11/29 01:45:04 Fyne error:  Failed to create folder with path /etc/.*
2026/11/29 01:45:04   Cause: mkdir /etc/.*: read-only file system
panic: oh
`)) // never fails
	want := []string{
		"level=ERROR msg=bad",
		"2026/11/29 01:45:02 Fyne error:  Preferences load error:",
		"2026/11/29 01:45:03 Fyne error:  failed to open nil directory",
		"panic: oh",
	}
	got := p.Complaints("level=INFO msg=good\nlevel=ERROR msg=bad\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("complaints (-want +got):\n%s", diff)
	}
}
