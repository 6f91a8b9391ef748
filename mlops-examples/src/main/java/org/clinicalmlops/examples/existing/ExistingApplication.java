package org.clinicalmlops.examples.existing;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.examples.pneumonia.EmergencyVisit;
import org.clinicalmlops.examples.pneumonia.MadeUpVisits;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.sqlite.SQLiteDataSource;

/**
 * A board of an emergency department that runs without any framework gets a column with a risk: {@link Board} is as it was, {@link RiskColumn} is
 * what was added. A silent trial, a signature, a restart, outcomes. The patients are made up.
 */
public final class ExistingApplication {
    private static final Instant OPENS = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final int SHOWN = 4;

    private final PrintStream out;
    private final SQLiteDataSource database = new SQLiteDataSource();
    private final ReplayClock clock = new ReplayClock(OPENS);
    private final Board board = new Board();
    private final List<EmergencyVisit> register;
    private final List<EmergencyVisit> trial;
    private final List<EmergencyVisit> monday;
    private final List<EmergencyVisit> tuesday;

    private ExistingApplication(PrintStream out, Path file) {
        this.out = out;
        database.setUrl("jdbc:sqlite:" + file);
        MadeUpVisits visits = new MadeUpVisits(65);
        register = visits.between(OPENS.minus(DAY.multipliedBy(550)), OPENS);
        Instant over = OPENS.plus(DAY.multipliedBy(15));
        trial = visits.between(OPENS, over);
        monday = visits.between(over, over.plus(DAY));
        tuesday = visits.between(over.plus(DAY), over.plus(DAY.multipliedBy(2)));
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("existing-application").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     */
    static void run(PrintStream out, Path file) {
        new ExistingApplication(out, file).run();
    }

    private void run() {
        out.println("The board as it was:");
        trial.stream().limit(2).forEach(this::show);

        RiskColumn column = RiskColumn.install(database, clock, register);
        board.add(column);
        out.println("With the column, in its silent trial: the same lines, and a record of each.");
        for (EmergencyVisit visit : trial) {
            arrives(visit);
        }
        trial.stream().limit(2).forEach(visit -> out.println("  " + board.line(visit)));
        clock.moveTo(OPENS.plus(DAY.multipliedBy(15)));
        out.println("A physician ends the trial: "
                + column.goLive(RiskColumn.PHYSICIAN)
                        .fold(passed -> "it has passed", not -> "not yet, " + not.reasons()));

        out.println("Monday:");
        monday.stream().limit(SHOWN).forEach(this::show);
        EmergencyVisit unmeasured = monday.get(SHOWN);
        unmeasured.setUrea(null);
        show(unmeasured);
        board.status().forEach(out::println);

        board.remove(column);
        column.close();
        column = RiskColumn.start(database, clock, column.id(), register, column.predictions());
        board.add(column);
        out.println("Tuesday, after a restart:");
        tuesday.stream().limit(SHOWN).forEach(this::show);

        clock.moveTo(OPENS.plus(DAY.multipliedBy(50)));
        monday.forEach(board::over);
        trial.forEach(board::over);
        column.review();
        out.println("Five weeks later, when the outcomes are known:");
        board.status().forEach(out::println);
        column.close();
        board.remove(column);
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            out.println(
                    ledger.verify() instanceof Verification.Intact intact
                            ? "ledger verified: " + intact.entries() + " entries"
                            : "the ledger is damaged");
        }
    }

    private void show(EmergencyVisit visit) {
        out.println("  " + arrives(visit));
    }

    private String arrives(EmergencyVisit visit) {
        if (visit.getArrival().isAfter(clock.instant())) {
            clock.moveTo(visit.getArrival());
        }
        return board.line(visit);
    }
}
