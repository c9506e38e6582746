-- One scan of one website, with the marks of the site, to be imported into the history of another
-- computer. docs/database.md describes the tables and blobs: they are those of
-- the history, reduced to one scan. This text is compared with the schema of a
-- file before anything in it is read.

CREATE TABLE site (
	name TEXT NOT NULL,
	client TEXT NOT NULL,
	start TEXT NOT NULL,
	settings TEXT NOT NULL
) STRICT;
CREATE TABLE scan (
	start TEXT NOT NULL,
	state INTEGER NOT NULL,
	began INTEGER NOT NULL,
	ended INTEGER NOT NULL,
	worked INTEGER NOT NULL,
	version TEXT NOT NULL,
	settings TEXT NOT NULL,
	diagnosis TEXT NOT NULL,
	sample TEXT NOT NULL,
	found INTEGER NOT NULL,
	waiting INTEGER NOT NULL,
	pages INTEGER NOT NULL,
	links INTEGER NOT NULL,
	broken INTEGER NOT NULL,
	warning INTEGER NOT NULL,
	cant INTEGER NOT NULL,
	works INTEGER NOT NULL,
	skipped INTEGER NOT NULL,
	internal INTEGER NOT NULL,
	places_checked INTEGER NOT NULL,
	place_problems INTEGER NOT NULL,
	omitted INTEGER NOT NULL,
	name TEXT NOT NULL,
	note TEXT NOT NULL,
	made_with TEXT NOT NULL
) STRICT;
CREATE TABLE url (
	id INTEGER PRIMARY KEY,
	text TEXT NOT NULL,
	page INTEGER
) STRICT;
CREATE TABLE page_version (
	id INTEGER PRIMARY KEY,
	linkset BLOB NOT NULL
) STRICT;
CREATE TABLE evidence (
	id INTEGER PRIMARY KEY,
	data BLOB NOT NULL
) STRICT;
CREATE TABLE finding (
	url INTEGER PRIMARY KEY,
	verdict INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	status INTEGER NOT NULL,
	internal INTEGER NOT NULL,
	document INTEGER NOT NULL,
	depth INTEGER NOT NULL,
	kind TEXT NOT NULL,
	outcome TEXT NOT NULL,
	size INTEGER NOT NULL,
	took INTEGER NOT NULL,
	checked_at INTEGER,
	content INTEGER NOT NULL,
	page_version INTEGER,
	evidence INTEGER,
	final INTEGER,
	content_type TEXT NOT NULL,
	reason TEXT NOT NULL,
	causes TEXT NOT NULL,
	title TEXT NOT NULL,
	facts TEXT
) STRICT;
CREATE TABLE earlier_check (
	url INTEGER NOT NULL,
	number INTEGER NOT NULL,
	checked_at INTEGER,
	verdict INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	status INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	reason TEXT NOT NULL
) STRICT;
CREATE TABLE mark (
	kind TEXT NOT NULL,
	scope TEXT NOT NULL,
	subject TEXT NOT NULL,
	page TEXT NOT NULL,
	class TEXT NOT NULL,
	text TEXT NOT NULL,
	assignee TEXT NOT NULL,
	due TEXT NOT NULL,
	made INTEGER NOT NULL,
	since INTEGER,
	until INTEGER,
	verified INTEGER
) STRICT;
CREATE TABLE redirect (
	address TEXT NOT NULL,
	decision TEXT NOT NULL,
	target TEXT NOT NULL,
	made INTEGER NOT NULL
) STRICT;
