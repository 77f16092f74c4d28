package id.siaga.commandcenter;

import id.siaga.commandcenter.availability.Availability;
import id.siaga.commandcenter.availability.Maintenance;
import id.siaga.commandcenter.command.Commands;
import id.siaga.commandcenter.device.Completeness;
import id.siaga.commandcenter.device.DeviceDocuments;
import id.siaga.commandcenter.device.DeviceImport;
import id.siaga.commandcenter.device.DeviceQueries;
import id.siaga.commandcenter.device.DeviceRegistry;
import id.siaga.commandcenter.enrolment.CertificateAuthority;
import id.siaga.commandcenter.enrolment.Certificates;
import id.siaga.commandcenter.enrolment.EnrolmentPolicy;
import id.siaga.commandcenter.device.photo.Photos;
import id.siaga.commandcenter.http.AvailabilityEndpoints;
import id.siaga.commandcenter.http.CommandEndpoints;
import id.siaga.commandcenter.http.CertificateEndpoints;
import id.siaga.commandcenter.http.CompletenessEndpoints;
import id.siaga.commandcenter.http.DeviceDocumentEndpoints;
import id.siaga.commandcenter.http.DeviceEndpoints;
import id.siaga.commandcenter.http.DevicePartEndpoints;
import id.siaga.commandcenter.http.DeviceSheetEndpoints;
import id.siaga.commandcenter.http.Endpoint;
import id.siaga.commandcenter.http.EnrolmentEndpoints;
import id.siaga.commandcenter.http.PhotoEndpoints;
import id.siaga.commandcenter.place.Places;
import id.siaga.commandcenter.sql.Database;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The devices themselves, put together: the registry, its documents and sheets, enrolment, commands, availability. */
record DeviceDesk(Map<String, Endpoint> byOperation) {

    static DeviceDesk open(Database database, Places places, CommandCenterConfig config, Clock clock)
            throws IOException {
        Settings settings = config.settings();
        Map<String, Endpoint> endpoints = new HashMap<>(registry(database, places, settings, clock));
        endpoints.putAll(new CompletenessEndpoints(new Completeness(database), clock).byOperation());
        endpoints.putAll(new CommandEndpoints(new Commands(database), clock).byOperation());
        endpoints.putAll(new AvailabilityEndpoints(new Availability(database), new Maintenance(database), clock)
                .byOperation());
        EnrolmentPolicy enrolment = settings.enrolment().policy();
        CertificateEndpoints certificates = new CertificateEndpoints(database,
                certificates(database, config, enrolment), enrolment);
        endpoints.putAll(certificates.byOperation());
        endpoints.putAll(new EnrolmentEndpoints(database, enrolment, certificates, clock).byOperation());
        return new DeviceDesk(Map.copyOf(endpoints));
    }

    private static Map<String, Endpoint> registry(Database database, Places places, Settings settings, Clock clock) {
        DeviceRegistry registry = new DeviceRegistry(places);
        Map<String, Endpoint> endpoints = new HashMap<>(
                new DeviceEndpoints(database, registry, clock, settings.maxDevicesPerRequest()).byOperation());
        endpoints.putAll(
                new DeviceDocumentEndpoints(database, new DeviceDocuments(places), registry).byOperation());
        endpoints.putAll(new DevicePartEndpoints(database, clock).byOperation());
        endpoints.putAll(new PhotoEndpoints(new DeviceQueries(database),
                new Photos(database, settings.registry().photosPerDevice())).byOperation());
        endpoints.putAll(new DeviceSheetEndpoints(database,
                new DeviceImport(places, settings.registry().imports())).byOperation());
        return endpoints;
    }

    private static Optional<Certificates> certificates(Database database, CommandCenterConfig config,
            EnrolmentPolicy policy) throws IOException {
        return config.authority().isEmpty()
                ? Optional.empty()
                : Optional.of(new Certificates(database,
                        CertificateAuthority.open(config.authority().get(), policy.authority()), policy));
    }
}
