-- The members whose id is nobody's `referrer_id`.
-- Columns: member id, the member's name. Order: member id.

-- An anti join. NOT IN (SELECT referrer_id …) is never true once one referrer_id is NULL: "is it none of 1, 2 and
-- something unknown?" has no answer.
SELECT m.id, m.name
FROM member AS m
WHERE NOT EXISTS (SELECT FROM member AS referred WHERE referred.referrer_id = m.id)
ORDER BY m.id;
