-- So that a deletion can make sure in a moment that nothing uses a row by now.

-- Of evidence that is shared: the count of sweep when it was last looked up.
ALTER TABLE evidence ADD COLUMN used INTEGER NOT NULL DEFAULT 0;

-- Redirects.
CREATE INDEX finding_final ON finding (final) WHERE final <> url;
