-- Small pictures of pages as a browser showed them, of pages that are problems or have
-- some. They belong to a scan, and only to that one: the next takes its own.
CREATE TABLE picture (
	scan    INTEGER NOT NULL REFERENCES scan (id),
	url     INTEGER NOT NULL REFERENCES url (id),
	taken   INTEGER NOT NULL,
	by_hand INTEGER NOT NULL, -- 1: a person asked for it; 0: the scan took it, without images and fonts
	status  INTEGER NOT NULL, -- of the answer that is shown; 0: unknown
	shown   TEXT NOT NULL,    -- the address that is shown, where it is another; '' otherwise
	title   TEXT NOT NULL,
	data    BLOB NOT NULL,    -- JPEG
	PRIMARY KEY (scan, url)
);
