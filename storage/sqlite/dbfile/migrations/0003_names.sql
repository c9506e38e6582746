-- People name scans, to compare with them later: "launch", "before the relaunch".

ALTER TABLE scan ADD COLUMN name TEXT NOT NULL DEFAULT ''; -- no two of a site have the same, whatever the case of letters
ALTER TABLE scan ADD COLUMN note TEXT NOT NULL DEFAULT '';

DROP VIEW v_scan;
CREATE VIEW v_scan AS
	SELECT s.id AS scan, s.site, CASE site.name WHEN '' THEN site.start ELSE site.name END AS name, s.start, t.name AS state,
		datetime(s.began / 1000, 'unixepoch') AS began, CASE s.ended WHEN 0 THEN NULL ELSE datetime(s.ended / 1000, 'unixepoch') END AS ended,
		s.found, s.waiting, s.pages, s.links, s.broken, s.warning, s.cant AS cant_verify, s.works, s.skipped, s.internal,
		s.places_checked, s.place_problems, s.omitted, s.version, s.name AS scan_name, s.note
	FROM scan s JOIN site ON site.id = s.site JOIN scan_state t ON t.id = s.state
	WHERE s.deleted = 0 AND site.deleted = 0;
