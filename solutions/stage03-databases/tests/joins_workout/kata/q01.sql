-- Every member whose club is known, with the club's name.
-- Columns: the member's name, the club's name. Order: the member's name, then the member's id.

SELECT m.name, c.name
FROM member AS m
JOIN club AS c ON c.id = m.club_id
-- Two members may share a name: without the id their order would be chance.
ORDER BY m.name, m.id;
