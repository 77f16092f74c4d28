-- Those shared with one kecamatan are found at once, instead of among all that are shared.
DROP INDEX incident_shared;
CREATE INDEX incident_shared ON incident USING gin (shared_with) WHERE shared_with <> '{}';

-- Of the audit log: by whom, on what, by which operation, and a thing by its number alone. What may be asked besides is
-- in each, so that what leaves nothing together is decided in the index.
DROP INDEX audit.record_of_actor, audit.record_of_object, audit.record_of_operation;
CREATE INDEX record_of_actor ON audit.record (actor, seq DESC, object_type, operation);
CREATE INDEX record_of_type ON audit.record (object_type, seq DESC, operation, actor);
CREATE INDEX record_of_operation ON audit.record (operation, seq DESC, object_type, actor);
CREATE INDEX record_of_object ON audit.record (object_id, object_type, seq DESC);
-- An operation is about one type of thing: that other pairs do not occur is not to be found by reading all.
CREATE STATISTICS audit.record_type_operation (mcv) ON object_type, operation FROM audit.record;
