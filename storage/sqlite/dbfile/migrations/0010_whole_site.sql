-- That a site has no error page of its own was found of its start page. It is found of
-- the site as a whole now: of a place "#~whole-site" on the start page, which no link
-- names. What is known, with its history and its marks, moves there, and the start page
-- is what it is otherwise: a page that works.

INSERT OR IGNORE INTO url (text, page)
	SELECT u.text || '#~whole-site', u.id FROM url u
	WHERE u.page IS NULL AND u.id IN (SELECT url FROM finding WHERE outcome = 'no-error-page' UNION SELECT url FROM earlier_check WHERE outcome = 'no-error-page');

INSERT INTO finding (first_scan, url, until_scan, verdict, severity, status, pages, internal, depth, kind, outcome, checked_at, reason)
	SELECT f.first_scan, w.id, f.until_scan, f.verdict, f.severity, f.status, min(f.pages, 0), f.internal, f.depth, 'page', f.outcome, f.checked_at, f.reason
	FROM finding f JOIN url u ON u.id = f.url AND u.page IS NULL JOIN url w ON w.text = u.text || '#~whole-site'
	WHERE f.outcome = 'no-error-page' AND f.verdict IN (2, 3, 4);

INSERT OR IGNORE INTO scan_place (scan, url, fragment, verdict)
	SELECT f.first_scan, f.url, '~whole-site', f.verdict FROM finding f JOIN url u ON u.id = f.url AND u.page IS NULL
	WHERE f.outcome = 'no-error-page' AND f.verdict IN (2, 3, 4) AND EXISTS (SELECT 1 FROM scan_address a WHERE a.scan = f.first_scan);

UPDATE scan SET works = works + 1, place_problems = place_problems + 1 WHERE id IN (
	SELECT s.id FROM finding f JOIN scan b ON b.id = f.first_scan JOIN url u ON u.id = f.url
		JOIN scan s ON s.id = b.id OR s.site = b.site AND s.folded = 1 AND b.folded = 1 AND s.id > b.id AND (f.until_scan IS NULL OR s.id < f.until_scan)
	WHERE f.outcome = 'no-error-page' AND f.verdict IN (2, 3, 4) AND u.page IS NULL);

UPDATE finding SET verdict = 1, severity = 0, outcome = CAST(status AS TEXT), reason = 'HTTP ' || status || ' OK', causes = '', link_text = '', navigation = 0
	WHERE outcome = 'no-error-page' AND url IN (SELECT id FROM url WHERE page IS NULL);

UPDATE earlier_check SET verdict = 1, severity = 0, outcome = CAST(status AS TEXT), reason = 'HTTP ' || status || ' OK'
	WHERE outcome = 'no-error-page' AND url IN (SELECT id FROM url WHERE page IS NULL);

INSERT OR IGNORE INTO mark (site, kind, scope, subject, page, class, text, assignee, due, made, since, until, verified)
	SELECT m.site, m.kind, m.scope, m.subject || '#~whole-site', m.page, m.class, m.text, m.assignee, m.due, m.made, m.since, m.until, m.verified
	FROM mark m JOIN url w ON w.text = m.subject || '#~whole-site' AND w.page IS NOT NULL WHERE m.scope = 'address';

UPDATE site SET marks = marks + 1 WHERE marks > 0;
