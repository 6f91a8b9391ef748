package org.clinicalmlops.api.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the body of a {@link PredictionBlock}, column by column. Used once. */
final class BlockWriter {
    private final Column kinds = new Column("kind");
    private final Column instants = new Column("at");
    private final InstantText instantText = new InstantText();
    private final Map<String, Column> columns = new TreeMap<>();
    /** Columns by the place that their names had in the facts of a row before: mostly theirs in the next row too. */
    private final List<Column> usual = new ArrayList<>();

    private @Nullable Instant last;

    private BlockWriter() {}

    /** @param rows that may stand together in one block */
    static Draft write(List<Draft> rows) {
        BlockWriter writer = new BlockWriter();
        int row = 0;
        for (Draft draft : rows) {
            writer.add(row++, draft);
        }
        return Draft.of(EntryKind.PREDICTIONS_RECORDED, rows.get(0).at(), Facts.of(PredictionBlock.ROWS, "" + row))
                .body(writer.body(row));
    }

    private void add(int row, Draft draft) {
        kinds.add(row, draft.kind().name());
        Instant at = draft.at();
        if (!at.equals(last)) {
            instantText.append(instants.cell(row), at);
            last = at;
        }
        Facts facts = draft.facts();
        for (int place = 0; place < facts.size(); place++) {
            column(place, facts.nameAt(place)).add(row, facts.textAt(place));
        }
    }

    private Column column(int place, String name) {
        if (place < usual.size() && usual.get(place).name.equals(name)) {
            return usual.get(place);
        }
        Column column = columns.computeIfAbsent(name, Column::new);
        if (place < usual.size()) {
            usual.set(place, column);
        } else {
            usual.add(column);
        }
        return column;
    }

    private String body(int rows) {
        columns.values().forEach(column -> column.absentUntil(rows));
        List<Column> lines = new ArrayList<>(List.of(kinds, instants));
        lines.addAll(columns.values());
        int size = 0;
        for (Column column : lines) {
            size += column.line.length() + 1;
        }
        StringBuilder body = new StringBuilder(size + 32);
        body.append(PredictionBlock.FORMAT).append('\t').append(rows).append('\n');
        for (Column column : lines) {
            body.append(column.line).append('\n');
        }
        return body.toString();
    }

    /** One line. */
    private static final class Column {
        private static final int NONE = -1;

        private final String name;
        private final StringBuilder line = new StringBuilder();
        private @Nullable String last;
        /** The row of the last cell that is written. */
        private int said = NONE;

        /** The rows that were looked at. */
        private int rows;

        private Column(String name) {
            this.name = name;
            BlockText.append(line, name);
        }

        /** The rows between the one before and this one do not state it. */
        void add(int row, String text) {
            absentUntil(row);
            rows = row + 1;
            if (!text.equals(last)) {
                BlockText.append(cell(row), text);
                last = text;
            }
        }

        void absentUntil(int row) {
            if (rows < row) {
                if (said == NONE || last != null) {
                    cell(rows).append(BlockText.ABSENT);
                    last = null;
                }
                rows = row;
            }
        }

        /** The line, up to where the cell of this row is written. */
        StringBuilder cell(int row) {
            for (; said < row; said++) {
                line.append('\t');
            }
            return line;
        }
    }
}
