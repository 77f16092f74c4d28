import id.siaga.generated.ApiClient;
import id.siaga.generated.ApiException;
import id.siaga.generated.api.DefaultApi;
import id.siaga.generated.api.DefaultApi.*;
import id.siaga.generated.model.*;
import java.math.BigDecimal;

/** What a stranger writes against the generated client: log in, register, read, change, and meet the refusals. */
public final class SmokeClient {
    private final DefaultApi api;

    private SmokeClient(DefaultApi api) {
        this.api = api;
    }

    public static void main(String[] given) throws Exception {
        ApiClient client = new ApiClient();
        client.updateBaseUri(given[0]);
        DefaultApi api = new DefaultApi(client);
        refused(401, () -> login(api, "wrong"));
        String token = login(api, given[1]).getToken();
        client.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + token));
        new SmokeClient(new DefaultApi(client)).work(Integer.valueOf(given[2]));
    }

    private static Session login(DefaultApi api, String password) throws ApiException {
        return api.login(APILoginRequest.newBuilder().login(new Login().user("admin").password(password)).build());
    }

    private void work(Integer incident) throws ApiException {
        DeviceSpec gauge = new DeviceSpec().deviceId("awlr-7").kind(Kind.FLOOD).name("AWLR 7")
                .lat(new BigDecimal("-6.3")).lng(new BigDecimal("106.97"));
        say("secret", !api.registerDevices(APIRegisterDevicesRequest.newBuilder().body(gauge).build()).getSecret()
                .isEmpty());
        say("device", device("awlr-7").getName());
        refused(404, () -> device("nobody"));
        IncidentPage page = api.incidents(APIIncidentsRequest.newBuilder().limit(1).build());
        say("incidents", page.getItems().size() + " next " + (page.getNextCursor() != null));
        Incident seen = api.incident(APIIncidentRequest.newBuilder().id(incident).build());
        say("incident", seen.getNumber() + " " + seen.getState());
        Incident moved = change(seen, new IncidentChange().state(IncidentState.DIVERIFIKASI).note("dicek"));
        say("moved", moved.getState() + " " + moved.getVersion());
        refused(412, () -> change(seen, new IncidentChange().note("terlambat")));
        say("timeline", api.timeline(APITimelineRequest.newBuilder().id(incident).build()).getItems().size());
    }

    private Device device(String id) throws ApiException {
        return api.device(APIDeviceRequest.newBuilder().deviceId(id).build());
    }

    private Incident change(Incident seen, IncidentChange change) throws ApiException {
        return api.changeIncident(APIChangeIncidentRequest.newBuilder().id(seen.getId())
                .ifMatch("\"" + seen.getVersion() + "\"").incidentChange(change).build());
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }

    private interface Call {
        Object ask() throws ApiException;
    }

    private static void refused(int status, Call call) {
        try {
            System.out.println("NOT REFUSED: " + call.ask());
        } catch (ApiException e) {
            System.out.println("refused: " + e.getCode() + " " + e.getResponseBody());
        }
    }
}
