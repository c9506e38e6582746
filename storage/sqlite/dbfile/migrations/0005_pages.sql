-- What pages say of themselves, and what a scan learned of the site.

-- A JSON array: heading, canonical address ('=' for the page's own), directives
-- for search engines, description, hash of the text, number of internal links.
-- NULL for what is no page, and for what scans found before this step.
ALTER TABLE finding ADD COLUMN facts TEXT;

-- A JSON object: what the site is made with, by name, and its version.
ALTER TABLE scan ADD COLUMN made_with TEXT NOT NULL DEFAULT '';

CREATE VIEW v_page AS
	SELECT s.id AS scan, f.url AS id, u.text AS address, f.title, json_extract(f.facts, '$[0]') AS heading,
		CASE json_extract(f.facts, '$[1]') WHEN '=' THEN u.text ELSE json_extract(f.facts, '$[1]') END AS canonical,
		json_extract(f.facts, '$[2]') AS robots, json_extract(f.facts, '$[3]') AS description,
		json_extract(f.facts, '$[4]') AS text_hash, json_extract(f.facts, '$[5]') AS internal_links
	FROM scan s
		JOIN scan b ON b.site = s.site AND (b.id = s.id OR s.folded = 1 AND b.folded = 1 AND b.id < s.id)
		JOIN finding f ON f.first_scan = b.id AND (f.until_scan IS NULL OR f.until_scan > s.id)
		JOIN url u ON u.id = f.url
	WHERE s.deleted = 0 AND f.document = 1;
