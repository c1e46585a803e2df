-- The bookings that are not paid in full, and what is owed. A booking costs `hourly_cents` for each hour that really
-- passes, and the part of it for a part of an hour.
-- Columns: booking id, cents owed. Order: booking id.

WITH bill AS (
    SELECT
        b.id,
        -- The difference of two points in time is what really passed, whatever the clocks on the wall did meanwhile.
        co.hourly_cents * extract(epoch FROM b.ends_at - b.starts_at) / 3600
            - coalesce((SELECT sum(p.cents) FROM payment AS p WHERE p.booking_id = b.id), 0) AS owed
    FROM booking AS b
    JOIN court AS co ON co.id = b.court_id
)
SELECT id, owed
FROM bill
WHERE owed > 0
ORDER BY id;
