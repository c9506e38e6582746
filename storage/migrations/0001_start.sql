-- Sites, their scans, and what the scans found. docs/storage.md explains the
-- packed columns and why they are packed.

CREATE TABLE setting (
	name  TEXT PRIMARY KEY,
	value
) WITHOUT ROWID;

-- Keys the hashes of this file, so that no site can be built to collide.
INSERT INTO setting (name, value) VALUES ('seed', randomblob(16)), ('epoch', 0), ('sweeping', 0);

CREATE TABLE site (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	name     TEXT NOT NULL,
	client   TEXT NOT NULL,
	start    TEXT NOT NULL,
	created  INTEGER NOT NULL, -- ms since 1970
	settings TEXT NOT NULL,
	deleted  INTEGER           -- ms since 1970: when it was put in the trash
);

CREATE TABLE scan (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	site      INTEGER NOT NULL REFERENCES site (id),
	start     TEXT NOT NULL,
	state     INTEGER NOT NULL,
	began     INTEGER NOT NULL,           -- ms since 1970
	ended     INTEGER NOT NULL DEFAULT 0, -- ms since 1970, 0: not yet
	worked    INTEGER NOT NULL DEFAULT 0, -- ns
	version   TEXT NOT NULL,
	settings  TEXT NOT NULL,
	diagnosis TEXT NOT NULL DEFAULT '',
	sample    TEXT NOT NULL DEFAULT '',
	deleted   INTEGER,                    -- ms since 1970: when it was put in the trash
	revision  INTEGER NOT NULL DEFAULT 0, -- goes up with every batch
	counted   INTEGER NOT NULL DEFAULT 0, -- 1: the blocks hold the numbers of sources
	derived   INTEGER NOT NULL DEFAULT 0, -- the revision that table derived is of
	found     INTEGER NOT NULL DEFAULT 0,
	waiting   INTEGER NOT NULL DEFAULT 0,
	pages     INTEGER NOT NULL DEFAULT 0,
	links     INTEGER NOT NULL DEFAULT 0,
	broken    INTEGER NOT NULL DEFAULT 0,
	warning   INTEGER NOT NULL DEFAULT 0,
	cant      INTEGER NOT NULL DEFAULT 0,
	works     INTEGER NOT NULL DEFAULT 0,
	skipped   INTEGER NOT NULL DEFAULT 0,
	internal  INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX scan_site ON scan (site, id);

-- Every address text once, for all scans: its text is its parent's text
-- followed by its own. The parent of http://a/b is the row of http://a, the
-- parent of http://a/b#c is the row of http://a/b.
CREATE TABLE url (
	id     INTEGER PRIMARY KEY,
	parent INTEGER NOT NULL,
	text   TEXT NOT NULL
);
CREATE TABLE url_hash (
	hash INTEGER NOT NULL, -- 32 bits, keyed by the seed
	url  INTEGER NOT NULL,
	PRIMARY KEY (hash, url)
) WITHOUT ROWID;

CREATE TABLE kind (
	id   INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
);

-- What many addresses have in common: how they answered.
CREATE TABLE answer (
	id       INTEGER PRIMARY KEY,
	hash     INTEGER NOT NULL,
	status   INTEGER NOT NULL,
	outcome  TEXT NOT NULL,
	verdict  INTEGER NOT NULL,
	severity INTEGER NOT NULL,
	type     TEXT NOT NULL,
	reason   TEXT NOT NULL
);
CREATE INDEX answer_hash ON answer (hash);

-- What a check found of one address beside its answer; shared by the scans
-- that found the same.
CREATE TABLE fact (
	id       INTEGER PRIMARY KEY,
	final    INTEGER NOT NULL, -- url, 0: the block says it
	title    TEXT NOT NULL,
	content  INTEGER NOT NULL, -- hash of the body
	size     INTEGER NOT NULL, -- bytes, -1 unknown
	evidence INTEGER NOT NULL  -- of the scan that found it first, 0: none
);

CREATE TABLE evidence (
	id   INTEGER PRIMARY KEY,
	base INTEGER NOT NULL, -- evidence that this one is packed against, 0: none
	data BLOB NOT NULL
);
CREATE TABLE evidence_hash (
	hash     INTEGER NOT NULL, -- 64 bits
	evidence INTEGER NOT NULL,
	PRIMARY KEY (hash, evidence)
) WITHOUT ROWID;

-- The addresses of a scan with their checks, 256 by 256 where they change and
-- 4096 by 4096 where the scan is finished. A block wins over its segment.
CREATE TABLE block (
	id   INTEGER PRIMARY KEY, -- scan << 32 | number
	data BLOB NOT NULL
);
CREATE TABLE segment (
	id   INTEGER PRIMARY KEY, -- scan << 32 | number
	data BLOB NOT NULL
);

-- What element and attribute, kind, place and flags a link has.
CREATE TABLE shape (
	id      INTEGER PRIMARY KEY,
	element TEXT NOT NULL,
	kind    TEXT NOT NULL,
	place   INTEGER NOT NULL,
	flags   INTEGER NOT NULL,
	outcome TEXT NOT NULL,
	UNIQUE (element, kind, place, flags, outcome)
);

-- Runs of links that several pages share: navigation, footer.
CREATE TABLE list (
	id   INTEGER PRIMARY KEY,
	head BLOB NOT NULL,
	rest BLOB NOT NULL
);
CREATE TABLE list_hash (
	hash INTEGER NOT NULL, -- 64 bits, keyed by the seed
	list INTEGER NOT NULL,
	PRIMARY KEY (hash, list)
) WITHOUT ROWID;

-- The links of one page, in order: its own, and which lists stand between
-- them; shared by the scans that found the page the same.
CREATE TABLE doc (
	id   INTEGER PRIMARY KEY,
	hash INTEGER NOT NULL, -- 64 bits, of all links and lines
	head BLOB NOT NULL,
	rest BLOB NOT NULL
);

-- What fragments of a page can be linked to, while its scan is unfinished:
-- id = scan << 32 | address.
CREATE TABLE anchor (
	id   INTEGER PRIMARY KEY,
	data BLOB NOT NULL
);

-- What scans found again by its hash while a sweep for unused rows goes on.
CREATE TABLE revived (
	name TEXT NOT NULL, -- of the table
	id   INTEGER NOT NULL,
	PRIMARY KEY (name, id)
) WITHOUT ROWID;

-- Answers to frequent questions, worked out when a scan is finished; all of it
-- can be worked out again.
CREATE TABLE derived (
	scan INTEGER NOT NULL,
	name TEXT NOT NULL,
	part INTEGER NOT NULL,
	data BLOB NOT NULL,
	UNIQUE (scan, name, part)
);
