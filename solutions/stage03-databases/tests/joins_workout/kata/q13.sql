-- Double bookings: each pair of bookings that have the same court at the same time. Where one ends just when the other
-- starts, they do not meet.
-- Columns: court id, the smaller booking id, the larger one. Order: as the columns.

-- Two half-open spans overlap when each starts before the other ends. `<` on the ids leaves one of a pair's two orders,
-- and no booking is paired with itself.
SELECT a.court_id, a.id, b.id
FROM booking AS a
JOIN booking AS b ON b.court_id = a.court_id AND a.id < b.id
WHERE a.starts_at < b.ends_at AND b.starts_at < a.ends_at
ORDER BY a.court_id, a.id, b.id;
