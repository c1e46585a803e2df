-- Every member, with the number of their bookings and the sum that was paid for these, in cents.
-- Columns: member id, number, sum (0 where nothing was paid). Order: member id.

-- Bookings and their payments in one join make a row for each payment: a booking that was paid in two parts would count
-- twice. So payments are added up to one row for each booking first.
SELECT m.id, count(b.id), coalesce(sum(p.cents), 0)
FROM member AS m
LEFT JOIN booking AS b ON b.member_id = m.id
LEFT JOIN (SELECT booking_id, sum(cents) AS cents FROM payment GROUP BY booking_id) AS p ON p.booking_id = b.id
GROUP BY m.id
ORDER BY m.id;
