package message

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitewell/app/core"
)

// A history of the format before the first release is kept under another name;
// the program tells where, and goes on with a new one.
func TestHistoryOfAnOldFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.db")
	for range 2 { // the second time its mark is put on
		c, err := core.Open(t.Context(), core.Config{DB: path})
		if err != nil {
			t.Fatal(err)
		}
		var told Sentence
		if len(c.Notices()) > 0 {
			told = ForError(<-c.Notices())
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path + ".old-1"); err == nil {
			if !strings.Contains(told.String(), path+".old-1") {
				t.Errorf("told %q, which does not say where the old history is", told)
			}
			return
		}
		if told.Text != "" {
			t.Errorf("a new history: told %q", told)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		mark := binary.BigEndian.AppendUint32(nil, 0x5357656c) // "SWel", see SQLite's file format, §1.3
		if _, err := file.WriteAt(mark, 68); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("the old history was not set aside")
}
