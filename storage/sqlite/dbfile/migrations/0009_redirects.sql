-- What people decided about redirects from addresses of a site that are not found.
-- Addresses are texts, as those of marks, so that a decision stays with its address
-- through later scans, and through the deletion of any of them.
CREATE TABLE redirect (
	site     INTEGER NOT NULL REFERENCES site (id),
	address  TEXT NOT NULL, -- that is not found
	decision TEXT NOT NULL, -- accepted or skipped
	target   TEXT NOT NULL, -- where it is to lead; '' for a skipped one
	made     INTEGER NOT NULL,
	PRIMARY KEY (site, address)
) WITHOUT ROWID;
