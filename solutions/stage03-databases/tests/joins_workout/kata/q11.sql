-- Every court, and who books it: how many bookings are by members of the court's club, by other members, and by anybody
-- else (guests, and ids that no member has).
-- Columns: court id, number, number, number. Order: court id.

SELECT
    co.id,
    count(*) FILTER (WHERE m.club_id = co.club_id),
    -- A member without a club is another member too.
    count(*) FILTER (WHERE m.id IS NOT NULL AND m.club_id IS DISTINCT FROM co.club_id),
    -- A booking without a member; not the row of a court without bookings.
    count(*) FILTER (WHERE b.id IS NOT NULL AND m.id IS NULL)
FROM court AS co
LEFT JOIN booking AS b ON b.court_id = co.id
LEFT JOIN member AS m ON m.id = b.member_id
GROUP BY co.id
ORDER BY co.id;
