package org.clinicalmlops.api.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PredictionBlock}, row by row; refuses whatever {@link BlockWriter} does not write. Used once. */
final class BlockReader {
    private static final String PATIENTS = "\npatient\t";
    private static final int HEADER = -1;

    private final Entry entry;
    private int row = HEADER;

    BlockReader(Entry entry) {
        this.entry = entry;
    }

    /** The texts of the column {@code patient}; none if it cannot be read. */
    static Set<String> patients(Entry entry) {
        String body = entry.body().orElse("");
        int found = body.startsWith(PredictionBlock.FORMAT) ? body.indexOf(PATIENTS) : -1;
        if (found < 0) {
            return Set.of();
        }
        List<String> patients = new ArrayList<>();
        try {
            Column column = new Column("patient", body, found + PATIENTS.length() - 1, end(body, found + 1));
            while (column.more()) {
                column.next();
                if (column.text != null) {
                    patients.add(column.text);
                }
            }
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
        return new HashSet<>(patients);
    }

    /** @throws LedgerDamaged if the block is malformed */
    List<Recorded> rows() {
        try {
            return read(entry.body().orElseThrow(() -> new IllegalArgumentException("it has no body")));
        } catch (IllegalArgumentException e) {
            String where = row == HEADER ? "" : "row " + row + ": ";
            throw new LedgerDamaged(
                    entry.sequence(),
                    "entry " + entry.sequence() + " is no readable block of predictions: " + where + e.getMessage(),
                    e);
        }
    }

    private List<Recorded> read(String body) {
        int count = count();
        String header = PredictionBlock.FORMAT + "\t" + count + "\n";
        if (!body.startsWith(header)) {
            throw new IllegalArgumentException("it does not begin with its format and its number of rows");
        }
        List<Column> columns = columns(body, header.length());
        List<Recorded> rows = new ArrayList<>(count);
        for (row = 0; row < count; row++) {
            for (Column column : columns) {
                column.next();
            }
            rows.add(row(columns));
        }
        row = HEADER;
        for (Column column : columns) {
            column.requireFinished();
        }
        return List.copyOf(rows);
    }

    private int count() {
        String text = entry.facts().required(PredictionBlock.ROWS);
        try {
            int count = Integer.parseInt(text);
            if (entry.facts().equals(Facts.of(PredictionBlock.ROWS, "" + count))
                    && count >= 1
                    && count <= PredictionBlock.MOST_ROWS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw new IllegalArgumentException("its one fact must be rows, 1 to " + PredictionBlock.MOST_ROWS);
    }

    private static List<Column> columns(String body, int start) {
        List<Column> columns = new ArrayList<>();
        String before = "";
        for (int at = start; at < body.length(); ) {
            int end = end(body, at);
            int tab = body.indexOf('\t', at);
            if (tab < 0 || tab > end) {
                throw new IllegalArgumentException("line " + (columns.size() + 2) + " has no cell");
            }
            String name = BlockText.read(body, at, tab);
            boolean placed = columns.size() == 0
                    ? name.equals("kind")
                    : columns.size() == 1 ? name.equals("at") : columns.size() == 2 || name.compareTo(before) > 0;
            if (!placed) {
                throw new IllegalArgumentException(
                        "line " + (columns.size() + 2) + " is not the one that belongs there");
            }
            columns.add(new Column(name, body, tab, end));
            before = name;
            at = end + 1;
        }
        if (columns.size() < 2) {
            throw new IllegalArgumentException("it ends before kinds and instants");
        }
        return columns;
    }

    private Recorded row(List<Column> columns) {
        EntryKind kind = kind(columns.get(0).required());
        Instant at = instant(columns.get(1).required());
        boolean near = row == 0 ? at.equals(entry.at()) : PredictionBlock.reaches(entry.at(), at);
        if (!near) {
            throw new IllegalArgumentException("its instant does not fit that of the entry");
        }
        Map<String, String> facts = new TreeMap<>();
        for (Column column : columns.subList(2, columns.size())) {
            if (column.text != null) {
                facts.put(column.name, column.text);
            }
        }
        return new Recorded(entry.sequence(), row, kind, at, Facts.of(facts), Optional.empty());
    }

    private static EntryKind kind(String name) {
        for (EntryKind kind : EntryKind.values()) {
            if (kind.name().equals(name) && PredictionBlock.takes(kind)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("its kind is not one that a block holds");
    }

    private static Instant instant(String text) {
        try {
            Instant at = Instant.parse(text);
            if (at.toString().equals(text)) {
                return at;
            }
        } catch (DateTimeException e) {
            // answered below
        }
        throw new IllegalArgumentException("its instant is not written as a ledger writes it");
    }

    private static int end(String body, int from) {
        int end = body.indexOf('\n', from);
        if (end < 0) {
            throw new IllegalArgumentException("its last line has no end");
        }
        return end;
    }

    /** One line, walked over cell by cell. */
    private static final class Column {
        private final String name;
        private final String body;
        private final int end;
        /** The tab before the next cell; {@code end} after the last. */
        private int at;

        private boolean begun;
        private boolean ever;
        /** Of the row that is walked over; null if it does not state this. */
        private @Nullable String text;

        private Column(String name, String body, int at, int end) {
            this.name = name;
            this.body = body;
            this.at = at;
            this.end = end;
        }

        boolean more() {
            return at < end;
        }

        void next() {
            if (at >= end) {
                return;
            }
            int from = at + 1;
            int tab = body.indexOf('\t', from);
            int until = tab < 0 ? end : Math.min(tab, end);
            at = until;
            if (from == until) {
                if (!begun || until == end) {
                    throw refused("leaves out what is not the same as before");
                }
                return;
            }
            @Nullable String before = text;
            text = absent(from, until) ? null : BlockText.read(body, from, until);
            if (begun && (text == null ? before == null : text.equals(before))) {
                throw refused("repeats what is the same as before");
            }
            begun = true;
            ever |= text != null;
        }

        private boolean absent(int from, int until) {
            return until - from == BlockText.ABSENT.length() && body.startsWith(BlockText.ABSENT, from);
        }

        String required() {
            if (text == null) {
                throw refused("says nothing");
            }
            return text;
        }

        void requireFinished() {
            if (more()) {
                throw refused("has more cells than there are rows");
            }
            if (!ever) {
                throw refused("says nothing in any row");
            }
        }

        private IllegalArgumentException refused(String what) {
            return new IllegalArgumentException("'" + name + "' " + what);
        }
    }
}
