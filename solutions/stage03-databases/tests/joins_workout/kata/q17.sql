-- Every payment for a known booking, with what the court's club had taken in by then, this payment included. Payments
-- follow one another by `paid_at`, then by id.
-- Columns: club id, payment id, cents, cents so far. Order: club id, then as they follow one another.

-- ORDER BY paid_at alone would give payments of the same moment the same total: by default a window reaches to the last
-- of the row's equals. With the id there are no equals.
SELECT co.club_id, p.id, p.cents, sum(p.cents) OVER (PARTITION BY co.club_id ORDER BY p.paid_at, p.id)
FROM payment AS p
JOIN booking AS b ON b.id = p.booking_id
JOIN court AS co ON co.id = b.court_id
ORDER BY co.club_id, p.paid_at, p.id;
