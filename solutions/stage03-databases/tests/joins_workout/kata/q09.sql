-- The ids that stand on one side only: members who have never booked, and ids in `booking.member_id` that no member has.
-- Columns: the id, whether it is a member's. Order: the id. Each once; guests (NULL) are on neither side.

SELECT coalesce(m.id, b.member_id) AS id, m.id IS NOT NULL AS is_member
FROM member AS m
-- One row for each id before the join: an unknown id with three bookings is still one. And no guests: a NULL finds no
-- partner, so a full join would keep it.
FULL JOIN (SELECT DISTINCT member_id FROM booking WHERE member_id IS NOT NULL) AS b ON b.member_id = m.id
WHERE m.id IS NULL OR b.member_id IS NULL
ORDER BY id;
