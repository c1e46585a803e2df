-- Make the tables that the dependencies in README.md lead to, move the rows of the table `wide_order` there, drop it, and
-- make a view of the same name that shows what it showed.

-- The left side of each dependency is a key of its table: PostgreSQL itself holds the dependency then. Of two that
-- determine each other, such as customer_id and customer_email, both are keys.
CREATE TABLE place (
    postcode text PRIMARY KEY,
    city text NOT NULL
);

CREATE TABLE customer (
    customer_id int PRIMARY KEY,
    customer_email text NOT NULL UNIQUE,
    customer_name text NOT NULL,
    postcode text NOT NULL REFERENCES place
);

CREATE TABLE category (
    category text PRIMARY KEY,
    vat_percent int NOT NULL
);

CREATE TABLE product (
    sku text PRIMARY KEY,
    product_name text NOT NULL,
    category text NOT NULL REFERENCES category
);

CREATE TABLE coupon (
    coupon_code text PRIMARY KEY,
    coupon_percent int NOT NULL
);

CREATE TABLE purchase (
    order_id int PRIMARY KEY,
    ordered_on date NOT NULL,
    customer_id int NOT NULL REFERENCES customer,
    -- Most orders have none.
    coupon_code text REFERENCES coupon
);

CREATE TABLE purchase_line (
    order_id int NOT NULL REFERENCES purchase,
    line_no int NOT NULL,
    sku text NOT NULL REFERENCES product,
    quantity int NOT NULL,
    -- The price on the day of the order. What the product costs today is another fact.
    unit_price numeric(8, 2) NOT NULL,
    PRIMARY KEY (order_id, line_no),
    UNIQUE (order_id, sku)
);

-- DISTINCT, and nothing that would choose: where the wide table contradicts itself, two rows have one key, and the whole
-- migration fails.
INSERT INTO place SELECT DISTINCT postcode, city FROM wide_order;
INSERT INTO customer SELECT DISTINCT customer_id, customer_email, customer_name, postcode FROM wide_order;
INSERT INTO category SELECT DISTINCT category, vat_percent FROM wide_order;
INSERT INTO product SELECT DISTINCT sku, product_name, category FROM wide_order;
INSERT INTO coupon SELECT DISTINCT coupon_code, coupon_percent FROM wide_order WHERE coupon_code IS NOT NULL;
INSERT INTO purchase SELECT DISTINCT order_id, ordered_on, customer_id, coupon_code FROM wide_order;
INSERT INTO purchase_line SELECT order_id, line_no, sku, quantity, unit_price FROM wide_order;

DROP TABLE wide_order;

CREATE VIEW wide_order AS
SELECT
    order_id, line_no, ordered_on, customer_id, customer_name, customer_email, postcode, city, sku, product_name, category,
    vat_percent, quantity, unit_price, coupon_code, coupon_percent
FROM purchase_line
JOIN purchase USING (order_id)
JOIN customer USING (customer_id)
JOIN place USING (postcode)
JOIN product USING (sku)
JOIN category USING (category)
LEFT JOIN coupon USING (coupon_code);
