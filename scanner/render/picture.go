package render

import (
	"bytes"
	"context"
	"errors"
	"image/jpeg"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The size of pictures: what a window of 1280 by 800 shows first, scaled down.
const (
	pictureWidth  = 1280
	pictureHeight = 800
	pictureScale  = 0.625 // to 800 by 500
	// MaxPicture is how many bytes a picture has at most.
	MaxPicture = 60_000
)

// pictureQualities are tried one after another until a picture is small enough.
var pictureQualities = []int{60, 40, 20, 8}

var errPictureTooLarge = errors.New("the picture of the page takes too many bytes")

// scrollUp scrolls to where a visitor begins.
const scrollUp = `(() => {
	const e = document.scrollingElement;
	if (e) e.scrollTo({top: 0, left: 0, behavior: 'instant'});
	return true;
})()`

// takePicture returns a JPEG of what the window shows first.
func takePicture(tab context.Context) ([]byte, error) {
	if _, err := chromedp.Run(tab, chromedp.Evaluate[bool](scrollUp)); err != nil {
		return nil, err
	}
	return capture(tab)
}

// capture returns a JPEG of what the window shows.
func capture(tab context.Context) ([]byte, error) {
	shot, err := chromedp.Call(tab, page.CaptureScreenshot, page.CaptureScreenshotParams{
		Format: page.CaptureScreenshotFormatJpeg, Quality: new(int64(pictureQualities[0])),
		Clip: &page.Viewport{Width: pictureWidth, Height: pictureHeight, Scale: pictureScale},
	})
	if err != nil {
		return nil, err
	}
	return shrink(shot.Data)
}

// shrink returns a picture in worse quality if it takes too many bytes.
func shrink(picture []byte) ([]byte, error) {
	if len(picture) <= MaxPicture {
		return picture, nil
	}
	img, err := jpeg.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	for _, quality := range pictureQualities[1:] {
		var b bytes.Buffer
		if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: quality}); err != nil {
			return nil, err
		}
		if b.Len() <= MaxPicture {
			return b.Bytes(), nil
		}
	}
	return nil, errPictureTooLarge
}
