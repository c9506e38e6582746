package core

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitewell/app/core/contrast"
	"sitewell/assets/texts"
	"sitewell/storage"
)

// Limits of what a person may write into a brand, in characters, and of days.
const (
	maxBrandName   = 80
	maxBrandFooter = 200
	maxPromise     = 365
)

// LeastContrast is the least contrast of an accent colour against white: it colours
// headings.
const LeastContrast = contrast.Text

// What is wrong with a brand, beside storage.ErrBrandTaken and a *LogoError.
var (
	ErrBrandName     = errors.New("brand has no name")
	ErrBrandLong     = errors.New("text of a brand is too long")
	ErrBrandAccent   = errors.New("accent is no colour")
	ErrBrandLanguage = errors.New("no reports in this language")
	ErrBrandPromise  = errors.New("promise is no number of days")
)

// ContrastError says that an accent colour can't be read on white.
type ContrastError struct {
	Accent   string
	Contrast float64
}

// Error names the colour.
func (e *ContrastError) Error() string {
	return fmt.Sprintf("contrast of %s is %.1f", e.Accent, e.Contrast)
}

// UnknownBrandError says that there is no brand of the name that was typed.
type UnknownBrandError struct{ Typed string }

// Error names what was typed.
func (e *UnknownBrandError) Error() string { return fmt.Sprintf("no brand %q", e.Typed) }

// ReportLanguages are those in which reports can be written.
func ReportLanguages() []string { return texts.Tags() }

// Brands are what agencies and clients put on reports.
type Brands struct{ *base }

// List returns all brands by name.
func (b *Brands) List(ctx context.Context) ([]storage.Brand, error) { return b.db.Brands(ctx) }

// Of returns the brand of a site: its own, else that of its client, else the one of all
// sites; the zero value where there is none.
func (b *Brands) Of(ctx context.Context, site storage.SiteID) (storage.Brand, error) {
	return b.db.BrandOf(ctx, site)
}

// Find finds a brand by its name, whatever the case of letters. Errors: *UnknownBrandError.
func (b *Brands) Find(ctx context.Context, name string) (storage.Brand, error) {
	all, err := b.db.Brands(ctx)
	if err != nil {
		return storage.Brand{}, err
	}
	for _, brand := range all {
		if strings.EqualFold(brand.Name, strings.TrimSpace(name)) {
			return brand, nil
		}
	}
	return storage.Brand{}, &UnknownBrandError{Typed: name}
}

// Save stores a brand, a new one where its ID is 0, and returns it as it is stored. Errors:
// those of CheckBrand, storage.ErrBrandTaken, storage.ErrNotFound.
func (b *Brands) Save(ctx context.Context, brand storage.Brand) (storage.Brand, error) {
	brand, err := CheckBrand(brand)
	if err != nil {
		return brand, err
	}
	return b.db.SaveBrand(ctx, brand)
}

// Delete deletes a brand. Sites that had it have the next that is for them.
func (b *Brands) Delete(ctx context.Context, id storage.BrandID) error {
	return b.db.DeleteBrand(ctx, id)
}

// SiteBrand returns which brand a site has of its own, 0 for none.
func (b *Brands) SiteBrand(ctx context.Context, site storage.SiteID) (storage.BrandID, error) {
	return b.db.SiteBrand(ctx, site)
}

// SetSiteBrand stores which brand a site has of its own; 0 takes it away.
func (b *Brands) SetSiteBrand(ctx context.Context, site storage.SiteID, id storage.BrandID) error {
	return b.db.SetSiteBrand(ctx, site, id)
}

// CheckBrand returns a brand as it is stored: texts are one line, a colour is "#0f766e".
// Errors: ErrBrandName, ErrBrandLong, ErrBrandAccent, ErrBrandLanguage, ErrBrandPromise,
// *ContrastError, *LogoError.
func CheckBrand(b storage.Brand) (storage.Brand, error) {
	b.Name, b.Client, b.Footer = oneLine(b.Name), oneLine(b.Client), oneLine(b.Footer)
	b.Accent, b.Language = strings.TrimSpace(b.Accent), strings.TrimSpace(b.Language)
	switch {
	case b.Name == "":
		return b, ErrBrandName
	case utf8.RuneCountInString(b.Name) > maxBrandName, utf8.RuneCountInString(b.Client) > maxBrandName, utf8.RuneCountInString(b.Footer) > maxBrandFooter:
		return b, ErrBrandLong
	case b.Promise < 0 || b.Promise > maxPromise:
		return b, ErrBrandPromise
	case b.Language != "" && !slices.Contains(ReportLanguages(), b.Language):
		return b, ErrBrandLanguage
	}
	if b.Accent != "" {
		accent, ok := contrast.Parse(b.Accent)
		if !ok {
			return b, ErrBrandAccent
		}
		b.Accent = accent.String()
		if ratio := contrast.Ratio(accent, contrast.White); ratio < LeastContrast {
			return b, &ContrastError{Accent: b.Accent, Contrast: math.Floor(ratio*10) / 10}
		}
	}
	if b.Logo == nil {
		b.LogoType = ""
		return b, nil
	}
	var err error
	b.LogoType, err = CheckLogo(b.Logo)
	return b, err
}

// oneLine leaves line breaks and other control characters out of a text.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}
