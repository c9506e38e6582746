// Package storage keeps sites and the history of their scans in one SQLite
// file. It is the only package with SQL. It implements the scanner's Sink and
// Journal from the data of scanner/result and scanner/outcome, and must not
// know the engine, the window or any report.
//
// One connection writes, with IMMEDIATE transactions; a pool of read-only
// connections reads beside it (WAL).
package storage
