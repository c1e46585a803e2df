-- The members who have booked every court of their own club. Where the club has no court, nobody has.
-- Columns: member id, the member's name. Order: member id.

-- Relational division: as many of the club's courts booked as there are. Joined from the courts, so that a club without
-- any gives no row; "there is no court that was not booked" would be true of it.
SELECT m.id, m.name
FROM member AS m
JOIN court AS co ON co.club_id = m.club_id
LEFT JOIN booking AS b ON b.court_id = co.id AND b.member_id = m.id
GROUP BY m.id
HAVING count(DISTINCT b.court_id) = count(DISTINCT co.id)
ORDER BY m.id;
