package id.siaga.ingest.registry;

/** Why somebody was not let in or not heard. */
public enum Refusal {
    NO_CREDENTIALS, WRONG_SECRET, UNKNOWN_AUTHORITY, CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, CLAIM_REFUSED, CLAIM_REPLAYED, TOO_MANY_CONNECTS, LOCKED_OUT, ADDRESS_PAUSED, NO_REGISTRY, OTHERS_TOPIC, NOBODYS_TOPIC, OTHERS_CLIENT_ID, DOOR_KEY, RESERVED_TOPIC, PAYLOAD_TOO_LARGE, SUBSCRIPTION, TOPIC_NAME, PACKET_TOO_LARGE, MALFORMED, PROTOCOL, REVOKED, CHANGED, NOT_REGISTERED;

    /** As the audit rows and the metric have it. */
    public String words() {
        return switch (this) {
            case NO_CREDENTIALS -> "no user name or secret";
            case WRONG_SECRET -> "wrong name or secret";
            case UNKNOWN_AUTHORITY -> "certificate of an unknown authority";
            case CERTIFICATE_EXPIRED -> "certificate not valid now";
            case CERTIFICATE_REVOKED -> "certificate revoked or of another device";
            case CLAIM_REFUSED -> "claim code refused";
            case CLAIM_REPLAYED -> "claim code used before";
            case TOO_MANY_CONNECTS -> "too many connect at once";
            case LOCKED_OUT -> "locked out after failures";
            case ADDRESS_PAUSED -> "too many failures from this address";
            case NO_REGISTRY -> "registry not available";
            case OTHERS_TOPIC -> "published for another device";
            case NOBODYS_TOPIC -> "published to a topic of no device";
            case OTHERS_CLIENT_ID -> "client id of another";
            case DOOR_KEY -> "no key of the broker door";
            case RESERVED_TOPIC -> "published to a reserved topic";
            case PAYLOAD_TOO_LARGE -> "payload too large";
            case SUBSCRIPTION -> "subscribed to what is not its own";
            case TOPIC_NAME -> "not a topic to publish to";
            case PACKET_TOO_LARGE -> "packet too large";
            case MALFORMED -> "malformed packet";
            case PROTOCOL -> "protocol error";
            case REVOKED -> "credential revoked while connected";
            case CHANGED -> "registered as another while connected";
            case NOT_REGISTERED -> "not a registered device";
        };
    }

    /** Whether somebody failed to prove who they are, which nobody may do for long. */
    boolean isFailedProof() {
        return switch (this) {
            case WRONG_SECRET, UNKNOWN_AUTHORITY, CERTIFICATE_EXPIRED, CERTIFICATE_REVOKED, CLAIM_REFUSED,
                    CLAIM_REPLAYED ->
                true;
            default -> false;
        };
    }
}
