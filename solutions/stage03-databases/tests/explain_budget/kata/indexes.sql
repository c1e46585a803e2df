-- Six indexes for eight queries; the primary keys serve the other two. An index is a sorted list, so each one here is
-- written down in the order in which its queries want to read it: first what is equal, then what is a range or an order.

-- The history and the revenue of a tenant read the same list: all orders of one tenant by time. `id` makes the order of
-- the history total. The total is only carried along (INCLUDE), so that a sum never visits the table.
CREATE INDEX orders_of_tenant ON orders (tenant, placed_at, id) INCLUDE (total_cents);

-- One order in fifty is open, and only those are asked for by status: a list of those alone is small to read, and orders
-- that are imported as done do not even touch it. With `id` in it, the queue of all tenants is answered by reading it
-- whole: nine pages.
CREATE INDEX orders_open ON orders (tenant, placed_at) INCLUDE (id) WHERE status = 'open';

-- The query compares lower(email), so that is what is sorted. One customer has every 33rd order: without the time as second
-- column, all of them would be read to find the last ten.
CREATE INDEX orders_of_customer ON orders (lower(email), placed_at);

-- The end of a text is the beginning of the reversed text, and a beginning is a range. text_pattern_ops sorts by bytes,
-- whatever the collation of the database is: under others, LIKE is no range.
CREATE INDEX orders_by_reference_end ON orders (reverse(reference) text_pattern_ops);

-- An order has several tags: a list of orders for each tag, and what is in all the lists that are asked for.
CREATE INDEX orders_by_tag ON orders USING gin (tags);

-- The primary key (order_id, product) finds the lines of an order, and is of no use for those of a product.
CREATE INDEX lines_of_product ON line (product) INCLUDE (quantity);
