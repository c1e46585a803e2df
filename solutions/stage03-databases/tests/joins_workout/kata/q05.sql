-- The members who joined on an earlier day than the member who referred them.
-- Columns: member id, the member's name, the referrer's name. Order: member id.

SELECT m.id, m.name, referrer.name
FROM member AS m
JOIN member AS referrer ON referrer.id = m.referrer_id AND m.joined_on < referrer.joined_on
ORDER BY m.id;
