package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** How much the registry takes: by file, and photos by device. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RegistryLimits(ImportLimits imports, int photosPerDevice) {
}
