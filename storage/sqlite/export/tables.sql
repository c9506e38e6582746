-- One scan of one website, as Sitewell found it. The table "readme" says what
-- each table and view contains; docs/export.md describes every column.
-- Times are in UTC (ISO 8601). What is unknown or does not apply is NULL.

CREATE TABLE readme (
	name     TEXT PRIMARY KEY, -- of a table or view in this file
	contains TEXT NOT NULL
);

CREATE TABLE site (
	id            INTEGER PRIMARY KEY,
	name          TEXT NOT NULL,
	client        TEXT,
	start_address TEXT NOT NULL
);

CREATE TABLE scan (
	id               INTEGER PRIMARY KEY, -- its number in the history
	site_id          INTEGER NOT NULL REFERENCES site (id),
	start_address    TEXT NOT NULL,
	state            TEXT NOT NULL,    -- complete, stopped, interrupted
	began            TEXT NOT NULL,
	ended            TEXT,
	seconds          REAL NOT NULL,    -- time spent scanning
	found            INTEGER NOT NULL, -- addresses
	waiting          INTEGER NOT NULL, -- of them, not checked yet
	pages            INTEGER NOT NULL, -- whose links were read
	links            INTEGER NOT NULL,
	broken           INTEGER NOT NULL, -- from here to skipped: addresses and missing places
	warning          INTEGER NOT NULL,
	cant_verify      INTEGER NOT NULL,
	works            INTEGER NOT NULL,
	skipped          INTEGER NOT NULL,
	links_left_out   INTEGER NOT NULL, -- because of a limit
	places_checked   INTEGER NOT NULL, -- places within pages (#...) that links lead to
	places_missing   INTEGER NOT NULL, -- of them, missing or impossible to verify
	sitewell_version TEXT NOT NULL     -- that scanned
);

CREATE TABLE setting ( -- the settings of the scan, in words
	name  TEXT NOT NULL,
	value TEXT NOT NULL
);

CREATE TABLE outcome (
	outcome            TEXT PRIMARY KEY, -- an HTTP status or a name such as dns-not-found
	title              TEXT NOT NULL,
	meaning            TEXT NOT NULL,
	fix_on_own_site    TEXT NOT NULL,    -- how to fix it where the address belongs to the site
	fix_on_other_sites TEXT NOT NULL     -- and where it belongs to another
);

CREATE TABLE fix ( -- problems that one change resolves, worst first
	number     INTEGER PRIMARY KEY,
	what_to_do TEXT NOT NULL,
	why        TEXT,
	severity   TEXT NOT NULL,
	verdict    TEXT NOT NULL,
	cause      TEXT NOT NULL,   -- what its problems have in common
	subject    TEXT,            -- of which that is said: the host, the folder, the part of the page
	pages      INTEGER NOT NULL -- pages with links to any of them
);

CREATE TABLE address (
	id             INTEGER PRIMARY KEY, -- the same in all scans of the history
	address        TEXT NOT NULL,
	internal       INTEGER NOT NULL,    -- 1: it belongs to the site itself
	kind           TEXT NOT NULL,       -- page, image, style, script, download, ...
	verdict        TEXT NOT NULL,       -- broken, warning, cant-verify, works, skipped, unchecked
	severity       TEXT,                -- of a problem: critical, serious, moderate, minor
	status         INTEGER,             -- of the last HTTP answer
	outcome        TEXT REFERENCES outcome (outcome),
	reason         TEXT,                -- in technical words
	causes         TEXT,                -- what changed the severity, with commas between
	title          TEXT,
	content_type   TEXT,
	size_bytes     INTEGER,
	final_address  TEXT,                -- that answered in the end, after redirects
	depth          INTEGER NOT NULL,    -- clicks from the start address
	linking_pages  INTEGER NOT NULL,
	checked        TEXT,
	milliseconds   INTEGER,             -- that the check took
	fix_number     INTEGER REFERENCES fix (number)
);

CREATE TABLE missing_place ( -- places within pages (#...) that are missing, or can't be verified
	id            INTEGER PRIMARY KEY,
	page_id       INTEGER NOT NULL REFERENCES address (id),
	fragment      TEXT NOT NULL, -- what follows the # in links
	address       TEXT NOT NULL, -- of the page, with the fragment
	internal      INTEGER NOT NULL,
	verdict       TEXT NOT NULL,
	severity      TEXT,
	outcome       TEXT REFERENCES outcome (outcome),
	reason        TEXT,
	causes        TEXT,
	linking_pages INTEGER NOT NULL,
	checked       TEXT,
	fix_number    INTEGER REFERENCES fix (number)
);

CREATE TABLE link (
	id               INTEGER PRIMARY KEY,
	source_id        INTEGER NOT NULL REFERENCES address (id), -- the page that contains it
	target_id        INTEGER NOT NULL REFERENCES address (id), -- where it leads
	missing_place_id INTEGER REFERENCES missing_place (id),    -- where the place that it names is missing
	fragment         TEXT,             -- what follows the #
	text             TEXT NOT NULL,    -- that readers see
	element          TEXT NOT NULL,    -- a, img, link, ...
	attribute        TEXT,             -- href, src, ...
	place            TEXT,             -- head, header, navigation, main, aside, footer, style, http-header
	line             INTEGER,          -- of the page's source
	nofollow         INTEGER NOT NULL, -- 1: it asks search engines not to follow it
	found_by         TEXT NOT NULL     -- HTML, or script: it was there only after the scripts of the page ran
);
