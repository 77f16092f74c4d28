package id.siaga.commandcenter.device;

/** One field that cannot be taken, and why; {@code field} is a JSON path such as {@code [3].lat}. */
public record FieldError(String field, String reason) {
}
