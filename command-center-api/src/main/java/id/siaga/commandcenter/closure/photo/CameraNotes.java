package id.siaga.commandcenter.closure.photo;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.MetadataException;
import com.drew.metadata.Tag;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import id.siaga.commandcenter.device.photo.PhotoFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * What the camera wrote into the file, which whoever has the file can change: it can raise doubts, never prove.
 *
 * @param takenAt by the camera's clock, taken as WIB where it names no zone
 * @param where by the camera's own positioning
 * @param orientation 1 to 8 of EXIF
 * @param all every tag by its directory, shortened
 */
public record CameraNotes(Optional<Instant> takenAt, Optional<Where> where, int orientation, ObjectNode all) {
    private static final TimeZone WIB = TimeZone.getTimeZone("Asia/Jakarta");
    private static final int MOST_TAGS = 300;
    private static final int LONGEST = 200;

    /** Degrees, WGS 84. */
    public record Where(double latitude, double longitude) {
    }

    /** Unreadable notes are no notes. Those of a PNG are compressed without bound, and no camera writes PNG. */
    static CameraNotes of(PhotoFormat format, byte[] bytes) {
        if (format == PhotoFormat.PNG) {
            return none();
        }
        try {
            Metadata metadata = ImageMetadataReader.readMetadata(new ByteArrayInputStream(bytes), bytes.length);
            return new CameraNotes(takenAt(metadata), where(metadata), orientation(metadata), all(metadata));
        } catch (ImageProcessingException | IOException | RuntimeException e) {
            // A damaged note must not keep a good photo out.
            return none();
        }
    }

    private static CameraNotes none() {
        return new CameraNotes(Optional.empty(), Optional.empty(), 1, JsonNodeFactory.instance.objectNode());
    }

    private static Optional<Instant> takenAt(Metadata metadata) {
        @Nullable
        ExifSubIFDDirectory exif = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
        return exif == null ? Optional.empty() : Optional.ofNullable(exif.getDateOriginal(WIB)).map(Date::toInstant);
    }

    private static Optional<Where> where(Metadata metadata) {
        @Nullable
        GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
        @Nullable
        GeoLocation location = gps == null ? null : gps.getGeoLocation();
        return location == null || location.isZero()
                ? Optional.empty()
                : Optional.of(new Where(location.getLatitude(), location.getLongitude()));
    }

    private static int orientation(Metadata metadata) {
        @Nullable
        ExifIFD0Directory first = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        try {
            return first != null && first.containsTag(ExifIFD0Directory.TAG_ORIENTATION)
                    ? first.getInt(ExifIFD0Directory.TAG_ORIENTATION)
                    : 1;
        } catch (MetadataException e) {
            return 1;
        }
    }

    private static ObjectNode all(Metadata metadata) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        int tags = 0;
        for (Directory directory : metadata.getDirectories()) {
            for (Tag tag : directory.getTags()) {
                if (tags++ < MOST_TAGS) {
                    all.withObjectProperty(directory.getName()).put(tag.getTagName(),
                            shortened(tag.getDescription()));
                }
            }
        }
        return all;
    }

    /** PostgreSQL's JSON has no NUL. */
    private static String shortened(@Nullable String text) {
        String plain = text == null ? "" : text.replace("\0", "");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
