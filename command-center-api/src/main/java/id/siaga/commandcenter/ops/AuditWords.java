package id.siaga.commandcenter.ops;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the audit log calls deeds and things, in Bahasa Indonesia. */
public final class AuditWords {
    private static final Map<String, String> ACTIONS = Map.ofEntries(Map.entry("insert", "Menambah"),
            Map.entry("update", "Mengubah"), Map.entry("delete", "Menghapus"), Map.entry("truncate", "Mengosongkan"),
            Map.entry("read", "Melihat"), Map.entry("denied", "Ditolak"), Map.entry("login", "Masuk"),
            Map.entry("login_failed", "Gagal masuk"), Map.entry("logout", "Keluar"),
            Map.entry("session_changed", "Sesi berubah"), Map.entry("session_forgotten", "Sesi dihapus"),
            Map.entry("evidence", "Bukti peringatan"), Map.entry("genesis", "Awal catatan"),
            Map.entry("anchor", "Jangkar"), Map.entry("export", "Ekspor"));
    private static final Map<String, String> OBJECTS = Map.ofEntries(Map.entry("account", "akun"),
            Map.entry("alert", "peringatan"), Map.entry("alert_event", "peringatan"), Map.entry("anchor", "jangkar"),
            Map.entry("assignment", "penugasan"), Map.entry("assignment_alarm", "alarm penugasan"),
            Map.entry("audit", "catatan audit"), Map.entry("availability_target", "target ketersediaan"),
            Map.entry("category_need", "kebutuhan kategori"), Map.entry("check_in", "lapor aman"),
            Map.entry("claim_batch", "lembar kode klaim"), Map.entry("claim_code", "kode klaim"),
            Map.entry("clock_target", "target waktu"), Map.entry("closure", "penutupan"),
            Map.entry("closure_requirement", "syarat penutupan"), Map.entry("command_type", "jenis perintah"),
            Map.entry("coverage", "cakupan audit"), Map.entry("crew", "regu"), Map.entry("crew_member", "anggota regu"),
            Map.entry("device", "perangkat"), Map.entry("device_alias", "alias perangkat"),
            Map.entry("device_authority", "penerbit sertifikat"), Map.entry("device_calibration", "kalibrasi"),
            Map.entry("device_certificate", "sertifikat perangkat"), Map.entry("device_command", "perintah perangkat"),
            Map.entry("device_pairing", "pemasangan layar"), Map.entry("device_photo", "foto perangkat"),
            Map.entry("downlink_limit", "batas perintah"), Map.entry("escalation", "eskalasi"),
            Map.entry("escalation_notice", "pemberitahuan eskalasi"), Map.entry("escalation_rule", "aturan eskalasi"),
            Map.entry("holiday", "hari libur"), Map.entry("incident", "insiden"),
            Map.entry("incident_alert", "peringatan insiden"), Map.entry("incident_clock", "tenggat insiden"),
            Map.entry("incident_contact", "pelapor"), Map.entry("incident_pause", "jeda tenggat"),
            Map.entry("incident_photo", "foto insiden"), Map.entry("incident_photo_file", "berkas foto"),
            Map.entry("incident_share", "berbagi insiden"), Map.entry("incident_state", "keadaan insiden"),
            Map.entry("incident_step", "langkah SOP insiden"), Map.entry("incident_timeline", "riwayat insiden"),
            Map.entry("incident_violation", "pelanggaran insiden"), Map.entry("legal_article", "pasal"),
            Map.entry("legal_basis", "dasar hukum"), Map.entry("legal_hold", "penahanan data"),
            Map.entry("login_failure", "gagal masuk"), Map.entry("maintenance_window", "masa pemeliharaan"),
            Map.entry("offboarding", "keluar"), Map.entry("pause_reason", "sebab jeda"),
            Map.entry("readable", "yang terbaca dasbor"), Map.entry("reader_setting", "setelan dasbor"),
            Map.entry("record", "catatan audit"), Map.entry("recovery_code", "kode cadangan"),
            Map.entry("retained", "data tersimpan"), Map.entry("retention", "masa simpan"),
            Map.entry("river_post", "pos sungai"), Map.entry("river_threshold", "ambang sungai"),
            Map.entry("role_grant", "peran"), Map.entry("sensor_rest", "keadaan normal sensor"),
            Map.entry("session", "sesi"), Map.entry("shift", "giliran jaga"), Map.entry("shift_hours", "jam jaga"),
            Map.entry("shift_member", "petugas jaga"), Map.entry("sop", "SOP"), Map.entry("sop_step", "langkah SOP"),
            Map.entry("suspension", "penangguhan"), Map.entry("suspension_reason", "sebab penangguhan"),
            Map.entry("ticket", "tiket"), Map.entry("ticket_alert", "peringatan tiket"), Map.entry("unit", "regu"),
            Map.entry("unit_kind", "jenis regu"), Map.entry("unit_override", "keadaan regu dengan tangan"),
            Map.entry("unit_state", "keadaan regu"), Map.entry("violation_type", "kode pelanggaran"));

    private AuditWords() {
    }

    public static String action(String code) {
        return ACTIONS.getOrDefault(code, spelled(code));
    }

    /** Of a kind of object. */
    public static String object(String code) {
        return OBJECTS.getOrDefault(code, spelled(code));
    }

    /** What can be asked for. */
    static List<Option> objects() {
        return new TreeMap<>(OBJECTS).entrySet().stream().map(each -> new Option(each.getKey(), each.getValue()))
                .toList();
    }

    private static String spelled(String code) {
        return code.replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
