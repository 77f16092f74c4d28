package id.siaga.commandcenter.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;

/** The figure of a table of readings that a chart is drawn of: its column, word, and unit after {@code factor}. */
enum Measure {
    STAGE("flood_reading", "level_mm", "Muka air", "cm", 0.1), DISTANCE("flood_reading", "distance_mm",
            "Jarak sensor ke air", "cm",
            0.1), RAIN("rain_reading", "rain_rate_mm_h", "Intensitas hujan", "mm/jam", 1), SPEED("gps_position",
                    "speed_mps", "Kecepatan", "km/jam", 3.6), FRAMES("cctv_health", "fps", "Gambar per detik", "fps",
                            1), CLIENTS("wifi_health", "clients", "Pengguna WiFi", "klien", 1), HEAT("switch_health",
                                    "temperature_c", "Suhu perangkat", "°C",
                                    1), SIGNAL("radio_health", "signal_dbm", "Sinyal", "dBm", 1), LIGHT("link_health",
                                            "rx_power_dbm", "Daya terima optik", "dBm",
                                            1), CLIMATE("room_climate", "air_temperature_c", "Suhu ruang", "°C", 1);

    private final String table;
    private final String column;
    private final String word;
    private final String unit;
    private final double factor;

    Measure(String table, String column, String word, String unit, double factor) {
        this.table = table;
        this.column = column;
        this.word = word;
        this.unit = unit;
        this.factor = factor;
    }

    static Optional<Measure> of(JsonNode reading) {
        return Arrays.stream(values()).filter(measure -> measure.isIn(reading)).findFirst();
    }

    boolean isIn(JsonNode reading) {
        return reading.path("table").asText().equals(table) && reading.path(column).isNumber();
    }

    double in(JsonNode reading) {
        return reading.path(column).doubleValue() * factor;
    }

    String word() {
        return word;
    }

    String unit() {
        return unit;
    }
}
