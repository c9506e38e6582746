package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"sitewell/storage"
)

// reading runs f in a transaction of the read-only pool, so that all its
// queries see the same moment. Statements inside take no context of their
// own: cancelling ctx ends the transaction.
func (db *DB) reading(ctx context.Context, op string, f func(tx *sql.Tx) error) error {
	return transact(ctx, db.read, op, f)
}

// writing runs f in an IMMEDIATE transaction of the one writing connection:
// all of it is stored, or nothing.
func (db *DB) writing(ctx context.Context, op string, f func(tx *sql.Tx) error) error {
	if db.write == nil {
		return wrap(op, storage.ErrReadOnly)
	}
	return transact(ctx, db.write, op, f)
}

func transact(ctx context.Context, pool *sql.DB, op string, f func(tx *sql.Tx) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return wrap(op, cancelled(ctx, err))
	}
	defer tx.Rollback() // after a Commit it does nothing
	if err := f(tx); err != nil {
		return wrap(op, cancelled(ctx, err))
	}
	return wrap(op, cancelled(ctx, tx.Commit()))
}

// cancelled adds the context's error to err if that is why a statement ended.
func cancelled(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && !errors.Is(err, ctx.Err()) {
		return errors.Join(ctx.Err(), err)
	}
	return err
}
