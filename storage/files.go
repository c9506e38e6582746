package storage

// Files returns the names of all files that a database at path has or may
// have, whether they exist or not: itself, what SQLite keeps beside it while it
// is open (https://www.sqlite.org/tempfiles.html), and copies made before a
// migration.
func Files(path string) []string {
	files := []string{path, path + "-wal", path + "-shm", path + "-journal"}
	for version := 1; version <= newest(migrationFiles); version++ {
		name := CopyBeforeMigration(path, version)
		files = append(files, name, partialCopy(name))
	}
	return files
}
