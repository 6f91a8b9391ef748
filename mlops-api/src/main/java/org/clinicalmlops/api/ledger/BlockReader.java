package org.clinicalmlops.api.ledger;

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
            Column column = new Column("patient", body, found + PATIENTS.length() - 1, end(body, found + 1), false);
            while (column.more()) {
                column.next();
                String patient = column.text();
                if (patient != null) {
                    patients.add(patient);
                }
            }
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
        return new HashSet<>(patients);
    }

    /** @throws LedgerDamaged if the block is malformed */
    List<Recorded> rows() {
        List<Recorded> rows = new ArrayList<>();
        try {
            walk((kind, at, columns) -> rows.add(recorded(kind, at, columns)));
            return List.copyOf(rows);
        } catch (IllegalArgumentException e) {
            throw new LedgerDamaged(
                    entry.sequence(),
                    "entry " + entry.sequence() + " is no readable block of predictions: " + where() + e.getMessage(),
                    e);
        }
    }

    /** Why {@link #rows} would refuse the block; empty if it would not. Makes no rows, which is most of the cost. */
    Optional<String> fault() {
        try {
            walk((kind, at, columns) -> {});
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("is no readable block of predictions: " + where() + e.getMessage());
        }
    }

    private String where() {
        return row == HEADER ? "" : "row " + row + ": ";
    }

    /** Takes a row. */
    private interface Rows {
        void row(EntryKind kind, Instant at, List<Column> columns);
    }

    private void walk(Rows rows) {
        String body = entry.body().orElseThrow(() -> new IllegalArgumentException("it has no body"));
        int count = count();
        String header = PredictionBlock.FORMAT + "\t" + count + "\n";
        if (!body.startsWith(header)) {
            throw new IllegalArgumentException("it does not begin with its format and its number of rows");
        }
        List<Column> columns = columns(body, header.length());
        Column kinds = columns.get(0);
        Column instants = columns.get(1);
        InstantReader reader = new InstantReader();
        EntryKind kind = EntryKind.PREDICTED;
        Instant at = entry.at();
        for (row = 0; row < count; row++) {
            for (Column column : columns) {
                column.next();
            }
            kind = kinds.changed ? kind(kinds) : kind;
            if (instants.changed) {
                instants.require();
                at = reader.read(body, instants.from, instants.until);
                requireNear(at);
            }
            rows.row(kind, at, columns);
        }
        row = HEADER;
        for (Column column : columns) {
            column.requireFinished();
        }
    }

    private void requireNear(Instant at) {
        boolean near = row == 0 ? at.equals(entry.at()) : PredictionBlock.reaches(entry.at(), at);
        if (!near) {
            throw new IllegalArgumentException("its instant does not fit that of the entry");
        }
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
        BlockText.Escapes escapes = new BlockText.Escapes(body);
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
            columns.add(new Column(name, body, tab, end, escapes.none(tab, end)));
            before = name;
            at = end + 1;
        }
        if (columns.size() < 2) {
            throw new IllegalArgumentException("it ends before kinds and instants");
        }
        return columns;
    }

    private Recorded recorded(EntryKind kind, Instant at, List<Column> columns) {
        Map<String, String> facts = new TreeMap<>();
        for (Column column : columns.subList(2, columns.size())) {
            String text = column.text();
            if (text != null) {
                facts.put(column.name, text);
            }
        }
        return new Recorded(entry.sequence(), row, kind, at, Facts.of(facts), Optional.empty());
    }

    private static EntryKind kind(Column kinds) {
        kinds.require();
        String name = kinds.text();
        for (EntryKind kind : EntryKind.values()) {
            if (kind.name().equals(name) && PredictionBlock.takes(kind)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("its kind is not one that a block holds");
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
        /** Whether every text stands there as it is. */
        private final boolean plain;
        /** The tab before the next cell; {@code end} after the last. */
        private int at;

        private boolean begun;
        private boolean ever;
        /** Whether the row that is walked over says something else than the one before. */
        private boolean changed;
        /** Whether the row states this; then where in the body. */
        private boolean stated;

        private int from;
        private int until;
        private @Nullable String known;

        private Column(String name, String body, int at, int end, boolean plain) {
            this.name = name;
            this.body = body;
            this.at = at;
            this.end = end;
            this.plain = plain;
        }

        boolean more() {
            return at < end;
        }

        void next() {
            changed = false;
            if (at >= end) {
                return;
            }
            int start = at + 1;
            int tab = body.indexOf('\t', start);
            int stop = tab < 0 || tab > end ? end : tab;
            at = stop;
            if (start == stop) {
                if (!begun || stop == end) {
                    throw refused("leaves out what is not the same as before");
                }
                return;
            }
            boolean states = plain || !absent(start, stop);
            if (!plain && states) {
                BlockText.check(body, start, stop);
            }
            if (begun && (states ? repeats(start, stop) : !stated)) {
                throw refused("repeats what is the same as before");
            }
            begun = true;
            changed = true;
            stated = states;
            ever |= states;
            from = start;
            until = stop;
            known = null;
        }

        /** There is one way to write a text, so texts are the same if what is written is. */
        private boolean repeats(int start, int stop) {
            return stated && stop - start == until - from && body.regionMatches(from, body, start, stop - start);
        }

        private boolean absent(int start, int stop) {
            return stop - start == BlockText.ABSENT.length() && body.startsWith(BlockText.ABSENT, start);
        }

        /** Null if the row does not state this. */
        @Nullable
        String text() {
            if (stated && known == null) {
                known = BlockText.read(body, from, until);
            }
            return stated ? known : null;
        }

        void require() {
            if (!stated) {
                throw refused("says nothing");
            }
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
