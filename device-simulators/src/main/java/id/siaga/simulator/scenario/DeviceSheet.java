package id.siaga.simulator.scenario;

import id.siaga.simulator.device.Profile;
import id.siaga.simulator.device.SimulatedDevice;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The devices as a sheet that {@code POST /api/v1/device-imports} takes: CSV, one device a line. */
public record DeviceSheet(List<SimulatedDevice> devices, String owner) {

    private static final String HEADINGS = "device_id,kind,name,lat,lng,mount_mm,post,interval_s,owner";

    /** With the headings, lines ended by a line feed. */
    public String csv() {
        return Stream.concat(Stream.of(HEADINGS), devices.stream().map(each -> line(each.profile())))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private String line(Profile device) {
        return Stream.of(device.deviceId(), device.kind().word(), device.name(), degrees(device.place().lat()),
                degrees(device.place().lng()), Objects.toString(device.mountMm(), ""),
                Objects.toString(device.post(), ""), Math.max(1, device.interval().toSeconds()), owner)
                .map(cell -> quoted(cell.toString())).collect(Collectors.joining(","));
    }

    private static double degrees(double exact) {
        return Math.round(exact * 1e6) / 1e6;
    }

    /** As RFC 4180 has it. */
    private static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }
}
