-- Who decided (処分庁), as its paper says. Empty: of before it was written down; what the town says now is shown.
ALTER TABLE decision ADD COLUMN authority_ja VARCHAR(100) NULL;
ALTER TABLE decision ADD COLUMN authority_en VARCHAR(100) NULL;
