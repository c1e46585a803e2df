-- The members who have booked a court of a club that is not their own, each once. Who has no club is everywhere a guest.
-- Columns: member id, the member's name. Order: member id.

-- A semi join: EXISTS asks whether there is such a booking, and makes no row for each of them.
-- `<>` with NULL is neither true nor false. IS DISTINCT FROM takes NULL for a value of its own.
SELECT m.id, m.name
FROM member AS m
WHERE EXISTS (
    SELECT
    FROM booking AS b
    JOIN court AS co ON co.id = b.court_id
    WHERE b.member_id = m.id AND co.club_id IS DISTINCT FROM m.club_id
)
ORDER BY m.id;
