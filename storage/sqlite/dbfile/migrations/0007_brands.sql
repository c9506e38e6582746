-- Whose reports they are: what an agency or its client puts on them.
CREATE TABLE brand (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	name      TEXT NOT NULL UNIQUE COLLATE NOCASE, -- which reports show
	client    TEXT NOT NULL DEFAULT '' COLLATE NOCASE, -- the sites of this client have it; '': of none
	usual     INTEGER NOT NULL DEFAULT 0, -- 1: sites without any other have it; at most one is
	footer    TEXT NOT NULL DEFAULT '',
	logo      BLOB,                       -- a file; NULL: none
	logo_type TEXT NOT NULL DEFAULT '',   -- image/png, image/jpeg or image/svg+xml
	accent    TEXT NOT NULL DEFAULT '',   -- #0f766e; '': Sitewell's
	language  TEXT NOT NULL DEFAULT '',   -- of reports: en or de; '': that of the program
	promise   INTEGER NOT NULL DEFAULT 0, -- days in which serious problems are fixed; 0: none is promised
	without   TEXT NOT NULL DEFAULT ''    -- parts that are left out of reports, with commas between
);

-- Sites that have a brand of their own.
CREATE TABLE site_brand (
	site  INTEGER PRIMARY KEY REFERENCES site (id),
	brand INTEGER NOT NULL REFERENCES brand (id)
);
