package assets

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// pluralForms is a text with the forms that English has.
type pluralForms struct {
	One   string `json:"one"`
	Other string `json:"other"`
}

// use is where the code asks for a text.
type use struct {
	plural   bool
	one      string // the singular, where the code has it beside
	fallback string // what X and XN show where there is no translation
	at       token.Position
}

// Every text that the window can show is in en.json, so that a language which
// translates that file is complete. It contains no text that is not shown.
func TestTranslations(t *testing.T) {
	uses := keysIn(t, "../ui", "../app", "../scanner/coverage", "../scanner/reason", "../storage/columns")
	const file = "translations/en.json"
	var got map[string]json.RawMessage
	b, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(b, &got)
	}
	if err != nil && !*update {
		t.Fatal(err)
	}
	if *update {
		got = write(t, file, uses, got)
	}
	for _, key := range slices.Sorted(maps.Keys(uses)) {
		u := uses[key]
		raw, ok := got[key]
		if !ok {
			t.Errorf("%s: %q is missing in %s: run the test with -update", u.at, key, file)
			continue
		}
		var forms pluralForms
		isPlural := json.Unmarshal(raw, &forms) == nil
		if isPlural != u.plural {
			t.Errorf("%s: %q: plural forms in %s: %v, want %v", u.at, key, file, isPlural, u.plural)
		}
		if u.plural && (forms.One == "" || forms.Other == "") {
			t.Errorf("%s: %q: write its singular form into %s", u.at, key, file)
		}
		if diff := cmp.Diff(placeholders(u.fallback), placeholders(forms.Other+text(raw))); diff != "" {
			t.Errorf("%s: %q: placeholders (-code +file):\n%s", u.at, key, diff)
		}
	}
	for key := range got {
		if _, ok := uses[key]; !ok {
			t.Errorf("%s: nothing shows %q: run the test with -update", file, key)
		}
	}
	if raw := got["window.language"]; text(raw) != "en" {
		t.Errorf("%s: window.language is %s, want its own name", file, raw)
	}
	for key := range uses {
		if slices.Contains(reserved, strings.ToLower(key)) {
			t.Errorf("%s: %q is a word that go-i18n keeps for itself: use lang.X with a key", uses[key].at, key)
		}
	}
}

// formsIn are the plural forms that a language has for whole numbers (Unicode CLDR), which
// a translation must write.
func formsIn(lang string) []string {
	names := map[plural.Form]string{plural.Other: "other", plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many"}
	all := map[string]bool{}
	for n := range 201 {
		all[names[plural.Cardinal.MatchPlural(language.Make(lang), n, 0, 0, 0, 0)]] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// Every other language translates the keys of en.json by the same rule. A key
// that it lacks is shown in English and named in the log, so that a person who
// adds a text need not know all languages. What it contains must fit the code.
func TestTranslationsOfOtherLanguages(t *testing.T) {
	var english map[string]json.RawMessage
	read(t, "translations/en.json", &english)
	for _, file := range others(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			lang := strings.TrimSuffix(filepath.Base(file), ".json")
			if _, err := language.Parse(lang); err != nil {
				t.Fatalf("%q is no language: %v", lang, err)
			}
			var got map[string]json.RawMessage
			read(t, file, &got)
			if *update {
				maps.DeleteFunc(got, func(key string, _ json.RawMessage) bool { return english[key] == nil })
				if err := os.WriteFile(file, append(indented(t, got), '\n'), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			missing := 0
			for _, key := range slices.Sorted(maps.Keys(english)) {
				raw, ok := got[key]
				if !ok {
					t.Logf("%q is missing and will be shown in English", key)
					missing++
					continue
				}
				checkTranslation(t, key, english[key], raw, formsIn(lang))
			}
			for _, key := range slices.Sorted(maps.Keys(got)) {
				if english[key] == nil {
					t.Errorf("nothing shows %q: run the tests with -update", key)
				}
			}
			if text(got["window.language"]) != lang {
				t.Errorf("window.language is %s, want its own name", got["window.language"])
			}
			t.Logf("%d of %d texts are translated", len(english)-missing, len(english))
			if missing > len(english)/10 {
				t.Errorf("%d of %d texts are missing", missing, len(english))
			}
		})
	}
}

// checkTranslation holds one text to the English one: a plural form for each
// form of the language, and the same facts filled in.
func checkTranslation(t *testing.T, key string, english, raw json.RawMessage, forms []string) {
	t.Helper()
	want := placeholders(text(english))
	texts := map[string]string{"text": text(raw)}
	if text(english) == "" {
		var source pluralForms
		if err := json.Unmarshal(english, &source); err != nil {
			t.Fatal(err)
		}
		want = placeholders(source.Other)
		clear(texts)
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Errorf("%q needs the plural forms %v", key, forms)
			return
		}
		if diff := cmp.Diff(forms, slices.Sorted(maps.Keys(texts))); diff != "" {
			t.Errorf("%q: plural forms (-want +got):\n%s", key, diff)
		}
	}
	for form, s := range texts {
		if s == "" {
			t.Errorf("%q: %s is empty", key, form)
		}
		if diff := cmp.Diff(want, placeholders(s)); diff != "" {
			t.Errorf("%q: placeholders of %s (-English +translation):\n%s", key, form, diff)
		}
	}
}

// others are the files of all languages but English.
func others(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("translations/*.json")
	if err != nil {
		t.Fatal(err)
	}
	files = slices.DeleteFunc(files, func(name string) bool { return filepath.Base(name) == "en.json" })
	if len(files) == 0 {
		t.Fatal("no language but English: nothing would be checked")
	}
	return files
}

func read(t *testing.T, file string, into any) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

var reserved = []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}

func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

var placeholder = regexp.MustCompile(`\{\{\s*\.\w+\s*\}\}`)

func placeholders(s string) []string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func write(t *testing.T, file string, uses map[string]use, old map[string]json.RawMessage) map[string]json.RawMessage {
	t.Helper()
	next := map[string]json.RawMessage{}
	for key, u := range uses {
		var value any = u.fallback
		if u.plural {
			var forms pluralForms
			_ = json.Unmarshal(old[key], &forms) // absent at first
			forms.Other = u.fallback
			if u.one != "" {
				forms.One = u.one
			}
			value = forms
		}
		next[key] = marshal(t, value)
	}
	if err := os.WriteFile(file, append(indented(t, next), '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	return next
}

func marshal(t *testing.T, v any) json.RawMessage {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return json.RawMessage(b.String())
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return []byte(strings.TrimSpace(b.String()))
}

// keysIn reads the Go files below the given folders for calls of lang.L, N, X
// and XN, for the sentences of core.Message and package coverage, which the window
// translates, for the headings of columns, and for what a report says.
func keysIn(t *testing.T, folders ...string) map[string]use {
	t.Helper()
	uses := map[string]use{}
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			f, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			constants := constantsIn(t, filepath.Dir(path))
			ast.Inspect(f, func(n ast.Node) bool {
				for key, u := range keysOf(n, constants) {
					u.at = files.Position(n.Pos())
					if old, ok := uses[key]; ok && (old.plural != u.plural || old.fallback != u.fallback) {
						t.Errorf("%s: %q is used in another way at %s", u.at, key, old.at)
					}
					uses[key] = u
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return uses
}

// constantsIn returns the texts that a folder's package has names for.
func constantsIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, path := range paths {
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		maps.Copy(texts, constantsOf(f))
	}
	return texts
}

// constantsOf returns the texts that a file has names for, wherever it declares
// them.
func constantsOf(f *ast.File) map[string]string {
	texts := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if decl, ok := n.(*ast.GenDecl); ok && decl.Tok == token.CONST {
			for _, spec := range decl.Specs {
				v := spec.(*ast.ValueSpec)
				for i := range v.Values {
					if s, ok := literal(v.Values[i], texts); ok {
						texts[v.Names[i].Name] = s
					}
				}
			}
		}
		return true
	})
	return texts
}

func keysOf(n ast.Node, constants map[string]string) map[string]use {
	switch n := n.(type) {
	case *ast.CallExpr:
		if key, ok := said(n, constants); ok {
			return map[string]use{key: {fallback: key}}
		}
		fun, ok := n.Fun.(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		if fun.Sel.Name == "Plural" && len(n.Args) == 3 { // of a report's Speech
			one, ok := literal(n.Args[1], constants)
			if other, isText := literal(n.Args[2], constants); ok && isText && strings.Contains(other, "{{.Count}}") {
				return map[string]use{other: {fallback: other, plural: true, one: one}}
			}
		}
		if pkg, ok := fun.X.(*ast.Ident); !ok || pkg.Name != "lang" || len(n.Args) == 0 {
			return nil
		}
		key, ok := literal(n.Args[0], constants)
		if !ok {
			return nil
		}
		switch fun.Sel.Name {
		case "L", "Localize":
			return map[string]use{key: {fallback: key}}
		case "N", "LocalizePlural":
			return map[string]use{key: {fallback: key, plural: true}}
		case "X", "LocalizeKey", "XN", "LocalizePluralKey":
			if fallback, ok := literal(n.Args[1], constants); ok {
				return map[string]use{key: {fallback: fallback, plural: strings.Contains(fun.Sel.Name, "N") || strings.Contains(fun.Sel.Name, "Plural")}}
			}
		}
	case *ast.CompositeLit:
		if name, ok := n.Type.(*ast.Ident); ok && name.Name == "Sentence" {
			return sentence(n, constants)
		}
		return heading(n, constants)
	}
	return nil
}

// said returns the text of a call by which a report asks for words: speak("…"),
// b.speak("…", …) or speech.Say("…", …).
func said(n *ast.CallExpr, constants map[string]string) (string, bool) {
	name := ""
	switch fun := n.Fun.(type) {
	case *ast.Ident:
		name = fun.Name
	case *ast.SelectorExpr:
		name = fun.Sel.Name
	}
	if name != "speak" && name != "Say" || len(n.Args) == 0 {
		return "", false
	}
	return literal(n.Args[0], constants)
}

func sentence(n *ast.CompositeLit, constants map[string]string) map[string]use {
	keys := map[string]use{}
	for i, e := range n.Elts {
		name, value := "", e
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				name = id.Name
			}
			value = kv.Value
		} else if i < 2 {
			name = [...]string{"Text", "Next"}[i]
		}
		if s, ok := literal(value, constants); ok && s != "" && (name == "Text" || name == "Next") {
			keys[s] = use{fallback: s}
		}
	}
	return keys
}

// heading returns the heading that a column or cell of package columns has.
func heading(n *ast.CompositeLit, constants map[string]string) map[string]use {
	for _, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if name, ok := kv.Key.(*ast.Ident); ok && name.Name == "Heading" {
				if text, ok := literal(kv.Value, constants); ok {
					return map[string]use{text: {fallback: text}}
				}
			}
		}
	}
	return nil
}

// literal returns the value of a string literal, of a constant of the same file,
// or of several joined by +.
func literal(e ast.Expr, constants map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, e.Kind == token.STRING && err == nil
	case *ast.Ident:
		s, ok := constants[e.Name]
		return s, ok
	case *ast.BinaryExpr:
		a, okA := literal(e.X, constants)
		b, okB := literal(e.Y, constants)
		return a + b, e.Op == token.ADD && okA && okB
	case *ast.ParenExpr:
		return literal(e.X, constants)
	default:
		return "", false
	}
}

// A key is read wherever it stands.
func TestKeysOf(t *testing.T) {
	tests := map[string]string{
		`lang.L("a")`:                                   `"a"`,
		`lang.L("a " + "b", data)`:                      `"a b"`,
		`lang.N("{{.Count}} pages", n)`:                 `"{{.Count}} pages" plural`,
		`lang.X("key", "text")`:                         `"key"`,
		`lang.XN("key", "{{.Count}} texts", n)`:         `"key" plural`,
		`Sentence{Text: "t", Next: "n"}`:                `"n" "t"`,
		`Sentence{Text: "t", Next: known}`:              `"a constant" "t"`,
		`speak("a")`:                                    `"a"`,
		`b.speak("a {{.N}}", "N", n)`:                   `"a {{.N}}"`,
		`say.Plural(n, "a {{.Count}}", "b {{.Count}}")`: `"b {{.Count}}" plural`,
		`Column{ID: "a", Heading: "b"}`:                 `"b"`,
		`other.L("a")`:                                  ``,
		`lang.L(variable)`:                              ``,
	}
	for src, want := range tests {
		e, err := parser.ParseExpr(src)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for key, u := range keysOf(e, map[string]string{"known": "a constant"}) {
			s := fmt.Sprintf("%q", key)
			if u.plural {
				s += " plural"
			}
			got = append(got, s)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", src, diff)
		}
	}
}

// A scan is called the same everywhere in German: "Prüflauf", never "Scan".
func TestGermanNameOfAScan(t *testing.T) {
	var german map[string]json.RawMessage
	read(t, "translations/de.json", &german)
	scan := regexp.MustCompile(`(?:^|[^.])\bScans?\b`)
	for key, raw := range german {
		if scan.Match(raw) {
			t.Errorf("%q is %s, want it to say “Prüflauf”", key, raw)
		}
	}
}
