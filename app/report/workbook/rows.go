package workbook

import (
	"context"
	"errors"
	"io"
)

// ErrEnough ends Rows before the end of the workbook when the function that it calls returns
// it.
var ErrEnough = errEnough

// Rows calls each with every row of a workbook of so many bytes that has any text, sheet by
// sheet. cells are by number of column, from 1, and row is from 1, too. The workbook may
// come from any program, and its formulas are not computed. The error wraps
// ErrNotWorkbook, ErrTooLarge or ErrDamaged, or is that of ctx or of each.
func Rows(ctx context.Context, r io.ReaderAt, size int64, each func(sheet string, row int, cells map[int]string) error) error {
	a, err := open(r, size)
	if err != nil {
		return err
	}
	for _, s := range a.sheets {
		err := a.rows(ctx, s.part, func(row int, cells map[int]string) error { return each(s.name, row, cells) })
		if errors.Is(err, ErrEnough) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
