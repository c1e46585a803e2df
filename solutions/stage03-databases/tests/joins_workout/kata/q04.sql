-- Every club, with the number of its members who have no e-mail address.
-- Columns: club id, the club's name, number. Order: club id.

-- The condition says which members are joined, so it belongs to ON. In WHERE it would judge the joined rows: a club
-- whose members all have an address would be gone.
SELECT c.id, c.name, count(m.id)
FROM club AS c
LEFT JOIN member AS m ON m.club_id = c.id AND m.email IS NULL
GROUP BY c.id
ORDER BY c.id;
