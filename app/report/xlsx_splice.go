package report

import (
	"archive/zip"
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"

	"github.com/klauspost/compress/flate"
)

// endOfRows is where the rows of a sheet end in its XML.
var endOfRows = []byte("</sheetData>")

// splicer is the zip archive that excelize writes a workbook into. It puts
// rows into some of the parts as they pass by, so that neither they nor the
// archive are ever in memory as a whole.
type splicer struct {
	zip  *zip.Writer
	rows map[string]func(io.Writer) error // by part, each called once
	err  error                            // the first one
}

// flateLevel packs twice as fast as the default, into files 5 % larger.
const flateLevel = 3

func newSplicer(w io.Writer, rows map[string]func(io.Writer) error) *splicer {
	s := &splicer{zip: zip.NewWriter(w), rows: rows}
	s.zip.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flateLevel)
	})
	return s
}

// Create begins a part.
func (s *splicer) Create(name string) (io.Writer, error) {
	if s.err != nil {
		return nil, s.err
	}
	w, err := s.zip.Create(name)
	if err != nil {
		s.err = err
		return nil, err
	}
	rows := s.rows[name]
	delete(s.rows, name)
	return &part{splicer: s, w: w, rows: rows}, nil
}

// AddFS is for excelize's interface, which never calls it.
func (s *splicer) AddFS(fsys fs.FS) error { return s.zip.AddFS(fsys) }

// Close ends the archive.
func (s *splicer) Close() error {
	if err := s.zip.Close(); s.err == nil {
		s.err = err
	}
	return s.err
}

// complete reports rows that found no part: a change in excelize.
func (s *splicer) complete() error {
	for name := range s.rows {
		return fmt.Errorf("write workbook: no part %s for its rows", name)
	}
	return nil
}

// part writes a part that excelize hands over in one piece.
type part struct {
	*splicer
	w    io.Writer
	rows func(io.Writer) error
}

// Write writes p, with the rows before the end of the sheet's own.
func (p *part) Write(data []byte) (int, error) {
	err := p.write(data)
	if err != nil {
		if p.err == nil {
			p.err = err
		}
		return 0, err
	}
	return len(data), nil
}

func (p *part) write(data []byte) error {
	if p.rows == nil {
		_, err := p.w.Write(data)
		return err
	}
	i := bytes.Index(data, endOfRows)
	if i < 0 {
		return fmt.Errorf("sheet without %s", endOfRows)
	}
	w := bufio.NewWriterSize(p.w, 1<<16)
	for _, step := range []func() error{
		func() error { _, err := w.Write(data[:i]); return err },
		func() error { return p.rows(w) },
		func() error { _, err := w.Write(data[i:]); return err },
		w.Flush,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
