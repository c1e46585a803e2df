-- Every court with its two latest bookings by `starts_at`; of equals, the smaller id is taken first. A court with fewer
-- has fewer rows, one without any has one row with NULL.
-- Columns: court id, booking id. Order: court id, then the latest first, then booking id.

SELECT co.id, latest.id
FROM court AS co
LEFT JOIN LATERAL (
    SELECT b.id, b.starts_at
    FROM booking AS b
    WHERE b.court_id = co.id
    -- The id decides between equals. Without it two runs may give two answers.
    ORDER BY b.starts_at DESC, b.id
    LIMIT 2
) AS latest ON true
ORDER BY co.id, latest.starts_at DESC, latest.id;
