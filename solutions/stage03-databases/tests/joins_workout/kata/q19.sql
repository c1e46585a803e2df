-- A calendar for each club that has bookings: every day from that of its first booking to that of its last, with the
-- number of bookings that start on it, which may be 0. Days are those of the club, as before.
-- Columns: club id, day (a date), number. Order: club id, day.

WITH busy AS (
    SELECT c.id AS club_id, (b.starts_at AT TIME ZONE c.time_zone)::date AS day
    FROM club AS c
    JOIN court AS co ON co.club_id = c.id
    JOIN booking AS b ON b.court_id = co.id
), span AS (
    SELECT club_id, min(day) AS first, max(day) AS last
    FROM busy
    GROUP BY club_id
)
-- The series is made of dates that have no zone, so that no time change moves it.
SELECT span.club_id, days.day::date, count(busy.day)
FROM span
CROSS JOIN LATERAL generate_series(span.first::timestamp, span.last::timestamp, interval '1 day') AS days (day)
LEFT JOIN busy ON busy.club_id = span.club_id AND busy.day = days.day
GROUP BY span.club_id, days.day
ORDER BY span.club_id, days.day;
