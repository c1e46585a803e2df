-- Every court, with the number of its bookings.
-- Columns: court id, the court's name, number. Order: court id.

-- A court without bookings still makes one row of the outer join, with NULL for a booking. count(*) counts that row;
-- count(b.id) counts bookings.
SELECT co.id, co.name, count(b.id)
FROM court AS co
LEFT JOIN booking AS b ON b.court_id = co.id
GROUP BY co.id
ORDER BY co.id;
