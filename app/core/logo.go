package core

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
)

// Limits of logos.
const (
	MaxLogo       = 1 << 20 // bytes of a file
	maxLogoSide   = 3000    // pixels
	maxLogoDepth  = 100     // elements of an SVG within each other
	svgType       = "image/svg+xml"
	sniffedOfText = 512
)

// LogoProblem is what is wrong with a logo.
type LogoProblem int

// The problems.
const (
	LogoTooLarge LogoProblem = iota + 1 // the file
	LogoTooWide                         // the picture
	LogoUnknown                         // neither PNG, JPEG nor SVG
	LogoDamaged
	LogoActive  // an SVG that would do something, or load something
	LogoUndrawn // an SVG with what workbooks and PDFs could not show, such as letters
)

// LogoError says why a file can't be a logo.
type LogoError struct {
	Problem LogoProblem
	Err     error
}

// Error names the problem.
func (e *LogoError) Error() string { return fmt.Sprintf("logo: problem %d: %v", e.Problem, e.Err) }

// Unwrap returns what a decoder said.
func (e *LogoError) Unwrap() error { return e.Err }

// CheckLogo returns the media type of a file that can be a logo: image/png, image/jpeg or
// image/svg+xml. It is decoded once, so that no report fails for it. Errors: *LogoError.
func CheckLogo(file []byte) (mediaType string, err error) {
	if len(file) > MaxLogo {
		return "", &LogoError{Problem: LogoTooLarge}
	}
	mediaType = http.DetectContentType(file)
	format, ok := pictures[mediaType]
	if !ok && looksLikeSVG(file) {
		return svgType, checkSVG(file)
	}
	if !ok {
		return "", &LogoError{LogoUnknown, image.ErrFormat}
	}
	config, err := format.size(bytes.NewReader(file))
	switch {
	case err != nil:
		return "", &LogoError{LogoDamaged, err}
	case config.Width > maxLogoSide || config.Height > maxLogoSide:
		return "", &LogoError{Problem: LogoTooWide}
	}
	if _, err := format.decode(bytes.NewReader(file)); err != nil {
		return "", &LogoError{LogoDamaged, err}
	}
	return mediaType, nil
}

// pictures are the formats that a logo can have, by media type. image.Decode would take
// those of any package that the program imports.
var pictures = map[string]struct {
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}{
	"image/png":  {png.DecodeConfig, png.Decode},
	"image/jpeg": {jpeg.DecodeConfig, jpeg.Decode},
}

func looksLikeSVG(file []byte) bool {
	return bytes.Contains(file, []byte("<svg")) || bytes.HasPrefix(bytes.TrimSpace(file[:min(len(file), sniffedOfText)]), []byte("<?xml"))
}

// passive are the elements of an SVG that only draw.
var passive = words(`svg g defs symbol use title desc metadata style path rect circle ellipse line polyline polygon text tspan textPath image
	linearGradient radialGradient stop clipPath mask pattern marker filter feBlend feColorMatrix feComponentTransfer feComposite feFlood feFuncA feFuncB
	feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset feDropShadow switch view`)

func words(text string) map[string]bool {
	all := make(map[string]bool)
	for _, w := range strings.Fields(text) {
		all[w] = true
	}
	return all
}

// undrawn are those of them that the library for drawing leaves out: a logo would lose its
// letters without a word.
var undrawn = words(`text tspan textPath image switch mask pattern marker clipPath filter symbol`)

var (
	errActive  = errors.New("more than a drawing")
	errUndrawn = errors.New("can't be drawn")
)

// checkSVG returns an error for an SVG that is not well-formed, or that is more than a
// drawing: scripts, handlers, animation, entities, and whatever it would load.
func checkSVG(file []byte) error {
	d := xml.NewDecoder(bytes.NewReader(file))
	d.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("encoding %q", label)
	}
	depth, definitions, root := 0, 0, false
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && root {
			return nil
		}
		if err != nil {
			return &LogoError{LogoDamaged, err}
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxLogoDepth || !root && token.Name.Local != "svg" {
				return &LogoError{LogoDamaged, fmt.Errorf("element %s", token.Name.Local)}
			}
			root = true
			if isEditors(token.Name.Space) { // of Inkscape and others, which no viewer shows
				continue
			}
			if !passive[token.Name.Local] || !drawsOnly(token.Attr) {
				return &LogoError{LogoActive, errActive}
			}
			if undrawn[token.Name.Local] || token.Name.Local == "use" && definitions > 0 { // it could use itself
				return &LogoError{LogoUndrawn, fmt.Errorf("element %s %w", token.Name.Local, errUndrawn)}
			}
			if token.Name.Local == "defs" {
				definitions++
			}
		case xml.EndElement:
			if depth--; token.Name.Local == "defs" && !isEditors(token.Name.Space) {
				definitions--
			}
		case xml.CharData:
			if loads(string(token)) {
				return &LogoError{LogoActive, errActive}
			}
		case xml.Directive: // entities; a bare document type does nothing
			if bytes.ContainsAny(token, "[") || bytes.Contains(bytes.ToUpper(token), []byte("ENTITY")) {
				return &LogoError{LogoActive, errActive}
			}
		case xml.ProcInst:
			if token.Target != "xml" {
				return &LogoError{LogoActive, errActive}
			}
		}
	}
}

// isEditors reports whether a namespace is that of metadata, which is never drawn.
func isEditors(space string) bool {
	switch space {
	case "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://creativecommons.org/ns#", "http://purl.org/dc/elements/1.1/",
		"http://www.inkscape.org/namespaces/inkscape", "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd":
		return true
	}
	return false
}

// drawsOnly reports whether attributes neither do nor load anything.
func drawsOnly(attributes []xml.Attr) bool {
	for _, a := range attributes {
		name, value := strings.ToLower(a.Name.Local), strings.TrimSpace(a.Value)
		switch {
		case strings.HasPrefix(name, "on"):
			return false
		case name == "href" && !strings.HasPrefix(value, "#") && !embedded.MatchString(value):
			return false
		case name != "href" && loads(value):
			return false
		}
	}
	return true
}

var (
	embedded = regexp.MustCompile(`^data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=\s]*$`)
	// address matches what a style sheet loads, but for what is in the same file; a
	// backslash may spell any letter of it.
	address = regexp.MustCompile(`(?i)url\(\s*['"]?\s*[^#'"\s]|@import|expression\(|javascript:|\\|image-set|src\(`)
)

// loads reports whether the text of a style, or the value of an attribute, would load or
// run something.
func loads(text string) bool { return address.MatchString(text) }

// ReadLogo reads a file that is to be a logo. One that can't be read is a *FileError.
func ReadLogo(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	defer file.Close()
	logo, err := io.ReadAll(io.LimitReader(file, MaxLogo+1)) // one more is too large
	if err != nil {
		return nil, &FileError{Path: path, Err: err}
	}
	return logo, nil
}

// FileError is a file that a person named and that can't be read.
type FileError struct {
	Path string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("read %s: %v", e.Path, e.Err) }

func (e *FileError) Unwrap() error { return e.Err }
