// Package storage has the types and the rules of the history: sites, their
// scans, what these found, and how two scans compare. It is data and pure
// functions; package storage/sqlite keeps it in a file.
package storage
