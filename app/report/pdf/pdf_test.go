package pdf

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sitewell/app/report"
	"sitewell/app/report/reporttest"
)

func written(t *testing.T, src report.Source) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, src); err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("KEEP_PDF"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "-")+".pdf"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// brand is that of an agency, with a logo in PNG.
func brand(t *testing.T) report.Brand {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 240, 80))
	for x := range 240 {
		for y := range 80 {
			img.Set(x, y, color.NRGBA{R: 15, G: 118, B: 110, A: uint8(x)})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return report.Brand{
		Name: "Agency & Sons", Footer: "Agency & Sons, Mühlgasse 1, Ζάκυνθος, Ростов", Accent: "#0f766e", Promise: 14, Logo: b.Bytes(), LogoType: "image/png",
	}
}

// textOf returns the text of a PDF as poppler reads it, "" where that is not installed.
func textOf(t *testing.T, file []byte, options ...string) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Log("pdftotext is not installed, so the text is not read")
		return ""
	}
	cmd := exec.CommandContext(t.Context(), program, append(options, "-enc", "UTF-8", "-", "-")...)
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// The text can be read by programs, in all letters that the font has, and its numbers
// are those of the digest.
func TestTextAndNumbers(t *testing.T) {
	src := reporttest.Source(1203, 7)
	src.Brand = brand(t)
	src.Site.Name, src.Site.Client = "Bäckerei Ωμέγα", "Пекарня & Söhne"
	d, err := src.Digest(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	file := written(t, src)
	texts := map[string]string{"as written": strings.Join(strings.Fields(reporttest.PDFText(file)), " ")}
	if text := textOf(t, file); text != "" {
		texts["by poppler"] = text
	}
	for _, want := range []string{
		"Website check of Bäckerei Ωμέγα", "Пекарня & Söhne", d.Verdict, d.Since, d.Promise, "Better than on", "Agency & Sons, Mühlgasse 1, Ζάκυνθος, Ростов",
		report.Number(d.Counts.Broken), report.Number(d.Counts.Warning), report.Number(d.Counts.Cant), report.Number(d.Counts.Works),
		"and 167 more", "Owner: Anna <b>Ober</b>", "Due: 24 December 2026", "Page 1 of",
		"From 1,208 problems on 25 October 2026 to 1,203 problems on 29 November 2026.",
	} {
		for name, text := range texts {
			if !strings.Contains(text, want) {
				t.Errorf("the text %s lacks %q:\n%s", name, want, text)
			}
		}
	}
}

// A report has one or two pages and a small file, whatever the site has in its texts.
func TestReportIsShort(t *testing.T) {
	src := reporttest.Source(40, 1)
	src.Brand = brand(t)
	for i := range src.Fixes {
		src.Fixes[i].Do = strings.Repeat("Correct the links to "+reporttest.Hostile[i%len(reporttest.Hostile)]+" ", 9)
		src.Fixes[i].Why = strings.Repeat("They are on many pages. ", 40)
		src.Fixes[i].Example = "https://bakery.example/" + strings.Repeat("very-long/", 80)
	}
	src.Scan.State = 0
	file := written(t, src)
	if pages := bytes.Count(file, []byte("/Type /Page\n")); pages < 1 || pages > 2 {
		t.Errorf("%d pages", pages)
	}
	if len(file) > 200_000 {
		t.Errorf("%d bytes", len(file))
	}
	if !bytes.Equal(file, written(t, src)) {
		t.Error("the same report makes another file")
	}
}

// A short report is on one page, with its chart; a long one is in large letters on two.
func TestOnePage(t *testing.T) {
	for name, tt := range map[string]struct {
		fixes int
		do    string
		past  bool
		pages int
	}{
		"nothing to do":   {0, "", true, 1},
		"one thing to do": {1, "Correct the link to /menu", true, 1},
		"five things":     {5, "Correct the link to /menu", true, 1},
		"a first scan":    {5, "Correct the link to /menu", false, 1},
		"long ones":       {5, strings.Repeat("Correct the links in the menu of the page ", 9), true, 2},
	} {
		src := reporttest.Source(8, 1)
		src.Brand, src.Site.Name = brand(t), "bakery.example"
		src.Fixes = src.Fixes[:tt.fixes]
		for i := range src.Fixes {
			src.Fixes[i].Do, src.Fixes[i].Why, src.Fixes[i].Example = tt.do, "This part is the same on many pages, so one change fixes all of them.", "https://bakery.example/menu.html"
		}
		if !tt.past {
			src.Changes, src.Past = nil, nil
		}
		file := written(t, src)
		if pages := bytes.Count(file, []byte("/Type /Page\n")); pages != tt.pages {
			t.Errorf("%s: %d pages, want %d", name, pages, tt.pages)
		}
		if dir := os.Getenv("KEEP_PDF"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".pdf"), file, 0o600)
		}
	}
}

// What the document is called is in its properties.
func TestProperties(t *testing.T) {
	src := reporttest.Source(8, 4)
	src.Brand = brand(t)
	file := written(t, src)
	if !bytes.Contains(file, []byte("/Lang (en)")) {
		t.Error("no language")
	}
	program, err := exec.LookPath("pdfinfo")
	if err != nil {
		t.Log("pdfinfo is not installed, so the properties are not read")
		return
	}
	cmd := exec.CommandContext(t.Context(), program, "-isodates", "-")
	cmd.Stdin = bytes.NewReader(file)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Website check of Bakery", "Agency & Sons", "2026-11-29T10:15:00Z", "A4"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("the properties lack %q:\n%s", want, out)
		}
	}
}

// Letters that the font lacks are replaced by something that can be read.
func TestPrintable(t *testing.T) {
	l, err := newLetters()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Bäckerei Ωμέγα, Привет – 10 €": "Bäckerei Ωμέγα, Привет – 10 €",
		"Tokyo 東京 and more":             "Tokyo […] and more",
		"🙂🙂 hello":                      "[…] hello",
		"👩‍🍳 Anna":                      "[…] Anna",
		"https://bakery.example/東":      "https://bakery.example/%E6%9D%B1",
		"ﬁne ①":                         "fine 1",
		"cafe\u0301":                    "café",
		"abc\u202egnp.exe":              "abc\ufffdgnp.exe",
		"so\u00adft":                    "soft",
		"bad \xff byte":                 "bad \ufffd byte",
		"two\nlines":                    "two lines",
	} {
		if got := l.printable(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Lines are no longer than they may be, nothing is lost, and what is cut says so.
func TestWrap(t *testing.T) {
	width := func(s string) float64 { return float64(len([]rune(s))) }
	for _, text := range []string{"", "a", "one two three four five six seven", strings.Repeat("x", 95), "see https://bakery.example/a/long/address?with=a&query=string now", "a " + strings.Repeat("y", 40) + " b"} {
		lines := wrap(text, 20, 100, width)
		for _, l := range lines {
			if width(l) > 20 || l == "" {
				t.Errorf("%q: line %q", text, l)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := squeeze(strings.Join(lines, "")); got != squeeze(text) {
			t.Errorf("%q became %q", text, lines)
		}
		if cut := wrap(text, 20, 2, width); len(lines) > 2 && (len(cut) != 2 || !strings.HasSuffix(cut[1], "…") || width(cut[1]) > 20) {
			t.Errorf("%q is cut to %q", text, cut)
		}
	}
}

// A logo that is no image costs the logo, not the report; SVG and JPEG are shown.
func TestLogos(t *testing.T) {
	src := reporttest.Source(8, 4)
	for name, want := range map[string]bool{
		"": false, "no image": false, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="120" height="40" fill="#0f766e"/></svg>`: true,
		`<svg xmlns="http://www.w3.org/2000/svg"><rect width="120"`: false,
	} {
		src.Brand = report.Brand{Name: "Agency", Logo: []byte(name), LogoType: "image/svg+xml"}
		if has := bytes.Contains(written(t, src), []byte("/Subtype /Image")); has != want {
			t.Errorf("logo %.30q is shown: %v", name, has)
		}
	}
}

// A report of 20,000 problems takes a moment only.
func BenchmarkWrite(b *testing.B) {
	src := reporttest.Source(20_000, 3)
	b.ResetTimer()
	for b.Loop() {
		var out bytes.Buffer
		if err := Write(b.Context(), &out, src); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(out.Len()), "bytes")
	}
}
