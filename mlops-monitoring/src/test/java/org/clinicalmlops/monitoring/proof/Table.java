package org.clinicalmlops.monitoring.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of plain text with fixed columns: the first ones to the left, figures to the right. */
final class Table {
    private final String title;
    private final List<String> notes = new ArrayList<>();
    private final String[] heads;
    private final int texts;
    private final List<String[]> lines = new ArrayList<>();

    /** @param texts how many columns, from the left, are texts */
    Table(String title, int texts, String... heads) {
        this.title = title;
        this.texts = texts;
        this.heads = heads;
    }

    /** A line of explanation under the title. */
    Table note(String text) {
        notes.add(text);
        return this;
    }

    void line(String... cells) {
        if (cells.length != heads.length) {
            throw new IllegalArgumentException("a line must have " + heads.length + " cells, had " + cells.length);
        }
        lines.add(cells);
    }

    /** Two or three digits that matter; {@code 0} for nothing at all. */
    static String number(double x) {
        if (x == 0) {
            return "0";
        }
        if (Double.isInfinite(x)) {
            return "never";
        }
        return Math.abs(x) < 0.0001
                ? String.format(Locale.ROOT, "%.1e", x)
                : String.format(Locale.ROOT, Math.abs(x) < 1 ? "%.4f" : "%.2f", x);
    }

    static String percent(long k, long n) {
        return n == 0 ? "-" : String.format(Locale.ROOT, "%.1f", 100.0 * k / n);
    }

    @Override
    public String toString() {
        int[] widths = new int[heads.length];
        for (int c = 0; c < heads.length; c++) {
            widths[c] = heads[c].length();
            for (String[] line : lines) {
                widths[c] = Math.max(widths[c], line[c].length());
            }
        }
        StringBuilder text = new StringBuilder(title).append('\n');
        notes.forEach(note -> text.append("  ").append(note).append('\n'));
        append(text, heads, widths);
        lines.forEach(line -> append(text, line, widths));
        return text.toString();
    }

    private void append(StringBuilder text, String[] cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < cells.length; c++) {
            String pad = " ".repeat(widths[c] - cells[c].length());
            line.append("  ").append(c < texts ? cells[c] + pad : pad + cells[c]);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
