package id.siaga.simulator.device;

/** The measuring part of a device: what it would read at a moment, decided by its seed alone. */
public sealed interface Instrument permits FloodGauge, GpsTracker, CctvProbe, WifiAccessPoint, RainGauge,
        NetworkSwitch, RadioLink, InternetLine, DoorController, WallMonitor, ServerRoom, FieldGateway, PumpHouse {

    /** Writes what the device measures at that moment. */
    void read(Moment moment, Telemetry telemetry);
}
