-- How many links a scan left out, since a page has too many of them or the scan
-- may find no more addresses.
ALTER TABLE scan ADD COLUMN omitted INTEGER NOT NULL DEFAULT 0;
