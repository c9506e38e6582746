-- The newest address texts are not in url_hash: those above this number.
INSERT INTO setting (name, value) SELECT 'hashed', coalesce(max(id), 0) FROM url;
