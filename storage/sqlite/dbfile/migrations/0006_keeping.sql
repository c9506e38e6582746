-- Which scans of a site are kept. Others are deleted when a scan of the site is
-- complete, but for those that a person keeps by hand. Without a row all are kept.
CREATE TABLE keep_rule (
	site  INTEGER PRIMARY KEY,       -- 0: of all sites that have no rule of their own
	keep  TEXT NOT NULL,             -- all, last or monthly
	count INTEGER NOT NULL DEFAULT 0 -- how many with last
);
