package id.siaga.commandcenter.ops;

import static java.util.stream.Collectors.joining;

import id.siaga.commandcenter.account.Role;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every word that stands for a code: Bahasa Indonesia. A code without a word is shown spelled out. */
public final class Words {
    private static final Map<String, String> STATES = Map.ofEntries(Map.entry("BARU", "Baru"),
            Map.entry("DIVERIFIKASI", "Diverifikasi"), Map.entry("DITUGASKAN", "Ditugaskan"),
            Map.entry("MENUJU_LOKASI", "Menuju lokasi"), Map.entry("DI_LOKASI", "Di lokasi"),
            Map.entry("DITANGANI", "Ditangani"), Map.entry("SELESAI", "Selesai"), Map.entry("DITUTUP", "Ditutup"),
            Map.entry("DITOLAK", "Ditolak"), Map.entry("DUPLIKAT", "Duplikat"), Map.entry("DITERUSKAN", "Diteruskan"),
            Map.entry("DIBATALKAN", "Dibatalkan"));
    private static final Map<String, String> MOVES = Map.ofEntries(Map.entry("DIVERIFIKASI", "Verifikasi"),
            Map.entry("DITUGASKAN", "Tugaskan"), Map.entry("MENUJU_LOKASI", "Berangkat"),
            Map.entry("DI_LOKASI", "Tiba di lokasi"), Map.entry("DITANGANI", "Tangani"),
            Map.entry("SELESAI", "Selesaikan"), Map.entry("DITUTUP", "Tutup"), Map.entry("DITOLAK", "Tolak"),
            Map.entry("DUPLIKAT", "Gabungkan"), Map.entry("DITERUSKAN", "Teruskan"),
            Map.entry("DIBATALKAN", "Batalkan"));
    private static final Map<String, String> ENTRIES = Map.ofEntries(Map.entry("opened", "Dibuka"),
            Map.entry("joined", "Peringatan bergabung"), Map.entry("raised", "Dinaikkan"),
            Map.entry("lowered", "Diturunkan"), Map.entry("cleared", "Mereda"), Map.entry("changed", "Diubah"),
            Map.entry("noted", "Catatan"), Map.entry("merged", "Digabung"), Map.entry("split", "Dipisah"),
            Map.entry("shared", "Dibagikan"), Map.entry("unshared", "Tidak dibagikan lagi"),
            Map.entry("paused", "Tenggat dijeda"), Map.entry("resumed", "Tenggat dilanjutkan"),
            Map.entry("escalated", "Dieskalasi"), Map.entry("acknowledged", "Eskalasi ditanggapi"));
    private static final Map<String, String> REPORTED = Map.of("DEVICE", "Perangkat", "COMPLAINT", "Pengaduan warga",
            "PATROL", "Patroli", "CALL_CENTER", "Pusat panggilan", "LAPOR", "SP4N-LAPOR!", "MANUAL", "Formulir kertas");
    private static final Map<String, String> SOURCES = Map.of("gps", "menurut GPS", "manual", "diubah dengan tangan",
            "dispatch", "menurut penugasan", "shift", "menurut jadwal jaga");
    private static final Map<String, String> KINDS = Map.ofEntries(Map.entry("flood", "Muka air"),
            Map.entry("rain", "Hujan"), Map.entry("gps", "Patroli GPS"), Map.entry("cctv", "CCTV"),
            Map.entry("wifi", "WiFi"), Map.entry("switch", "Switch"), Map.entry("door", "Pintu"),
            Map.entry("radio", "Radio"), Map.entry("link", "Jaringan"), Map.entry("gateway", "Gateway"),
            Map.entry("pump", "Pompa"), Map.entry("monitor", "Pemantau"), Map.entry("room", "Ruang server"));
    private static final Map<String, String> PRESENCES = Map.of("online", "Tersambung", "offline", "Putus", "sleeping",
            "Tidur", "unknown", "Belum diketahui");
    private static final Map<String, String> STATUSES = Map.of("active", "Aktif", "unclaimed", "Belum diklaim",
            "retired", "Dihapus dari layanan");
    private static final Map<String, String> LEVELS = Map.of("SIAGA_1", "Siaga 1", "AWAS", "Siaga 1", "SIAGA_2",
            "Siaga 2", "SIAGA_3", "Siaga 3", "NORMAL", "Normal");
    private static final Map<String, String> SEVERITIES = Map.of("INFO", "keterangan", "WARN", "peringatan", "CRIT",
            "kritis", "EMERG", "darurat");
    private static final Map<String, String> UNITS = Map.of("SIAGA", "Siaga", "DITUGASKAN", "Ditugaskan", "MENUJU",
            "Menuju lokasi", "DI_LOKASI", "Di lokasi", "ISTIRAHAT", "Istirahat", "LUAR_DINAS", "Luar dinas");
    private static final Map<String, String> CLOCKS = Map.of("QUEUE", "Antrean", "DISPATCH", "Penugasan", "TRAVEL",
            "Perjalanan", "ON_SCENE", "Di lokasi", "RESOLUTION", "Penyelesaian");
    private static final Map<String, String> EVENTS = Map.of("OPENED", "baru dibuka", "QUEUE",
            "terlalu lama dalam antrean", "DISPATCH", "terlambat ditugaskan", "LATE", "regu belum berangkat", "TRAVEL",
            "terlambat di perjalanan", "ON_SCENE", "terlambat di lokasi", "RESOLUTION", "terlambat selesai", "NO-ACK",
            "belum menanggapi", "WEEKLY", "masih terlambat minggu ini");
    private static final Map<String, String> CLOSURES = Map.of("HELD", "Ditahan untuk diperiksa", "ACCEPTED",
            "Diterima", "REVIEWED", "Diterima setelah diperiksa", "REFUSED", "Ditolak pemeriksa");
    private static final Map<String, String> STANDINGS = Map.of("AT_REST", "kembali normal", "OVER",
            "masih melewati ambang", "SILENT", "perangkat diam", "ALERT_OPEN", "peringatan masih berlangsung",
            "ALERT_CLEAR", "peringatan mereda");
    private static final Map<String, String> ACCOUNTS = Map.of("ACTIVE", "aktif", "SUSPENDED", "ditangguhkan",
            "DEACTIVATED", "nonaktif");
    private static final Map<String, String> SESSIONS = Map.of("LOGIN", "Masuk", "WALL", "Layar dinding", "TOKEN",
            "Token API");
    private static final Map<Role, String> ROLES = Map.ofEntries(Map.entry(Role.ADMIN_PUSAT, "Admin pusat"),
            Map.entry(Role.TEKNISI, "Teknisi"), Map.entry(Role.PENGELOLA_ADMIN, "Pengelola administrasi"),
            Map.entry(Role.OPERATOR, "Operator"), Map.entry(Role.KORLAP, "Korlap"),
            Map.entry(Role.PETUGAS, "Petugas"), Map.entry(Role.PJ_TEKNIS, "Penanggung jawab teknis"),
            Map.entry(Role.KEPALA_SATPOL_PP, "Kepala Satpol PP"), Map.entry(Role.TIM_TAKSIR, "Tim taksir"),
            Map.entry(Role.WALIDATA, "Walidata"), Map.entry(Role.SEKDA, "Sekda"),
            Map.entry(Role.WALI_KOTA, "Wali Kota"), Map.entry(Role.OPD_ADMIN, "Admin OPD"),
            Map.entry(Role.STAKEHOLDER, "Pemangku kepentingan"), Map.entry(Role.WALL, "Layar dinding"));

    private Words() {
    }

    private static String of(Map<String, String> words, String code) {
        return words.getOrDefault(code, code.isEmpty() ? "—" : spelled(code));
    }

    private static String spelled(String code) {
        return code.replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    public static String state(String code) {
        return of(STATES, code);
    }

    /** What a button that leads to this state says. */
    public static String move(String code) {
        return of(MOVES, code);
    }

    public static String entry(String code) {
        return of(ENTRIES, code);
    }

    /** How an incident came to be known. */
    public static String reported(String code) {
        return of(REPORTED, code);
    }

    /** Of a unit's state: what says so. */
    public static String source(String code) {
        return of(SOURCES, code);
    }

    public static String kind(String code) {
        return of(KINDS, code);
    }

    public static String presence(String code) {
        return of(PRESENCES, code);
    }

    public static String status(String code) {
        return of(STATUSES, code);
    }

    public static String level(String code) {
        return of(LEVELS, code);
    }

    public static String severity(String code) {
        return of(SEVERITIES, code);
    }

    public static String unit(String code) {
        return of(UNITS, code);
    }

    public static String clock(String code) {
        return of(CLOCKS, code);
    }

    /** Of an escalation: such as P2-QUEUE, or P4-WEEKLY and the week. */
    public static String step(String code) {
        String step = code.split(" ", 2)[0];
        int dash = step.indexOf('-');
        return dash < 0
                ? spelled(step)
                : addressee(step.substring(0, dash)) + ' ' + of(EVENTS, step.substring(dash + 1));
    }

    /** What the timeline notes of an escalation, such as {@code P2-QUEUE: KORLAP}. */
    static String escalated(String text) {
        String[] parts = text.split(": ", 2);
        return parts.length < 2
                ? text
                : step(parts[0]) + ", diberi tahu: "
                        + Stream.of(parts[1].split(", ")).map(Words::addressee).collect(joining(", "));
    }

    /** What the timeline notes of a pause: the reason's code, and a note. */
    static String paused(String text) {
        String[] parts = text.split(" ", 2);
        return spelled(parts[0]) + (parts.length < 2 ? "" : ": " + parts[1]);
    }

    /** A role of ours, or an agency. */
    public static String addressee(String code) {
        return Role.named(code).map(Words::role).orElse(code);
    }

    public static String closure(String code) {
        return of(CLOSURES, code);
    }

    /** Of a sensor when an incident should be over. */
    public static String standing(String code) {
        return of(STANDINGS, code);
    }

    public static String account(String code) {
        return of(ACCOUNTS, code);
    }

    public static String session(String code) {
        return of(SESSIONS, code);
    }

    public static String role(Role role) {
        return ROLES.getOrDefault(role, spelled(role.name()));
    }
}
