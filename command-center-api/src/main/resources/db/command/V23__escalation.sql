-- Who must know when a clock runs out.
CREATE TABLE escalation_rule (
    step     text PRIMARY KEY,
    priority text CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
    event    text NOT NULL CHECK (event IN ('OPENED', 'QUEUE', 'DISPATCH', 'TRAVEL', 'ON_SCENE', 'RESOLUTION',
        'NO_ACK', 'WEEKLY')),
    after_s  int NOT NULL DEFAULT 0 CHECK (after_s >= 0),
    tell     text[] NOT NULL,
    status   text NOT NULL CHECK (status IN ('PROPOSED', 'ADOPTED')),
    UNIQUE NULLS NOT DISTINCT (priority, event)
);
COMMENT ON COLUMN escalation_rule.event IS 'opened with, or raised to, this priority; a clock that ran out; an escalation to KORLAP nobody acknowledged within after_s; a new week with it still overdue';
COMMENT ON COLUMN escalation_rule.tell IS 'roles of Siaga, or agencies';
INSERT INTO escalation_rule (step, priority, event, after_s, tell, status) VALUES
    ('P1-OPENED', 'P1', 'OPENED', 0, '{KEPALA_SATPOL_PP,BPBD}', 'PROPOSED'),
    ('P1-QUEUE', 'P1', 'QUEUE', 0, '{KEPALA_SATPOL_PP,BPBD}', 'PROPOSED'),
    ('P1-DISPATCH', 'P1', 'DISPATCH', 0, '{KEPALA_SATPOL_PP,BPBD}', 'PROPOSED'),
    ('P1-TRAVEL', 'P1', 'TRAVEL', 0, '{KEPALA_SATPOL_PP,BPBD}', 'PROPOSED'),
    ('P2-QUEUE', 'P2', 'QUEUE', 0, '{KORLAP}', 'PROPOSED'),
    ('P2-DISPATCH', 'P2', 'DISPATCH', 0, '{KORLAP}', 'PROPOSED'),
    ('P2-TRAVEL', 'P2', 'TRAVEL', 0, '{KORLAP}', 'PROPOSED'),
    ('P3-DISPATCH', 'P3', 'DISPATCH', 0, '{KORLAP}', 'PROPOSED'),
    ('P3-TRAVEL', 'P3', 'TRAVEL', 0, '{KORLAP}', 'PROPOSED'),
    ('P4-WEEKLY', 'P4', 'WEEKLY', 0, '{KORLAP}', 'PROPOSED'),
    ('KORLAP-NO-ACK', NULL, 'NO_ACK', 600, '{OPERATOR,KEPALA_SATPOL_PP}', 'PROPOSED');

CREATE TABLE escalation (
    escalation_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    incident_id     bigint NOT NULL REFERENCES incident,
    step            text NOT NULL,
    raised_at       timestamptz NOT NULL,
    awaits_until    timestamptz,
    acknowledged_by text,
    acknowledged_at timestamptz,
    UNIQUE (incident_id, step)
);
CREATE INDEX escalation_awaited ON escalation (awaits_until) WHERE awaits_until IS NOT NULL AND acknowledged_at IS NULL;
COMMENT ON COLUMN escalation.awaits_until IS 'a Korlap should have acknowledged it by then; null when none was told, or it was passed on';

CREATE TABLE escalation_notice (
    escalation_id bigint NOT NULL REFERENCES escalation,
    addressee     text NOT NULL,
    means         text NOT NULL CHECK (means IN ('IN_APP')),
    queued_at     timestamptz NOT NULL,
    sent_at       timestamptz,
    PRIMARY KEY (escalation_id, addressee, means)
);
COMMENT ON TABLE escalation_notice IS 'Who was told by which means; also the outbox of the means to come';

CREATE VIEW escalation_json AS
SELECT e.escalation_id AS id, e.incident_id, i.number, i.title, i.priority, i.state, i.kecamatan_code,
       to_jsonb(i.shared_with) AS shared_with, e.step, e.raised_at, e.awaits_until, e.acknowledged_by, e.acknowledged_at,
       (SELECT jsonb_agg(n.addressee ORDER BY n.addressee) FROM command.escalation_notice n
        WHERE n.escalation_id = e.escalation_id) AS told
FROM escalation e JOIN incident i USING (incident_id);
