-- An edition after which some space has other units: of it and those before it nobody books any more.
ALTER TABLE town_edition ADD COLUMN replaced_at_ms BIGINT;
