package id.siaga.ingest.mqtt;
public record BrokerSubscriptionConfig(String url) {
    public static BrokerSubscriptionConfig of(String u, String a, String b) {
        return new BrokerSubscriptionConfig(u);
    }
}
