package dbfile

import (
	"context"
	"database/sql"
	"errors"

	"sitewell/storage"
)

// Reading runs work in a transaction of the read-only pool, so that all its
// queries see the same moment. Statements inside take no context of their
// own: cancelling ctx ends the transaction.
func (f *File) Reading(ctx context.Context, op string, work func(tx *sql.Tx) error) error {
	return transact(ctx, f.Read, op, work)
}

// Writing runs work in an IMMEDIATE transaction of the one writing connection:
// all of it is stored, or nothing.
func (f *File) Writing(ctx context.Context, op string, work func(tx *sql.Tx) error) error {
	if f.Write == nil {
		return Wrap(op, storage.ErrReadOnly)
	}
	return transact(ctx, f.Write, op, work)
}

func transact(ctx context.Context, pool *sql.DB, op string, work func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return Wrap(op, Cancelled(ctx, err))
	}
	defer tx.Rollback() // after a Commit it does nothing
	if err := work(tx); err != nil {
		return Wrap(op, Cancelled(ctx, err))
	}
	return Wrap(op, Cancelled(ctx, tx.Commit()))
}

// Cancelled returns the context's error where that is why a statement ended.
func Cancelled(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return errors.Join(ctx.Err(), err)
	}
	return err
}
