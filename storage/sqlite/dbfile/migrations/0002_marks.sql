-- What people said about problems. A mark names an address by its text and an
-- outcome by its class, never a row, so that it stays with its problem through
-- later scans, and through the deletion of any of them.

CREATE TABLE mark (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	site     INTEGER NOT NULL REFERENCES site (id),
	kind     TEXT NOT NULL,            -- ignored, works-in-browser, done, assigned or note
	scope    TEXT NOT NULL,            -- what subject is: an address, link, host, pattern or fix
	subject  TEXT NOT NULL,
	page     TEXT NOT NULL DEFAULT '', -- of a link: the page that it is on
	class    TEXT NOT NULL DEFAULT '', -- of the outcomes that it applies to; '': of all
	text     TEXT NOT NULL DEFAULT '', -- the reason or the note
	assignee TEXT NOT NULL DEFAULT '',
	due      TEXT NOT NULL DEFAULT '', -- 2026-05-03; '': no day
	made     INTEGER NOT NULL,
	since    INTEGER,                  -- scans that began before are not concerned; NULL: all are
	until    INTEGER,                  -- when it ends to hold; NULL: never
	verified INTEGER,                  -- when the scan began that found it done; NULL: none did
	UNIQUE (site, kind, scope, subject, page, class)
);

-- Goes up with every change of the marks of a site; 0: it never had any.
ALTER TABLE site ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;
