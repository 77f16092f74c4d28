package id.siaga.commandcenter.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.DateTimeException;
import java.time.LocalDate;
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

    /** The value as the database takes it, when there is no objection. */
    default JsonNode stored(JsonNode value) {
        return value;
    }

    private static Optional<String> unless(boolean good, String reason) {
        return good ? Optional.empty() : Optional.of(reason);
    }

    record Text() implements Form {
        private static final int MOST = 200;

        @Override
        public Optional<String> objection(JsonNode value) {
            return unless(value.isTextual() && !value.textValue().isBlank() && value.textValue().length() <= MOST
                    && value.textValue().indexOf('\0') < 0, "harus teks 1 sampai 200 huruf (text)");
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

        @Override
        public Optional<String> objection(JsonNode value) {
            return unless(value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max,
                    "harus angka dari %s sampai %s (number)".formatted(min, max));
        }

        @Override
        public JsonNode ofCell(String cell) {
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
            return unless(value.isNumber() && value.doubleValue() >= 1 && value.doubleValue() <= max
                    && value.doubleValue() == Math.rint(value.doubleValue()),
                    "harus bilangan bulat 1 sampai %d (whole number)".formatted(max));
        }

        @Override
        public JsonNode ofCell(String cell) {
            return new Decimal(1, max).ofCell(cell);
        }

        /** Spreadsheets and some programs write 600 as 600.0, which PostgreSQL does not take for a whole number. */
        @Override
        public JsonNode stored(JsonNode value) {
            return LongNode.valueOf(value.longValue());
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

        @Override
        public JsonNode ofCell(String cell) {
            return switch (cell) {
                case "true" -> BooleanNode.TRUE;
                case "false" -> BooleanNode.FALSE;
                default -> TextNode.valueOf(cell);
            };
        }
    }
}
