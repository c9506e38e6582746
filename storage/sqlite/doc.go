// Package sqlite keeps sites and the history of their scans in one SQLite
// file, in plain tables that docs/database.md describes. A DB is made of parts
// in packages of their own: findings reads, compare compares, record stores what
// a running scan finds, dbfile opens the file. Here are sites, deletion,
// rechecks, and the check of all that is stored. Only this folder has SQL; it
// must not know the engine, the window or any report.
//
// One connection writes, with IMMEDIATE transactions; a pool of read-only
// connections reads beside it (WAL). Numbers of addresses that are read and
// shown, as in storage.Row, are those of table url: they are the same in all
// scans of all sites. A Writer alone is told those of its scan.
package sqlite
