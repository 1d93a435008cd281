-- 回数券: books of tickets that were sold. A book is an application without bookings: its number, what it owes, its
-- receipt and its refunds are those of the application. left_count: tickets that can be used; void_count: those whose
-- price goes back. terms_json: what one ticket is for, as it was sold. buyer_name: of who has no account.
CREATE TABLE ticket_book (
  application_id BIGINT        NOT NULL,
  ticket_code    VARCHAR(40)   NOT NULL,
  name_ja        VARCHAR(200)  NOT NULL,
  name_en        VARCHAR(200)  NOT NULL,
  price_class    VARCHAR(40)   NULL,
  buyer_name     VARCHAR(100)  NULL,
  state          VARCHAR(16)   NOT NULL,
  price_yen      BIGINT        NOT NULL,
  tickets        BIGINT        NOT NULL,
  left_count     BIGINT        NOT NULL,
  void_count     BIGINT        NOT NULL,
  sold_on        DATE          NOT NULL,
  valid_until    DATE          NULL,
  terms_json     VARCHAR(8000) NOT NULL,
  sold_by        BIGINT        NOT NULL,
  sold_at_ms     BIGINT        NOT NULL,
  CONSTRAINT pk_ticket_book PRIMARY KEY (application_id),
  CONSTRAINT ck_ticket_book_state CHECK (state IN ('sold', 'undone')),
  CONSTRAINT ck_ticket_book_price CHECK (price_yen > 0),
  CONSTRAINT ck_ticket_book_left CHECK (left_count >= 0 AND void_count >= 0 AND left_count + void_count <= tickets),
  CONSTRAINT ck_ticket_book_undone CHECK (state = 'sold' OR (left_count = 0 AND void_count = 0)),
  CONSTRAINT fk_ticket_book_application FOREIGN KEY (application_id) REFERENCES application (application_id),
  CONSTRAINT fk_ticket_book_sold_by FOREIGN KEY (sold_by) REFERENCES account (account_id)
);
CREATE INDEX ix_ticket_book_buyer ON ticket_book (buyer_name);

-- Tickets taken off a book, for a booking or for a visit without one. amount_yen: what of the booking's fee they pay for,
-- under account_code; it is not charged besides, because it was collected when the book was sold.
CREATE TABLE ticket_use (
  use_id         BIGINT       NOT NULL,
  book_id        BIGINT       NOT NULL,
  booking_id     BIGINT       NULL,
  state          VARCHAR(16)  NOT NULL,
  tickets        BIGINT       NOT NULL,
  account_code   VARCHAR(40)  NULL,
  amount_yen     BIGINT       NOT NULL,
  used_on        DATE         NOT NULL,
  used_by        BIGINT       NOT NULL,
  used_at_ms     BIGINT       NOT NULL,
  returned_for   VARCHAR(16)  NULL,
  returned_by    BIGINT       NULL,
  returned_at_ms BIGINT       NULL,
  return_reason  VARCHAR(500) NULL,
  CONSTRAINT pk_ticket_use PRIMARY KEY (use_id),
  CONSTRAINT ck_ticket_use_state CHECK (state IN ('used', 'returned')),
  CONSTRAINT ck_ticket_use_tickets CHECK (tickets > 0),
  CONSTRAINT ck_ticket_use_amount CHECK (amount_yen >= 0 AND (booking_id IS NULL) = (account_code IS NULL)
    AND (booking_id IS NULL) = (amount_yen = 0)),
  CONSTRAINT ck_ticket_use_returned CHECK ((state = 'returned') = (returned_at_ms IS NOT NULL)
    AND (returned_at_ms IS NULL) = (returned_for IS NULL)),
  CONSTRAINT ck_ticket_use_returned_for CHECK (returned_for IN ('given_up', 'revoked', 'mistake')),
  CONSTRAINT fk_ticket_use_book FOREIGN KEY (book_id) REFERENCES ticket_book (application_id),
  CONSTRAINT fk_ticket_use_booking FOREIGN KEY (booking_id) REFERENCES booking (booking_id),
  CONSTRAINT fk_ticket_use_used_by FOREIGN KEY (used_by) REFERENCES account (account_id),
  CONSTRAINT fk_ticket_use_returned_by FOREIGN KEY (returned_by) REFERENCES account (account_id)
);
CREATE INDEX ix_ticket_use_book ON ticket_use (book_id);
CREATE INDEX ix_ticket_use_booking ON ticket_use (booking_id);
