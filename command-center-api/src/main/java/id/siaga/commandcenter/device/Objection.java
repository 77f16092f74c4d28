package id.siaga.commandcenter.device;

/**
 * Why a device cannot be taken as it was described.
 *
 * @param index which of the devices asked for, from 0
 * @param field its name, empty when it is the whole
 */
public record Objection(int index, String field, String reason) {
}
