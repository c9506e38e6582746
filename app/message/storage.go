package message

import (
	"errors"

	"sitewell/app/core"
	"sitewell/storage"
)

// storageMessage says what is wrong with the history.
func storageMessage(err error) (Sentence, bool) {
	var old *storage.OldFormatError
	var backup *storage.BackupError
	var imported *core.ImportError
	var there *storage.AlreadyThereError
	var room *storage.NoRoomError
	switch {
	case errors.As(err, &backup):
		return backupMessage(backup), true
	case errors.As(err, &imported):
		return importMessage(imported), true
	case errors.As(err, &there):
		return Sentence{
			Text: "This scan is in the history already: it is scan {{.Scan}}. Nothing was changed.",
			Next: "Look for it in the history of its site.",
			Data: map[string]any{"Scan": int64(there.Scan)},
		}, true
	case errors.Is(err, storage.ErrNotResumable):
		return Sentence{
			Text: "This scan was made on another computer and imported, so it can't go on here.",
			Next: "Scan the site again.",
		}, true
	case errors.As(err, &room):
		return Sentence{
			Text: "There is not enough free room in {{.Folder}}: {{.Need}} MB are needed, {{.Free}} MB are free. Nothing was changed.",
			Next: "Free some space, then try again.",
			Data: map[string]any{"Folder": room.Folder, "Need": room.Need>>20 + 1, "Free": room.Free >> 20},
		}, true
	case errors.As(err, &old) && old.Kept != "":
		return Sentence{
			Text: "Your history is from a test version of Sitewell, which this version can't read. Sitewell keeps it as {{.File}} and begins a new one.",
			Next: "Your sites have to be scanned again.", Data: map[string]any{"File": old.Kept},
		}, true
	case errors.As(err, &old):
		return Sentence{
			Text: "This history is from a test version of Sitewell, which this version can't read. It was left as it is.",
			Next: "Choose another file.",
		}, true
	case errors.Is(err, storage.ErrTooManyMarks):
		return Sentence{
			Text: "That would be more marks than a site can have. Nothing was changed.",
			Next: "Mark many addresses at once by their host, a pattern or an element.",
		}, true
	case errors.Is(err, storage.ErrNewer):
		return Sentence{
			Text: "This history was written by a newer version of Sitewell. Nothing in it was changed.",
			Next: "Install the newest version of Sitewell, or choose another history file.",
		}, true
	case errors.Is(err, storage.ErrOlder):
		return Sentence{
			Text: "This history was written by an older version of Sitewell, and this one has not opened it yet. Nothing in it was changed.",
			Next: "Open it once, for example with “sitewell history”, then try again.",
		}, true
	case errors.Is(err, storage.ErrNotDatabase):
		return Sentence{
			Text: "This file is no history of Sitewell. It was left as it is.",
			Next: "Choose another file.",
		}, true
	case errors.Is(err, storage.ErrNotFile):
		return Sentence{
			Text: "A history is an ordinary file, and this is a folder, a device or a pipe.",
			Next: "Choose another file.",
		}, true
	case errors.Is(err, storage.ErrCorrupt):
		return Sentence{
			Text: "The history file is damaged. It was left as it is.",
			Next: "The command “sitewell db check” says which scans can still be read, and what you can do.",
		}, true
	case errors.Is(err, storage.ErrLostWAL):
		return Sentence{
			Text: "Sitewell was not closed properly, and a file beside the history whose name ends in -wal is missing since then. The newest results may be missing.",
			Next: "If you moved or deleted that file, put it back before you scan. If not, scan the site again.",
		}, true
	case errors.Is(err, storage.ErrSizeLimit):
		return Sentence{
			Text: "The history can't grow: the size of files is limited too much for this program.",
			Next: "Raise the limit (ulimit -f), or keep the history on another disk.",
		}, true
	case errors.Is(err, storage.ErrElsewhere):
		return Sentence{
			Text: "This scan is running in another program.",
			Next: "Follow it there, or stop it there first.",
		}, true
	case errors.Is(err, storage.ErrSiteElsewhere):
		return Sentence{
			Text: "A scan of this site is running in another program.",
			Next: "Follow it there, or stop it there first.",
		}, true
	case errors.Is(err, storage.ErrFull):
		return Sentence{
			Text: "The disk is full. What was stored before is kept.",
			Next: "Free some space, then resume the scan.",
		}, true
	case errors.Is(err, storage.ErrReadOnly):
		return Sentence{
			Text: "The history can't be written: its file or folder is protected.",
			Next: "Allow writing there, or choose another place for it.",
		}, true
	case errors.Is(err, storage.ErrBusy):
		return Sentence{
			Text: "Another program is using the history. What was stored before is kept.",
			Next: "Close the other program, then try again.",
		}, true
	case errors.Is(err, storage.ErrConflict):
		return Sentence{
			Text: "Another window or program has taken over this scan.",
			Next: "Follow the scan there.",
		}, true
	case errors.Is(err, storage.ErrNotFound):
		return Sentence{
			Text: "This site or scan no longer exists.",
			Next: "Look for it in the list of sites.",
		}, true
	default:
		return Sentence{}, false
	}
}
