-- Every member, with the club's name, or NULL where the club is not known.
-- Columns: member id, the member's name, the club's name. Order: member id.

SELECT m.id, m.name, c.name
FROM member AS m
LEFT JOIN club AS c ON c.id = m.club_id
ORDER BY m.id;
