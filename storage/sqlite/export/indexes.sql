-- Made after the rows, which is faster.

CREATE INDEX address_address ON address (address);
CREATE INDEX address_verdict ON address (verdict, severity);
CREATE INDEX address_outcome ON address (outcome);
CREATE INDEX missing_place_page ON missing_place (page_id);
CREATE INDEX link_source ON link (source_id);
CREATE INDEX link_target ON link (target_id);
CREATE INDEX link_missing_place ON link (missing_place_id) WHERE missing_place_id IS NOT NULL;

CREATE VIEW problem AS
	SELECT p.id, p.address, p.verdict, p.severity, p.status, p.outcome, o.title AS what_happened, p.reason, p.causes,
		CASE p.internal WHEN 1 THEN o.fix_on_own_site ELSE o.fix_on_other_sites END AS how_to_fix,
		p.internal, p.kind, p.linking_pages, p.fix_number
	FROM (
		SELECT id, address, verdict, severity, status, outcome, reason, causes, internal, kind, linking_pages, fix_number
			FROM address WHERE verdict IN ('broken', 'warning', 'cant-verify')
		UNION ALL
		SELECT id, address, verdict, severity, NULL, outcome, reason, causes, internal, 'place', linking_pages, fix_number
			FROM missing_place
	) p LEFT JOIN outcome o ON o.outcome = p.outcome;

CREATE VIEW link_with_addresses AS
	SELECT l.id, s.address AS source, t.address AS target, l.fragment, l.text, l.element, l.attribute, l.place, l.line, l.nofollow, l.found_by,
		coalesce(m.verdict, t.verdict) AS verdict, coalesce(m.severity, t.severity) AS severity,
		coalesce(m.outcome, t.outcome) AS outcome, s.title AS source_title, l.source_id, l.target_id, l.missing_place_id
	FROM link l
		JOIN address s ON s.id = l.source_id
		JOIN address t ON t.id = l.target_id
		LEFT JOIN missing_place m ON m.id = l.missing_place_id;

CREATE VIEW problem_link AS
	SELECT p.problem_id, p.problem, p.verdict, p.severity, p.outcome, s.address AS source, s.title AS source_title,
		l.text, l.element, l.place, l.line, l.found_by
	FROM (
		SELECT l.id AS link_id, t.id AS problem_id, t.address AS problem, t.verdict, t.severity, t.outcome
			FROM address t JOIN link l ON l.target_id = t.id WHERE t.verdict IN ('broken', 'warning', 'cant-verify')
		UNION ALL
		SELECT l.id, m.id, m.address, m.verdict, m.severity, m.outcome FROM missing_place m JOIN link l ON l.missing_place_id = m.id
	) p
		JOIN link l ON l.id = p.link_id
		JOIN address s ON s.id = l.source_id;

INSERT INTO readme VALUES
	('readme', 'What each table and view of this file contains.'),
	('site', 'The website that was scanned: one row.'),
	('scan', 'The scan, with its numbers: one row.'),
	('setting', 'The settings that the scan ran under, in words.'),
	('outcome', 'What each outcome in this file means, and how to fix it.'),
	('fix', 'Fixes, worst first: problems that one change resolves.'),
	('address', 'Every address that was found: pages, images, downloads, other sites, with what the check found.'),
	('missing_place', 'Places within pages (#...) that links lead to and that are missing or can''t be verified.'),
	('link', 'Every link: which page it is on, where it leads, its text, element and line.'),
	('problem', 'View: addresses and missing places that are broken, need a change or can''t be verified.'),
	('link_with_addresses', 'View: every link with the addresses of both ends and the verdict of where it leads.'),
	('problem_link', 'View: every link that leads to a problem, with the page that it is on.');
