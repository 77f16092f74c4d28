package id.siaga.ingest.store.sequence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Accounts as rows; a component is named like its column. */
record LedgerRows(List<SessionRow> sessions, List<SessionKey> regapped, List<GapRow> gaps, List<HourRow> hours,
        List<SessionKey> outlived) {

    record SessionRow(String deviceId, long session, String beganAt, @Nullable Long firstNumber,
            @Nullable Long highestNumber, int counterBits, long missing, long lost, @Nullable String deviceBeganAt,
            @Nullable String deviceTime, long messageId) {
    }

    record SessionKey(String deviceId, long session) {
    }

    record GapRow(String deviceId, long session, long fromNumber, long toNumber, String observedAt,
            String openedAt) {
    }

    record HourRow(String deviceId, String hour, long numbers, long missing, long duplicates, long late,
            long samples, long clockSkewed) {
    }

    static LedgerRows of(List<DeviceAccount> accounts, int sessionsKept) {
        LedgerRows rows = new LedgerRows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                new ArrayList<>());
        accounts.forEach(account -> rows.add(account, sessionsKept));
        return rows;
    }

    private void add(DeviceAccount account, int sessionsKept) {
        String deviceId = account.deviceId();
        Session current = account.track().current();
        if (current == null) {
            sessions.add(uncounted(account));
        } else if (current.ordinal() > sessionsKept) {
            outlived.add(new SessionKey(deviceId, current.ordinal() - sessionsKept));
        }
        account.track().changedSessions().forEach(session -> add(account, session));
        account.hours().forEach((hour, counts) -> hours.add(new HourRow(deviceId, hour.toString(), counts.numbers,
                counts.missing, counts.duplicates, counts.late, counts.samples, counts.clockSkewed)));
    }

    private void add(DeviceAccount account, Session session) {
        Session.Row row = session.row();
        sessions.add(new SessionRow(account.deviceId(), row.ordinal(), row.beganAt().toString(), row.first(),
                row.highest(), row.bits(), row.missing(), row.lost(), text(row.deviceBegan()), text(row.deviceTime()),
                account.through()));
        if (session.gapsChanged()) {
            regapped.add(new SessionKey(account.deviceId(), row.ordinal()));
            session.gaps().forEach(gap -> gaps.add(new GapRow(account.deviceId(), row.ordinal(), gap.from(), gap.to(),
                    gap.observedAt().toString(), gap.openedAt().toString())));
        }
    }

    /** A device without a counter has the row of session 0, which says up to where its samples are counted. */
    private static SessionRow uncounted(DeviceAccount account) {
        return new SessionRow(account.deviceId(), 0, Instant.EPOCH.toString(), null, null, 0, 0, 0, null, null,
                account.through());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
