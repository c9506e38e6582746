package storage

import (
	"bytes"
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"

	"sitewell/scanner/result"
)

// textColumn holds the folded address and title of every row, one after the
// other, so that a search is one pass over memory.
type textColumn struct {
	all   []byte
	start []uint64 // of each text in all; one more at the end
	row   []uint32 // whose text it is
}

// gap stands between texts; it is no UTF-8, so no needle reaches over it.
const gap = 0xff

// fold makes texts equal that differ in case only (Unicode full case folding).
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return cases.Fold().String(s)
		}
	}
	return strings.ToLower(s)
}

// search leaves the rows whose address or title, or the text of a link to
// them where they are problems, has text in it, whatever the case.
func (v *view) search(ctx context.Context, tx *sql.Tx, rows []uint32, text string) ([]uint32, error) {
	needle := strings.ReplaceAll(fold(text), string([]byte{gap}), "")
	texts, err := v.foldedTexts(ctx, tx)
	if err != nil {
		return nil, err
	}
	hit := make([]bool, v.len())
	texts.find([]byte(needle), hit)
	words, err := v.linkWords(ctx, tx)
	if err != nil {
		return nil, err
	}
	for id, all := range words {
		if !hit[id-1] {
			hit[id-1] = slices.ContainsFunc(all, func(t string) bool { return strings.Contains(t, needle) })
		}
	}
	return slices.DeleteFunc(rows, func(row uint32) bool { return !hit[row] }), nil
}

// find marks the rows that have needle in them.
func (c *textColumn) find(needle []byte, hit []bool) {
	i := 0 // the text that is looked at
	for at := uint64(0); i < len(c.row); {
		found := bytes.Index(c.all[at:], needle)
		if found < 0 {
			return
		}
		at += uint64(found)
		// The text that at lies in is the last that starts not behind it.
		n, _ := slices.BinarySearchFunc(c.start[i:], at, func(start, at uint64) int {
			if start <= at {
				return -1
			}
			return 1
		})
		i += n
		if i > len(c.row) {
			return
		}
		hit[c.row[i-1]] = true
		at = c.start[i]
	}
}

// foldedTexts gives the textColumn of the view.
func (v *view) foldedTexts(ctx context.Context, tx *sql.Tx) (*textColumn, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.texts != nil {
		return v.texts, nil
	}
	c := &textColumn{start: make([]uint64, 0, v.len()+1)}
	add := func(row uint32, text string) {
		c.row = append(c.row, row)
		c.start = append(c.start, uint64(len(c.all)))
		c.all = append(append(c.all, fold(text)...), gap)
	}
	err := v.eachAddress(ctx, tx, false, func(row uint32, address string) bool { add(row, address); return true })
	if err != nil {
		return nil, err
	}
	err = v.eachFact(ctx, tx, false, func(row uint32, f *fact) {
		if f.title != "" {
			add(row, f.title)
		}
	})
	if err != nil {
		return nil, err
	}
	c.start = append(c.start, uint64(len(c.all)))
	v.texts = c
	return c, nil
}

// linkWords gives the folded texts of the links to each problem, each once.
func (v *view) linkWords(ctx context.Context, tx *sql.Tx) (map[result.ID][]string, error) {
	v.mu.Lock()
	words := v.words
	v.mu.Unlock()
	if words != nil {
		return words, nil
	}
	words = make(map[result.ID][]string)
	index := v.index()
	problem := func(url uint32) result.ID {
		if id := index.id(url); id != 0 && v.verdict(id).IsProblem() {
			return id
		}
		return 0
	}
	add := func(url uint32, text string) {
		if id := problem(url); id != 0 && text != "" && !slices.Contains(words[id], text) {
			words[id] = append(words[id], text)
		}
	}
	err := v.eachLinkOf(ctx, tx, func(t target) bool { return problem(t.page) != 0 || t.frag != 0 && problem(t.frag) != 0 }, func(l *link) {
		text := fold(l.text)
		add(l.page, text)
		if l.frag != 0 {
			add(l.frag, text)
		}
	})
	if err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.words = words
	return words, nil
}

// eachLinkOf calls yield with the links of all pages that lead where wanted
// says, those of a shared list once.
func (v *view) eachLinkOf(ctx context.Context, tx *sql.Tx, wanted func(target) bool, yield func(*link)) error {
	var h docHead
	codec := newRunCodec(tx)
	lists := make(map[uint32]bool)
	return eachDoc(ctx, tx, `d.head, d.rest`, v.pages(nil), func(_ pageDoc, head, rest []byte) error {
		if err := h.decode(head); err != nil {
			return err
		}
		for _, it := range h.items {
			if it.list == 0 || lists[it.list] {
				continue
			}
			lists[it.list] = true
			l, err := v.openList(tx, codec, it.list)
			if err != nil {
				return err
			}
			eachWanted(l.links, wanted, yield)
		}
		if !slices.ContainsFunc(h.own, wanted) {
			return nil
		}
		own := make([]link, len(h.own))
		for i, t := range h.own {
			own[i].page, own[i].frag = t.page, t.frag
		}
		if err := codec.unrest(rest, own); err != nil {
			return err
		}
		eachWanted(own, wanted, yield)
		return nil
	})
}

func eachWanted(links []link, wanted func(target) bool, yield func(*link)) {
	for i := range links {
		if l := &links[i]; wanted(target{l.page, l.frag}) {
			yield(l)
		}
	}
}
