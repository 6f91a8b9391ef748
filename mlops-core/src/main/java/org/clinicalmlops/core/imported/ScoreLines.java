package org.clinicalmlops.core.imported;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.train.PointsForm;
import org.clinicalmlops.core.imported.ImportFault.Kind;

/**
 * The lines of a score's table.
 *
 * @param rules at least one; points add up to at most {@value #MOST_POINTS}
 * @param risks by total
 */
record ScoreLines(List<Line> rules, Map<Integer, Double> risks) {
    /** Our choice: published scores have totals below 300. */
    static final int MOST_POINTS = 10_000;

    private static final List<String> COLUMNS = List.of("feature", "unit", "rule", "value", "points", "risk");
    private static final Set<String> RULES = Set.of(">", ">=", "<", "<=", "=");
    private static final int VERSION = 1;

    ScoreLines {
        rules = List.copyOf(rules);
        risks = Map.copyOf(risks);
        if (rules.isEmpty()) {
            throw Refusal.of(Kind.CONTENT, "table", "a score has at least one rule");
        }
        Limits.atMost(MOST_POINTS, rules.stream().mapToLong(Line::points).sum(), "table", "points");
    }

    /**
     * When points are earned.
     *
     * @param value a number, or a level with the rule "="
     */
    record Line(String feature, String unit, String rule, String value, int points) {
        Line {
            Limits.name(feature, "feature");
            if (!RULES.contains(rule)) {
                throw Refusal.of(
                        Kind.CONTENT,
                        Refusal.shown(feature),
                        "a rule is one of > >= < <= =, was " + Refusal.shown(rule));
            }
            if (points < 1) {
                throw Refusal.of(Kind.CONTENT, Refusal.shown(feature), "points are at least 1, were " + points);
            }
            if (rule.equals("=")) {
                Limits.name(value, "level");
            } else {
                number(value, Refusal.shown(feature));
            }
        }

        boolean isLevel() {
            return rule.equals("=");
        }

        PointsForm.Rule rule(int column) {
            double threshold = isLevel() ? 1 : number(value, feature);
            return new PointsForm.Rule(column, threshold, rule.contains("="), points, rule.startsWith("<"));
        }
    }

    static ScoreLines json(byte[] bytes) {
        Fields table = Fields.of(JsonPart.read(bytes), "");
        table.isOf(ScoreTable.FORMAT, VERSION);
        List<Line> rules = new ArrayList<>();
        for (Fields rule : table.objects("rules")) {
            Limits.atMost(MOST_POINTS, rules.size() + 1L, "rules", "rules");
            String value = rule.text("rule").equals("=") ? rule.text("value") : Double.toString(rule.number("value"));
            rules.add(
                    new Line(rule.text("feature"), rule.text("unit"), rule.text("rule"), value, rule.whole("points")));
        }
        Part.Numbers inOrder = table.numbers("risks");
        Limits.atMost(MOST_POINTS + 1L, inOrder.size(), "risks", "risks");
        Map<Integer, Double> risks = new HashMap<>();
        for (int total = 0; total < inOrder.size(); total++) {
            risks.put(total, inOrder.at(total));
        }
        return new ScoreLines(rules, risks);
    }

    static ScoreLines csv(byte[] bytes) {
        List<Line> rules = new ArrayList<>();
        Map<Integer, Double> risks = new HashMap<>();
        boolean header = true;
        try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(text(bytes))) {
            for (CsvRecord line : csv) {
                Limits.atMost(2L * MOST_POINTS, line.getStartingLineNumber(), "table", "lines");
                if (header) {
                    header = false;
                    if (!line.getFields().equals(COLUMNS)) {
                        throw Refusal.of(Kind.FORMAT, "line 1", "columns " + String.join(",", COLUMNS));
                    }
                } else {
                    add(line, rules, risks);
                }
            }
        } catch (CsvParseException | UncheckedIOException | IOException e) {
            throw Refusal.of(Kind.FORMAT, "table", "well-formed CSV: " + Refusal.shown(String.valueOf(e.getMessage())));
        }
        return new ScoreLines(rules, risks);
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.of(Kind.FORMAT, "file", "a text in UTF-8 is expected");
        }
    }

    private static void add(CsvRecord line, List<Line> rules, Map<Integer, Double> risks) {
        String where = "line " + line.getStartingLineNumber();
        if (line.getFieldCount() != COLUMNS.size()) {
            throw Refusal.of(Kind.FORMAT, where, COLUMNS.size() + " fields, there are " + line.getFieldCount());
        }
        if (line.getField(2).equals("total")) {
            empty(line, where, 0, 1, 4);
            int total = Fields.whole(number(line.getField(3), where), where);
            if (total < 0 || risks.put(total, number(line.getField(5), where)) != null) {
                throw Refusal.of(Kind.CONTENT, where, "each total from 0 on once, was " + total);
            }
        } else {
            empty(line, where, 5);
            rules.add(new Line(
                    line.getField(0),
                    line.getField(1),
                    line.getField(2),
                    line.getField(3),
                    Fields.whole(number(line.getField(4), where), where)));
        }
    }

    private static void empty(CsvRecord line, String where, int... fields) {
        for (int field : fields) {
            if (!line.getField(field).isEmpty()) {
                throw Refusal.of(Kind.FORMAT, where, "nothing in column " + COLUMNS.get(field));
            }
        }
    }

    private static double number(String text, String where) {
        if (!text.matches("-?[0-9]{1,30}([.][0-9]{1,30})?([eE]-?[0-9]{1,3})?")
                || !Double.isFinite(Double.parseDouble(text))) {
            throw Refusal.of(Kind.FORMAT, where, "a number is expected, was " + Refusal.shown(text));
        }
        return Double.parseDouble(text);
    }
}
