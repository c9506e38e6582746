package assets

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"testing"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"
)

var update = flag.Bool("update", false, "write the files that are made from others")

// The PNG that packages carry is made from the SVG that the window shows.
func TestIconPNG(t *testing.T) {
	const side = 512
	icon, err := oksvg.ReadIconStream(bytes.NewReader(Icon()))
	if err != nil {
		t.Fatalf("app.svg: %v", err)
	}
	icon.SetTarget(0, 0, side, side)
	want := image.NewRGBA(image.Rect(0, 0, side, side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, want, want.Bounds())), 1)

	if *update {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("icons/app.png", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile("icons/app.png")
	if err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("app.png is %v, want %v", got.Bounds(), want.Bounds())
	}
	for y := range side {
		for x := range side {
			gr, gg, gb, ga := got.At(x, y).RGBA()
			wr, wg, wb, wa := want.At(x, y).RGBA()
			if far(gr, wr) || far(gg, wg) || far(gb, wb) || far(ga, wa) {
				t.Fatalf("app.png differs from app.svg at %d,%d: run the test with -update", x, y)
			}
		}
	}
}

// far allows for what PNG's unmultiplied alpha rounds away.
func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x300 }
