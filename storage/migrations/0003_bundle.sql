-- What the links of several documents and lists say, packed together. Their
-- rest says which part of which bundle is theirs.
CREATE TABLE bundle (
	id   INTEGER PRIMARY KEY,
	data BLOB NOT NULL
);
