package org.clinicalmlops.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/** Ways to change a ledger behind its back, by somebody who has dropped the triggers. */
enum Tampering {
    CHANGE_KIND {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            return set(
                    source,
                    within(entries, random),
                    "kind",
                    pick(
                            random,
                            "CASE kind WHEN 'SIGNED_OFF' THEN 'WENT_LIVE' ELSE 'SIGNED_OFF' END",
                            "'NO_SUCH_KIND'",
                            "lower(kind)",
                            "''"));
        }
    },
    CHANGE_INSTANT {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            String same = "replace(at, 'Z', '.000Z')";
            return set(
                    source,
                    within(entries, random),
                    "at",
                    pick(random, "'2020-01-01T00:00:00Z'", "'yesterday'", same, "''"));
        }
    },
    CHANGE_FACTS {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            String[] values = {
                "'{}'",
                "'[]'",
                "''",
                "'null'",
                "replace(facts, 'risk', 'Risk')",
                "replace(facts, ':', ': ')",
                "facts || ' '",
                "'{\"n\":1}'",
                "'{\"n\":\"1\",\"n\":\"1\"}'",
                "'{\"n\":{}}'",
                "substr(facts, 1, 9)",
                "replace(facts, 'n', '\\u006e')",
                "'{\"n\":\"\\ud800\"}'"
            };
            long n = within(entries, random);
            while (!isSet(source, n, "facts", pick(random, values))) {} // not every text has a risk to be renamed
            return n;
        }
    },
    CHANGE_BODY {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            String value = entries.get((int) n - 1).body().isPresent()
                    ? pick(random, "NULL", "body || ' '", "''")
                    : pick(random, "''", "'forged'");
            return set(source, n, "body", value);
        }
    },
    CHANGE_PREVIOUS {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            return set(source, within(entries, random), "previous", otherDigest("previous", random));
        }
    },
    CHANGE_HASH {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            return set(source, within(entries, random), "hash", otherDigest("hash", random));
        }
    },
    EMPTY_A_COLUMN {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            withoutConstraints(source);
            String column = pick(random, "kind", "at", "facts", "previous", "hash");
            return set(source, within(entries, random), column, "NULL");
        }
    },
    DELETE {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            long end = random.nextLong(n, entries.size());
            Databases.execute(source, "DELETE FROM ledger_entry WHERE sequence BETWEEN " + n + " AND " + end);
            return n;
        }
    },
    DELETE_AND_CLOSE_THE_GAP {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            Databases.execute(
                    source,
                    "DELETE FROM ledger_entry WHERE sequence = " + n,
                    "UPDATE ledger_entry SET sequence = sequence - 1 WHERE sequence > " + n);
            return n;
        }
    },
    INSERT {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            shiftUp(source, n);
            Entry model = entries.get((int) n - 1);
            insert(
                    source,
                    new Entry(
                            n,
                            model.kind(),
                            model.at(),
                            Facts.of("is", "forged"),
                            model.body(),
                            model.previous(),
                            model.hash()));
            return n;
        }
    },
    /** The forged entry holds by itself; the first that does not is the one that followed the entry before. */
    INSERT_WITH_RIGHT_HASH {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            shiftUp(source, n);
            insert(source, forgedAfter(entries.get((int) n - 2)));
            return n + 1;
        }
    },
    INSERT_BEFORE_THE_FIRST {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = -random.nextInt(3);
            Entry first = entries.get(0);
            insert(
                    source,
                    new Entry(
                            n, first.kind(), first.at(), first.facts(), first.body(), first.previous(), first.hash()));
            return n;
        }
    },
    REPLACE_WITH_RIGHT_HASH {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            Databases.execute(source, "DELETE FROM ledger_entry WHERE sequence = " + n);
            insert(source, forgedAfter(entries.get((int) n - 2)));
            return n + 1;
        }
    },
    SWAP_TWO {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            long other = random.nextLong(n + 1, entries.size() + 1);
            renumber(source, n, 1_000_000);
            renumber(source, other, n);
            renumber(source, 1_000_000, other);
            return n;
        }
    },
    SWAP_FACTS_OF_TWO {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n;
            long other;
            do { // two blocks of as many rows state the same
                n = within(entries, random);
                other = random.nextLong(n + 1, entries.size() + 1);
            } while (factsOf(entries, n).equals(factsOf(entries, other)));
            set(source, n, "facts", factsOf(entries, other));
            set(source, other, "facts", factsOf(entries, n));
            return n;
        }
    },
    MOVE_ONE {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            long to = random.nextLong(n + 1, entries.size() + 1);
            renumber(source, n, 1_000_000);
            Databases.execute(
                    source,
                    "UPDATE ledger_entry SET sequence = -sequence WHERE sequence BETWEEN " + (n + 1) + " AND " + to,
                    "UPDATE ledger_entry SET sequence = -sequence - 1 WHERE sequence < 0");
            renumber(source, 1_000_000, to);
            return n;
        }
    },
    SWAP_ROWS_WITH_ANOTHER_LEDGER {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            long end = random.nextLong(n, entries.size() + 1);
            Databases.execute(source, "DELETE FROM ledger_entry WHERE sequence BETWEEN " + n + " AND " + end);
            Databases.execute(
                    source,
                    "INSERT INTO ledger_entry SELECT * FROM theirs WHERE sequence BETWEEN " + n + " AND " + end);
            return n;
        }
    },
    REPEAT {
        @Override
        long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException {
            long n = within(entries, random);
            withoutConstraints(source);
            Databases.execute(source, "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE sequence = " + n);
            return n;
        }
    };

    /**
     * Tampers with the ledger behind {@code source}.
     *
     * @return the first entry that does not hold any more
     */
    abstract long apply(DataSource source, List<Entry> entries, SplittableRandom random) throws SQLException;

    /** Neither the first nor the last, so that what it does has an entry on both sides. */
    static long within(List<Entry> entries, SplittableRandom random) {
        return random.nextLong(2, entries.size());
    }

    static String pick(SplittableRandom random, String... values) {
        return values[random.nextInt(values.length)];
    }

    static String otherDigest(String column, SplittableRandom random) {
        String flipped =
                "CASE substr(" + column + ", 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr(" + column + ", 2)";
        return pick(random, flipped, "upper(" + column + ")", "''", "'0'", "'" + "0".repeat(64) + "'");
    }

    private static String factsOf(List<Entry> entries, long n) {
        return "'" + FactsJson.write(entries.get((int) n - 1).facts()) + "'";
    }

    static long set(DataSource source, long n, String column, String value) throws SQLException {
        if (!isSet(source, n, column, value)) {
            throw new IllegalStateException(column + " of " + n + " is " + value + " already");
        }
        return n;
    }

    /** Whether it was something else. */
    private static boolean isSet(DataSource source, long n, String column, String value) throws SQLException {
        String sql = "UPDATE ledger_entry SET " + column + " = " + value + " WHERE sequence = " + n + " AND " + column
                + " IS NOT (" + value + ")";
        try (Connection connection = source.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            return update.executeUpdate() == 1;
        }
    }

    static void renumber(DataSource source, long from, long to) throws SQLException {
        Databases.execute(source, "UPDATE ledger_entry SET sequence = " + to + " WHERE sequence = " + from);
    }

    static void shiftUp(DataSource source, long from) throws SQLException {
        Databases.execute(
                source,
                "UPDATE ledger_entry SET sequence = -sequence - 1 WHERE sequence >= " + from,
                "UPDATE ledger_entry SET sequence = -sequence WHERE sequence < 0");
    }

    static void withoutConstraints(DataSource source) throws SQLException {
        Databases.execute(
                source,
                "CREATE TABLE copied AS SELECT * FROM ledger_entry",
                "DROP TABLE ledger_entry",
                "ALTER TABLE copied RENAME TO ledger_entry");
    }

    static Entry forgedAfter(Entry before) {
        return Chain.endingWith(before).next(Draft.of(EntryKind.MODEL_APPROVED, before.at(), Facts.of("is", "forged")));
    }

    static void insert(DataSource source, Entry entry) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement(Row.INSERT)) {
            Row.write(entry, insert);
            insert.executeUpdate();
        }
    }
}
