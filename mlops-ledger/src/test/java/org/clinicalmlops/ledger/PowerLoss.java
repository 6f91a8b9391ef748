package org.clinicalmlops.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Verification;

/**
 * Cuts the power of a SQLite ledger at random operations of its files, and opens what a disk would then hold: everything synced, and of
 * what was not a random part.
 */
final class PowerLoss {
    /** A ledger serves this many cuts; then a new one keeps the look at all of it short. */
    private static final int CUTS_PER_LEDGER = 10;
    /** Some transactions: each writes a few pages and syncs once or twice. */
    private static final int OPERATIONS = 60;
    /** Pages of the log, so that it is often copied into the database and begun anew. */
    private static final String CHECKPOINT_OFTEN = "wal_autocheckpoint = 20";

    /** What the ledger sets: a commit waits for the disk. */
    static final String FULL = "FULL";

    private final String synchronous;
    private final SplittableRandom random;
    private final Path folder;

    private PowerLoss(String synchronous, long seed, Path folder) {
        this.synchronous = synchronous;
        this.random = new SplittableRandom(seed);
        this.folder = folder;
    }

    /**
     * What was counted over all cuts.
     *
     * @param cuts how many
     * @param acknowledged entries that had been acknowledged when the power went
     * @param lost of these, how many were not there afterwards
     * @param halves transactions of which a part was there
     * @param broken how often the ledger could not be opened, did not verify, or took no further entry
     */
    record Tally(int cuts, long acknowledged, long lost, int halves, int broken) {
        boolean holds() {
            return lost == 0 && halves == 0 && broken == 0;
        }
    }

    /** @param synchronous what SQLite syncs, in the place of what the ledger sets: {@value #FULL} */
    static Tally run(int cuts, String synchronous, long seed, Path folder) throws Exception {
        return new PowerLoss(synchronous, seed, folder).run(cuts);
    }

    private Tally run(int cuts) throws Exception {
        Tally all = new Tally(0, 0, 0, 0, 0);
        for (int done = 0; done < cuts; done += CUTS_PER_LEDGER) {
            all = ledger(
                    Files.createDirectories(folder.resolve(synchronous + "-" + done)),
                    Math.min(CUTS_PER_LEDGER, cuts - done),
                    all);
        }
        return all;
    }

    private Tally ledger(Path place, int cuts, Tally before) throws Exception {
        Path live = Files.createDirectory(place.resolve("live"));
        ForgetfulDisk disk = new ForgetfulDisk(live);
        DataSource source = writing(live.resolve("ledger.db"));
        SqliteFiles watched = new SqliteFiles(disk);
        try (watched;
                JdbcLedger ledger = JdbcLedger.open(source)) {
            if (random.nextBoolean()) { // the log is copied into the database, and deleted, with each connection
                return cuts(ledger, disk, place, cuts, before);
            }
            try (Connection other = source.getConnection()) {
                Databases.execute(Databases.lending(other), "SELECT count(*) FROM ledger_entry");
                return cuts(ledger, disk, place, cuts, before);
            }
        }
    }

    private Tally cuts(JdbcLedger ledger, ForgetfulDisk disk, Path place, int cuts, Tally before) throws IOException {
        List<Entry> acknowledged = new ArrayList<>();
        Tally tally = before;
        for (int cut = 0; cut < cuts; cut++) {
            Path left = Files.createDirectory(place.resolve("left-" + cut));
            tally = cut(ledger, disk, left, acknowledged, tally);
        }
        return tally;
    }

    private Tally cut(JdbcLedger ledger, ForgetfulDisk disk, Path left, List<Entry> acknowledged, Tally before)
            throws IOException {
        List<Entry> then = new ArrayList<>();
        boolean[] gone = {false};
        disk.cutAfter(1 + random.nextInt(OPERATIONS), () -> {
            then.addAll(acknowledged);
            disk.left(left, random);
            gone[0] = true;
        });
        while (!gone[0]) {
            acknowledged.addAll(ledger.appendAll(drafts()));
        }
        return look(left, then, before);
    }

    private List<Draft> drafts() {
        int count = random.nextBoolean() ? 1 : 20;
        List<Draft> drafts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Facts facts = Facts.of("patient", "p" + random.nextInt(7))
                    .with("of", count)
                    .with("text", "x".repeat(100));
            drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, facts));
        }
        return drafts;
    }

    /** Opens what is left as it is, without a step by hand. */
    private static Tally look(Path left, List<Entry> acknowledged, Tally before) {
        long lost = acknowledged.size();
        int half = 0;
        boolean broken;
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(left.resolve("ledger.db")))) {
            List<Entry> stored = Databases.all(ledger);
            lost = acknowledged.stream()
                    .filter(entry -> entry.sequence() > stored.size()
                            || !stored.get((int) entry.sequence() - 1).equals(entry))
                    .count();
            half = whole(stored, acknowledged.size()) ? 0 : 1;
            ledger.append(Databases.draft(1));
            broken = !(ledger.verify() instanceof Verification.Intact);
        } catch (MlopsException e) {
            broken = true;
        }
        return new Tally(
                before.cuts + 1,
                before.acknowledged + acknowledged.size(),
                before.lost + lost,
                before.halves + half,
                before.broken + (broken ? 1 : 0));
    }

    /** What is there beyond the acknowledged is one transaction in full, or nothing. */
    private static boolean whole(List<Entry> stored, int acknowledged) {
        int beyond = stored.size() - acknowledged;
        return beyond <= 0 || stored.get(acknowledged).facts().says("of", "" + beyond);
    }

    /** One writer never waits for another, so that the time to wait can give way to another setting. */
    private DataSource writing(Path file) {
        return new FaultyDataSource(Databases.file(file))
                .replace("busy_timeout = " + 1000 * Dialect.BUSY_SECONDS, CHECKPOINT_OFTEN)
                .replace("synchronous = " + FULL, "synchronous = " + synchronous)
                .source();
    }
}
