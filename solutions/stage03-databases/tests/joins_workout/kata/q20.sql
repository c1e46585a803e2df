-- Every member, with the number of members that they brought in: those whom they referred, those whom these referred, and
-- so on, each once and never the member itself. The data has circles: two members who are said to have referred each other.
-- Columns: member id, number. Order: member id.

WITH RECURSIVE brought (by_id, id) AS (
    SELECT referrer_id, id
    FROM member
    WHERE referrer_id IS NOT NULL
    -- UNION drops the pairs that are there already, so a circle comes to its end. UNION ALL would go round for ever.
    UNION
    SELECT brought.by_id, m.id
    FROM brought
    JOIN member AS m ON m.referrer_id = brought.id
)
SELECT m.id, count(brought.id)
FROM member AS m
LEFT JOIN brought ON brought.by_id = m.id AND brought.id <> m.id
GROUP BY m.id
ORDER BY m.id;
