package ui

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"sitewell/storage"
	"sitewell/ui/export"
)

// PictureSaver saves a picture of a page as a file, off the window's thread and whole or not
// at all.
type PictureSaver interface {
	SavePicture(ctx context.Context, jpeg []byte, path string) error
}

// savePicture asks where to save a picture of a page.
func (s *saver) savePicture(page string, jpeg []byte) {
	if s.dialogs.Open() {
		return
	}
	o := s.options()
	o.Reports = nil
	o.Title, o.Done = lang.L("Save the picture of a page"), lang.L("The picture is saved")
	o.Formats = []export.Format{export.Picture}
	o.Exporter = pictureExporter{s.pictures, jpeg}
	export.Show(o, 0, export.SuggestPicture(storage.HostOf(page), s.now()))
}

// pictureExporter writes one picture.
type pictureExporter struct {
	save PictureSaver
	jpeg []byte
}

func (e pictureExporter) Export(ctx context.Context, _ storage.ScanID, _ export.Format, path string, _ func(done, total int)) error {
	return e.save.SavePicture(ctx, e.jpeg, path)
}
