-- The e-mail addresses that more than one member has. Capital and small letters are the same.
-- Columns: the address in small letters, number of members. Order: the most members first, then the address.

-- GROUP BY puts all NULLs into one group, though no NULL equals another: they must go before.
SELECT lower(email) AS address, count(*) AS members
FROM member
WHERE email IS NOT NULL
GROUP BY address
HAVING count(*) > 1
ORDER BY members DESC, address;
