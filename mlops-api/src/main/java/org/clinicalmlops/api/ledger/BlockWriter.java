package org.clinicalmlops.api.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the body of a {@link PredictionBlock}, column by column. Used once. */
final class BlockWriter {
    private final Map<String, Column> columns = new TreeMap<>();
    /** Columns of the row before, in the order of its facts: mostly those of the next row too. */
    private List<Column> usual = new ArrayList<>();

    private BlockWriter() {}

    /** @param rows that may stand together in one block */
    static Draft write(List<Draft> rows) {
        BlockWriter writer = new BlockWriter();
        Column kinds = new Column("kind");
        Column instants = new Column("at");
        InstantText written = new InstantText();
        int row = 0;
        for (Draft draft : rows) {
            kinds.add(row, draft.kind().name());
            instants.add(row, written.text(draft.at()));
            writer.add(row++, draft.facts());
        }
        StringBuilder body = new StringBuilder(1 << 12);
        body.append(PredictionBlock.FORMAT).append('\t').append(row).append('\n');
        body.append(kinds.finished(row)).append('\n');
        body.append(instants.finished(row)).append('\n');
        for (Column column : writer.columns.values()) {
            body.append(column.finished(row)).append('\n');
        }
        return Draft.of(EntryKind.PREDICTIONS_RECORDED, rows.get(0).at(), Facts.of(PredictionBlock.ROWS, "" + row))
                .body(body.toString());
    }

    private void add(int row, Facts facts) {
        List<Column> stated = new ArrayList<>(usual.size());
        facts.forEach((name, text) -> {
            int next = stated.size();
            Column column = next < usual.size() && usual.get(next).name.equals(name)
                    ? usual.get(next)
                    : columns.computeIfAbsent(name, Column::new);
            column.add(row, text);
            stated.add(column);
        });
        usual = stated;
    }

    /** One line. */
    private static final class Column {
        private final String name;
        private final StringBuilder line = new StringBuilder();
        private @Nullable String last;
        private boolean begun;
        private int rows;
        private int repeated;

        private Column(String name) {
            this.name = name;
            BlockText.append(line, name);
        }

        /** The rows between the one before and this one do not state it. */
        void add(int row, String text) {
            absentUntil(row);
            cell(text);
        }

        StringBuilder finished(int end) {
            absentUntil(end);
            return line;
        }

        private void absentUntil(int row) {
            while (rows < row) {
                cell(null);
            }
        }

        private void cell(@Nullable String text) {
            rows++;
            if (begun && (text == null ? last == null : text.equals(last))) {
                repeated++;
                return;
            }
            for (; repeated > 0; repeated--) {
                line.append('\t');
            }
            line.append('\t');
            if (text == null) {
                line.append(BlockText.ABSENT);
            } else {
                BlockText.append(line, text);
            }
            begun = true;
            last = text;
        }
    }
}
