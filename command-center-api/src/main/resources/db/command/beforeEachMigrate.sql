-- A changed row whose trigger waits for the commit would forbid ALTER TABLE: let none wait.
SET CONSTRAINTS ALL IMMEDIATE;
