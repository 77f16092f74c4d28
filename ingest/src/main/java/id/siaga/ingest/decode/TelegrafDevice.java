package id.siaga.ingest.decode;

import java.util.List;

/** Which device a point speaks of: what was probed or asked, where the tags name it, else who measured. */
final class TelegrafDevice {

    private static final int CHARS = 128;

    private TelegrafDevice() {
    }

    static String of(Point point, Route route) throws Refused {
        List<String> identity = TelegrafMap.of(point.measurement()).identity();
        String device = identity.stream().map(point::text).map(Address::host).filter(text -> !text.isBlank())
                .findFirst().orElse(route.capture("device"));
        if (device.isBlank() || device.length() > CHARS) {
            throw Refused.shape("device: none of the tags " + identity + " of '" + point.measurement()
                    + "' names one of 1 to " + CHARS + " characters");
        }
        return device;
    }
}
