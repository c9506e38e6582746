-- What was known of an address before it was checked again, in the scan whose finding
-- the newest check has replaced.
CREATE TABLE earlier_check (
	scan       INTEGER NOT NULL REFERENCES scan (id),
	url        INTEGER NOT NULL REFERENCES url (id),
	number     INTEGER NOT NULL, -- 1: what the scan itself found
	checked_at INTEGER,
	verdict    INTEGER NOT NULL REFERENCES verdict (id),
	severity   INTEGER NOT NULL REFERENCES severity (id),
	status     INTEGER NOT NULL,
	outcome    TEXT NOT NULL,
	reason     TEXT NOT NULL,
	PRIMARY KEY (scan, url, number)
) WITHOUT ROWID;
