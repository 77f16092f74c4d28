package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a field of the registry may hold. */
sealed interface Form {

    /** Why a value that is there cannot be taken. */
    Optional<String> objection(JsonNode value);

    /** The value written in a cell of a sheet; what it cannot be stays text, to be objected to. */
    default JsonNode ofCell(String cell) {
        return TextNode.valueOf(cell);
    }

    /** A value without objection, as its column takes it. */
    default JsonNode stored(JsonNode value) {
        return value;
    }

    private static Optional<String> unless(boolean good, String reason) {
        return good ? Optional.empty() : Optional.of(reason);
    }

    record Text() implements Form {
        private static final int MOST = 200;
        /** Not to be seen, or turning around what stands beside them; lines and tabs are in many a sheet. */
        private static final Pattern UNSEEN = Pattern
                .compile("[\\p{Cc}\\p{Cs}\\u202a-\\u202e\\u2066-\\u2069&&[^\\t\\r\\n]]");

        @Override
        public Optional<String> objection(JsonNode value) {
            if (value.isTextual() && UNSEEN.matcher(value.textValue()).find()) {
                return Optional.of("berisi huruf kendali (control characters)");
            }
            return unless(value.isTextual() && !value.textValue().isBlank() && value.textValue().length() <= MOST,
                    "harus teks 1 sampai 200 huruf (text)");
        }
    }

    /** One of some words; {@code example} helps who does not know them. */
    record Word(Predicate<String> known, String example) implements Form {
        static Word of(Set<String> words) {
            return new Word(words::contains, String.join(", ", words.stream().sorted().toList()));
        }

        @Override
        public Optional<String> objection(JsonNode value) {
            return unless(value.isTextual() && known.test(value.textValue()), "tidak dikenal (unknown): " + example);
        }
    }

    record Decimal(double min, double max) implements Form {
        private static final Pattern DECIMAL_COMMA = Pattern.compile("-?\\d+,\\d+");
        private static final Pattern PERHAPS_THOUSANDS = Pattern.compile("(-?[1-9]\\d{0,2})[.,](\\d{3})");

        @Override
        public Optional<String> objection(JsonNode value) {
            return twofold(value).or(() -> unless(
                    value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max,
                    "harus angka dari %s sampai %s (number)".formatted(min, max)));
        }

        private Optional<String> twofold(JsonNode value) {
            return Optional.ofNullable(value.textValue()).filter(this::isTwofold)
                    .map(cell -> "dapat dibaca dua cara (can be read in two ways): %s atau (or) %s0"
                            .formatted(thousands(cell), cell.replace(',', '.')));
        }

        /** {@code 11.000} is eleven thousand or eleven, unless this field could not hold the one. */
        private boolean isTwofold(String cell) {
            return PERHAPS_THOUSANDS.matcher(cell).matches() && Long.parseLong(thousands(cell)) >= min
                    && Long.parseLong(thousands(cell)) <= max;
        }

        private static String thousands(String cell) {
            return PERHAPS_THOUSANDS.matcher(cell).replaceFirst("$1$2");
        }

        @Override
        public JsonNode ofCell(String cell) {
            if (isTwofold(cell)) {
                return TextNode.valueOf(cell);
            }
            try {
                return DoubleNode.valueOf(Double.parseDouble(
                        DECIMAL_COMMA.matcher(cell).matches() ? cell.replace(',', '.') : cell));
            } catch (NumberFormatException e) {
                return TextNode.valueOf(cell);
            }
        }
    }

    record Whole(int max) implements Form {
        @Override
        public Optional<String> objection(JsonNode value) {
            return new Decimal(1, max).twofold(value)
                    .or(() -> unless(value.isNumber() && value.doubleValue() >= 1 && value.doubleValue() <= max
                            && value.doubleValue() == Math.rint(value.doubleValue()),
                            "harus bilangan bulat 1 sampai %d (whole number)".formatted(max)));
        }

        @Override
        public JsonNode ofCell(String cell) {
            return new Decimal(1, max).ofCell(cell);
        }

        /** Sheets, and some programs, say 300.0 where the database wants 300. */
        @Override
        public JsonNode stored(JsonNode value) {
            return IntNode.valueOf(value.intValue());
        }
    }

    record Date() implements Form {
        private static final Pattern SERIAL = Pattern.compile("[0-9]{5}");

        @Override
        public Optional<String> objection(JsonNode value) {
            return unless(value.isTextual() && isDate(value.textValue()),
                    "harus tanggal seperti 2026-11-21 (ISO 8601 date)");
        }

        /** Spreadsheets keep a date as the number of days since the end of 1899. */
        @Override
        public JsonNode ofCell(String cell) {
            return TextNode.valueOf(SERIAL.matcher(cell).matches()
                    ? LocalDate.of(1899, 12, 30).plusDays(Long.parseLong(cell)).toString()
                    : cell);
        }

        private static boolean isDate(String text) {
            try {
                int year = LocalDate.parse(text).getYear();
                return year >= 1900 && year <= 2200;
            } catch (DateTimeException e) {
                return false;
            }
        }
    }

    record Truth() implements Form {
        @Override
        public Optional<String> objection(JsonNode value) {
            return unless(value.isBoolean(), "harus true atau false (true or false)");
        }

        /** Spreadsheets write them in capitals. */
        @Override
        public JsonNode ofCell(String cell) {
            return switch (cell.toLowerCase(Locale.ROOT)) {
                case "true" -> BooleanNode.TRUE;
                case "false" -> BooleanNode.FALSE;
                default -> TextNode.valueOf(cell);
            };
        }
    }
}
