-- How many days lie between a member's bookings: for each booking of a known member but the first, the days from the day
-- of the one before. Bookings follow one another by `starts_at`, then by id. The day of a booking is the date on the wall
-- of its club (`time_zone`) when it starts.
-- Columns: member id, booking id, days. Order: member id, then as they follow one another.

WITH dated AS (
    SELECT
        b.member_id,
        b.id,
        b.starts_at,
        (b.starts_at AT TIME ZONE c.time_zone)::date AS day
    FROM booking AS b
    JOIN member AS m ON m.id = b.member_id
    JOIN court AS co ON co.id = b.court_id
    JOIN club AS c ON c.id = co.club_id
), followed AS (
    -- Dates, and not spans of 24 hours: 23:30 and 00:30 are a day apart, and the day of a time change has 23 or 25.
    SELECT *, day - lag(day) OVER (PARTITION BY member_id ORDER BY starts_at, id) AS days
    FROM dated
)
SELECT member_id, id, days
FROM followed
WHERE days IS NOT NULL
ORDER BY member_id, starts_at, id;
