package org.clinicalmlops.core.data;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.List;
import org.clinicalmlops.api.MlopsException;
import org.jspecify.annotations.Nullable;

/**
 * One line of a CSV file, by column name. Every error names the source, the line and the column, never the value. Valid only
 * while its row is made.
 */
public final class CsvLine {
    private static final String DECIMAL = "0123456789+-.eE";

    private final String source;
    private final NamedCsvRecord fields;

    CsvLine(String source, NamedCsvRecord fields) {
        this.source = source;
        this.fields = fields;
    }

    /** Number of the line in the file, the header being line 1. */
    public long number() {
        return fields.getStartingLineNumber();
    }

    /** A text that must be there. */
    public String text(String column) {
        String text = textOrNull(column);
        if (text == null) {
            throw malformed(column, "must not be empty");
        }
        return text;
    }

    /** A text, or null if the field is empty. */
    public @Nullable String textOrNull(String column) {
        if (!fields.getHeader().contains(column)) {
            throw new MlopsException("source '" + source + "' has no column '" + column + "'; " + header());
        }
        return fields.findField(column)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }

    /** The columns that there are; not if the first line holds a number, since it may then be a patient's row. */
    private String header() {
        boolean looksLikeData = fields.getHeader().stream().anyMatch(CsvLine::startsLikeANumber);
        return looksLikeData
                ? "its first line holds a number, so it may not be a header"
                : "it has " + fields.getHeader();
    }

    private static boolean startsLikeANumber(String cell) {
        String text = cell.strip();
        return !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.matches("[-+.][0-9].*"));
    }

    /** One of a few texts. */
    public String oneOf(String column, List<String> allowed) {
        String text = text(column);
        if (!allowed.contains(text)) {
            throw malformed(column, "must be one of " + allowed);
        }
        return text;
    }

    /** A finite decimal number that must be there, such as {@code -1.5e-3}. */
    public double decimal(String column) {
        return parse(column, text(column));
    }

    /** A finite number, or null if the field is empty. */
    public @Nullable Double decimalOrNull(String column) {
        String text = textOrNull(column);
        return text == null ? null : parse(column, text);
    }

    /** A whole number that must be there. */
    public int whole(String column) {
        try {
            return Integer.parseInt(text(column));
        } catch (NumberFormatException e) {
            throw malformed(column, "must be a whole number");
        }
    }

    private double parse(String column, String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw malformed(column, "must be a number");
        }
        if (!text.chars().allMatch(c -> DECIMAL.indexOf(c) >= 0)) { // Java also reads "NaN", "71d" and "0x1p6"
            throw malformed(column, "must be a number");
        }
        if (!Double.isFinite(value)) {
            throw malformed(column, "must be a finite number");
        }
        return value;
    }

    private MlopsException malformed(String column, String rule) {
        return new MlopsException("source '" + source + "', line " + number() + ", column '" + column + "' " + rule);
    }
}
