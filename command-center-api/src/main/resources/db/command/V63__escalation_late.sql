-- A unit that did not set out in time is told like a clock that ran out: once, to who must know, until somebody answers.
ALTER TABLE escalation_rule DROP CONSTRAINT escalation_rule_event_check;
ALTER TABLE escalation_rule ADD CONSTRAINT escalation_rule_event_check CHECK (event IN ('OPENED', 'QUEUE', 'DISPATCH',
    'TRAVEL', 'ON_SCENE', 'RESOLUTION', 'NO_ACK', 'WEEKLY', 'LATE'));
INSERT INTO escalation_rule (step, priority, event, after_s, tell, status) VALUES
    ('P1-LATE', 'P1', 'LATE', 0, '{KORLAP,KEPALA_SATPOL_PP}', 'PROPOSED'),
    ('P2-LATE', 'P2', 'LATE', 0, '{KORLAP}', 'PROPOSED'),
    ('P3-LATE', 'P3', 'LATE', 0, '{KORLAP}', 'PROPOSED');
