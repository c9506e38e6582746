-- Sites, their scans, and what the scans found. docs/database.md explains the
-- tables and describes the blobs byte by byte. Times are ms since 1970.
-- References are declared for readers, and for PRAGMA foreign_key_check: they
-- are not enforced as rows are written, since that takes a look-up for each.

CREATE TABLE site (
	id       INTEGER PRIMARY KEY AUTOINCREMENT,
	name     TEXT NOT NULL,
	client   TEXT NOT NULL,
	start    TEXT NOT NULL,
	created  INTEGER NOT NULL,
	settings TEXT NOT NULL,             -- JSON
	deleted  INTEGER NOT NULL DEFAULT 0 -- 1: it is being deleted
);

CREATE TABLE scan (
	id             INTEGER PRIMARY KEY AUTOINCREMENT,
	site           INTEGER NOT NULL REFERENCES site (id),
	start          TEXT NOT NULL,
	state          INTEGER NOT NULL,           -- see scan_state
	began          INTEGER NOT NULL,
	ended          INTEGER NOT NULL DEFAULT 0, -- 0: not yet
	worked         INTEGER NOT NULL DEFAULT 0, -- ns
	version        TEXT NOT NULL,
	settings       TEXT NOT NULL,              -- JSON
	diagnosis      TEXT NOT NULL DEFAULT '',
	sample         TEXT NOT NULL DEFAULT '',
	folded         INTEGER NOT NULL DEFAULT 0, -- 1: it shares findings with the folded scans before and after it
	counted        INTEGER NOT NULL DEFAULT 0, -- 1: pages, navigation and link_text of its findings are up to date
	revision       INTEGER NOT NULL DEFAULT 0, -- goes up with every change
	deleted        INTEGER NOT NULL DEFAULT 0, -- 1: it is being deleted
	found          INTEGER NOT NULL DEFAULT 0,
	waiting        INTEGER NOT NULL DEFAULT 0,
	pages          INTEGER NOT NULL DEFAULT 0,
	links          INTEGER NOT NULL DEFAULT 0,
	broken         INTEGER NOT NULL DEFAULT 0,
	warning        INTEGER NOT NULL DEFAULT 0,
	cant           INTEGER NOT NULL DEFAULT 0,
	works          INTEGER NOT NULL DEFAULT 0,
	skipped        INTEGER NOT NULL DEFAULT 0,
	internal       INTEGER NOT NULL DEFAULT 0,
	places_checked INTEGER NOT NULL DEFAULT 0,
	place_problems INTEGER NOT NULL DEFAULT 0,
	omitted        INTEGER NOT NULL DEFAULT 0  -- links that were left out because of a limit
);
CREATE INDEX scan_site ON scan (site, id);

-- Every address once, for all scans of all sites. A place within a page that
-- is missing has a row, too: "https://…/page#place", whose page is the row of
-- the page. For addresses page is NULL.
CREATE TABLE url (
	id   INTEGER PRIMARY KEY AUTOINCREMENT,
	text TEXT NOT NULL UNIQUE,
	page INTEGER REFERENCES url (id)
);
CREATE INDEX url_page ON url (page) WHERE page IS NOT NULL;

-- The links of one version of a page, shared by all pages and scans that have
-- exactly these.
CREATE TABLE page_version (
	id      INTEGER PRIMARY KEY,
	hash    BLOB NOT NULL UNIQUE, -- 16 bytes of SHA-256 over the links
	links   INTEGER NOT NULL,     -- how many there are
	targets BLOB NOT NULL,        -- the addresses that they lead to
	linkset BLOB NOT NULL         -- the links themselves, compressed
);

-- How an address answered: JSON, compressed. hash is NULL for what belongs to
-- one problem alone.
CREATE TABLE evidence (
	id   INTEGER PRIMARY KEY,
	hash BLOB UNIQUE,
	data BLOB NOT NULL
);

-- What an address was found to be, from the scan first_scan on and until the
-- scan until_scan, in which that was no longer so; NULL: it is still so. Only
-- the scans of one site that are folded share findings: a scan that is not has
-- the findings with its own number as first_scan, and no others.
CREATE TABLE finding (
	first_scan   INTEGER NOT NULL REFERENCES scan (id),
	url          INTEGER NOT NULL REFERENCES url (id),
	until_scan   INTEGER REFERENCES scan (id),
	verdict      INTEGER NOT NULL REFERENCES verdict (id), -- 0: it waits to be checked
	severity     INTEGER NOT NULL DEFAULT 0 REFERENCES severity (id),
	status       INTEGER NOT NULL DEFAULT 0, -- of HTTP; 0: none
	pages        INTEGER NOT NULL DEFAULT -1, -- how many pages link here; -1: not counted yet
	internal     INTEGER NOT NULL,           -- 1: an address of the site itself
	document     INTEGER NOT NULL DEFAULT 0, -- 1: a page that people read, whose links were taken
	navigation   INTEGER NOT NULL DEFAULT 0, -- 1: a problem that a header or a menu links to
	depth        INTEGER NOT NULL,           -- clicks from the start
	kind         TEXT NOT NULL,
	outcome      TEXT NOT NULL DEFAULT '',
	size         INTEGER NOT NULL DEFAULT -1, -- bytes; -1: unknown
	took         INTEGER NOT NULL DEFAULT 0,  -- ms
	checked_at   INTEGER,
	content      INTEGER NOT NULL DEFAULT 0,  -- hash of the body of a page
	page_version INTEGER REFERENCES page_version (id), -- its links
	evidence     INTEGER REFERENCES evidence (id),
	final        INTEGER REFERENCES url (id), -- what answered in the end; NULL: none did
	content_type TEXT NOT NULL DEFAULT '',
	reason       TEXT NOT NULL DEFAULT '',
	causes       TEXT NOT NULL DEFAULT '',    -- what made the severity so: words, comma between
	title        TEXT NOT NULL DEFAULT '',
	link_text    TEXT NOT NULL DEFAULT '',    -- of a problem: what links to it say, a line each
	PRIMARY KEY (first_scan, url)
) WITHOUT ROWID;

-- The pages of a scan with links: far fewer than its findings.
CREATE INDEX finding_links ON finding (first_scan, page_version, until_scan) WHERE page_version IS NOT NULL;

-- What only a scan that goes on needs. It is thrown away once the scan is
-- complete.
CREATE TABLE scan_address ( -- the scan's own numbers of addresses
	scan INTEGER NOT NULL REFERENCES scan (id),
	id   INTEGER NOT NULL,
	url  INTEGER NOT NULL REFERENCES url (id),
	PRIMARY KEY (scan, id)
) WITHOUT ROWID;
CREATE TABLE scan_anchors ( -- the places that a page has
	scan INTEGER NOT NULL REFERENCES scan (id),
	id   INTEGER NOT NULL,  -- the scan's own number of the page
	data BLOB NOT NULL,     -- 1 where the page is made by script, else 0; then 8 bytes a place
	PRIMARY KEY (scan, id)
) WITHOUT ROWID;
CREATE TABLE scan_place ( -- the places that were looked for
	scan     INTEGER NOT NULL REFERENCES scan (id),
	url      INTEGER NOT NULL REFERENCES url (id), -- of the page
	fragment TEXT NOT NULL,
	verdict  INTEGER NOT NULL REFERENCES verdict (id),
	PRIMARY KEY (scan, url, fragment)
) WITHOUT ROWID;

-- How often rows were swept that nothing used any more: what remembers the
-- numbers of such rows forgets them when it goes up.
CREATE TABLE sweep (count INTEGER NOT NULL);
INSERT INTO sweep VALUES (0);

CREATE TABLE verdict (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO verdict VALUES (0, 'unchecked'), (1, 'works'), (2, 'warning'), (3, 'cant-verify'), (4, 'broken'), (5, 'skipped');
CREATE TABLE severity (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO severity VALUES (0, 'none'), (1, 'minor'), (2, 'moderate'), (3, 'serious'), (4, 'critical');
CREATE TABLE scan_state (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO scan_state VALUES (0, 'interrupted'), (1, 'stopped'), (2, 'complete');

-- For people with the sqlite3 shell.
CREATE VIEW v_scan AS
	SELECT s.id AS scan, s.site, CASE site.name WHEN '' THEN site.start ELSE site.name END AS name, s.start, t.name AS state,
		datetime(s.began / 1000, 'unixepoch') AS began, CASE s.ended WHEN 0 THEN NULL ELSE datetime(s.ended / 1000, 'unixepoch') END AS ended,
		s.found, s.waiting, s.pages, s.links, s.broken, s.warning, s.cant AS cant_verify, s.works, s.skipped, s.internal,
		s.places_checked, s.place_problems, s.omitted, s.version
	FROM scan s JOIN site ON site.id = s.site JOIN scan_state t ON t.id = s.state
	WHERE s.deleted = 0 AND site.deleted = 0;

CREATE VIEW v_address AS
	SELECT s.id AS scan, f.url AS id, u.text AS address, v.name AS verdict, y.name AS severity, f.outcome, f.status, f.reason, f.kind,
		f.internal, f.depth, f.pages, f.title, x.text AS final, f.content_type, f.size, f.document, f.navigation, f.causes, f.link_text,
		datetime(f.checked_at / 1000, 'unixepoch') AS checked, f.took AS took_ms, p.text AS page, f.page_version, f.evidence,
		f.first_scan, f.until_scan
	FROM scan s
		JOIN scan b ON b.site = s.site AND (b.id = s.id OR s.folded = 1 AND b.folded = 1 AND b.id < s.id)
		JOIN finding f ON f.first_scan = b.id AND (f.until_scan IS NULL OR f.until_scan > s.id)
		JOIN url u ON u.id = f.url
		JOIN verdict v ON v.id = f.verdict
		JOIN severity y ON y.id = f.severity
		LEFT JOIN url x ON x.id = f.final
		LEFT JOIN url p ON p.id = u.page
	WHERE s.deleted = 0;

CREATE VIEW v_problem AS
	SELECT * FROM v_address WHERE verdict IN ('broken', 'warning', 'cant-verify');
