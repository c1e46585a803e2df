-- The members of each known club, ranked by the number of their bookings, the most first. Equal numbers share a rank, and
-- the ranks after them are left out: 1, 1, 3. Who has no booking is ranked too.
-- Columns: club id, rank, member id, number. Order: club id, rank, member id.

-- A window function is computed after GROUP BY, so it may use the aggregate.
SELECT c.id, rank() OVER (PARTITION BY c.id ORDER BY count(b.id) DESC) AS place, m.id, count(b.id)
FROM club AS c
JOIN member AS m ON m.club_id = c.id
LEFT JOIN booking AS b ON b.member_id = m.id
GROUP BY c.id, m.id
ORDER BY c.id, place, m.id;
