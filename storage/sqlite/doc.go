// Package sqlite keeps sites and the history of their scans in one SQLite
// file, in plain tables that docs/database.md describes. It is the only package
// with SQL. It implements the scanner's Sink and Journal, and the questions of
// package storage; it must not know the engine, the window or any report.
//
// One connection writes, with IMMEDIATE transactions; a pool of read-only
// connections reads beside it (WAL). Numbers of addresses that are read and
// shown, as in storage.Row, are those of table url: they are the same in all
// scans of all sites. A Writer alone is told those of its scan.
package sqlite
