package org.clinicalmlops.examples.bought;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.feature.Schema;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.AlertEvent;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Commitment;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Grouping;
import org.clinicalmlops.api.monitor.Monitor;
import org.clinicalmlops.api.monitor.MonitorEngine;
import org.clinicalmlops.api.monitor.MonitorPlan;
import org.clinicalmlops.api.monitor.WindowReport;
import org.clinicalmlops.api.monitor.Windows;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.BaselineCollector;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.sqlite.SQLiteDataSource;

/**
 * A hospital bought an early-warning model. It has no training data, no trainer and no workspace: it collects its own first eight weeks
 * as a baseline, then watches for ten months, looks every hour, and closes a window every month. In that time an interface dies for
 * a night, a device sends another unit, the monitor's process is restarted, and the oldest patients begin to fare worse than the model
 * says. The patients are made up; everything else is as in earnest.
 */
public final class WatchBoughtModel {
    private static final Instant INSTALLED = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant WATCHED = Instant.parse("2025-03-01T00:00:00Z");
    private static final Instant RESTARTED = Instant.parse("2025-06-15T03:00:00Z");
    private static final Instant ENDS = Instant.parse("2026-01-01T01:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HORIZON = Duration.ofDays(7);
    private static final ZoneId HERE = ZoneId.of("UTC");

    private static final Instant LACTATE_DIES = Instant.parse("2025-05-12T22:00:00Z");
    private static final Instant LACTATE_IS_BACK = Instant.parse("2025-05-13T14:00:00Z");
    private static final Instant DEVICE_COMES = Instant.parse("2025-07-07T08:00:00Z");
    private static final Instant DEVICE_REPAIRED = Instant.parse("2025-07-21T08:00:00Z");
    private static final double UMOL_PER_L = 88.4;
    private static final double OF_THE_DEVICE = 0.35;
    private static final Instant OLDEST_FARE_WORSE = Instant.parse("2025-09-01T00:00:00Z");
    private static final double TIMES_THE_ODDS = 3;

    private static final FeatureSet<Admission> FEATURES = FeatureSet.of(Admission.class)
            .patient(Admission::stay)
            .indexedAt(Admission::at)
            .numeric("age", "a", Admission::age)
            .categorical("sex", Admission::sex)
            .numeric("heart rate", "/min", Admission::heartRate)
            .numericOrNull("lactate", "mmol/L", Admission::lactate)
            .numericOrNull("creatinine", "mg/dL", Admission::creatinine);
    private static final Schema SCHEMA = FEATURES.schema();

    private final PrintStream out;
    private final Ledger ledger;
    private final ReplayClock clock = new ReplayClock(INSTALLED);
    private final MadeUpWards wards;
    private final Deque<Admission> awaited = new ArrayDeque<>();
    private final List<AlertEvent> told = new ArrayList<>();
    private final MonitorEngine engine = StandardMonitoring.engine(this::tell);

    private WatchBoughtModel(PrintStream out, Ledger ledger, long seed) {
        this.out = out;
        this.ledger = ledger;
        this.wards = new MadeUpWards(seed);
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("watch-bought-model").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file, 7);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     * @return what became of alerts, in order
     */
    static List<AlertEvent> run(PrintStream out, Path file, long seed) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        try (JdbcLedger ledger = JdbcLedger.open(database)) {
            WatchBoughtModel story = new WatchBoughtModel(out, ledger, seed);
            story.tell();
            story.say(
                    "%s",
                    ledger.verify()
                            .<String>fold(
                                    intact ->
                                            "ledger verified: " + Recorded.count(ledger, EntryFilter.ALL) + " records",
                                    broken -> "LEDGER BROKEN at entry " + broken.sequence()));
            return List.copyOf(story.told);
        }
    }

    private void tell() {
        say("A hospital watches an early-warning model that it bought. All patients are made up.");
        Baseline baseline = collected();
        MonitorPlan plan = MonitorPlan.standard()
                .windows(Windows.months(HERE))
                .groups(Grouping.none().byBand("age", 65, 80))
                .actingAbove(0.15)
                .committed(new Commitment(
                        "observed/expected", Period.ofMonths(4), Role.DATA_SCIENTIST, Commitment.FollowUp.INVESTIGATE));
        Monitor monitor = engine.open(plan, baseline, clock);
        say("From %s on it is watched: a look every hour, a window every month.", day(WATCHED));
        watch(monitor, baseline, RESTARTED);

        byte[] state = monitor.save();
        Monitor resumed = engine.resume(plan, baseline, clock, state).fold(same -> same.monitor(), refused -> {
            throw new IllegalStateException(refused.reason());
        });
        say("  %s the application is restarted; the monitor goes on from %d kB.", day(RESTARTED), state.length / 1024);
        watch(resumed, baseline, ENDS);
    }

    /** The first weeks, taken as they are: what is wrong from the first day on is normal to such a baseline. */
    private Baseline collected() {
        BaselineCollector<Admission> collector = BaselineCollector.of(FEATURES, 1);
        while (clock.instant().isBefore(WATCHED)) {
            for (Admission patient : wards.hour(clock.instant())) {
                collector.add(patient, BoughtModel.risk(patient), patient.at());
                awaited.add(patient);
            }
            clock.moveTo(clock.instant().plus(HOUR));
            while (!awaited.isEmpty() && due(awaited.peek())) {
                Admission patient = awaited.poll();
                collector.matured(BoughtModel.risk(patient), patient.deteriorates());
            }
        }
        awaited.clear();
        say("Baseline of the first weeks: %d patients, %d with a known outcome.", collector.rows(), collector.cases());
        return collector.baseline();
    }

    private void watch(Monitor monitor, Baseline baseline, Instant until) {
        while (clock.instant().isBefore(until)) {
            for (Admission patient : wards.hour(clock.instant())) {
                Admission seen = asItHappens(patient);
                double[] values = values(seen, baseline);
                double risk = BoughtModel.risk(seen);
                monitor.observe(values, risk, seen.stay());
                monitor.expect(seen.stay(), seen.stay(), seen.at().plus(HORIZON), values, risk);
                awaited.add(seen);
            }
            clock.moveTo(clock.instant().plus(HOUR));
            while (!awaited.isEmpty() && due(awaited.peek())) {
                Admission patient = awaited.poll();
                monitor.outcome(
                        patient.stay(),
                        Outcome.event(patient.deteriorates(), patient.at().plus(HORIZON)));
            }
            monitor.pulse(clock.instant());
            monitor.review(clock.instant()).ifPresent(this::closed);
        }
    }

    private boolean due(Admission patient) {
        return patient.at().plus(HORIZON).isBefore(clock.instant());
    }

    private static double[] values(Admission patient, Baseline baseline) {
        double[] values = new double[SCHEMA.size()];
        for (int f = 0; f < values.length; f++) {
            values[f] = SCHEMA.feature(f).categorical()
                    ? baseline.levels().code(f, FEATURES.text(f, patient))
                    : FEATURES.number(f, patient);
        }
        return values;
    }

    /** What goes wrong in this year. */
    private Admission asItHappens(Admission patient) {
        Admission seen = patient;
        if (between(patient, LACTATE_DIES, LACTATE_IS_BACK)) {
            seen = seen.withLactate(null);
        }
        Double creatinine = seen.creatinine();
        if (creatinine != null && between(patient, DEVICE_COMES, DEVICE_REPAIRED) && wards.chance(OF_THE_DEVICE)) {
            seen = seen.withCreatinine(Math.rint(creatinine * UMOL_PER_L));
        }
        if (!patient.at().isBefore(OLDEST_FARE_WORSE) && patient.age() >= 80) {
            double odds = TIMES_THE_ODDS * BoughtModel.risk(patient) / (1 - BoughtModel.risk(patient));
            seen = seen.deteriorating(wards.chance(odds / (1 + odds)));
        }
        return seen;
    }

    private static boolean between(Admission patient, Instant from, Instant until) {
        return !patient.at().isBefore(from) && patient.at().isBefore(until);
    }

    private void closed(WindowReport report) {
        say(
                "  %s %5d scored, %4d outcomes; observed/expected %s, to date %s",
                day(report.until()),
                report.rows(),
                report.matured(),
                text(report, "observed/expected"),
                text(report, "observed/expected to date"));
        ledger.append(Draft.of(
                EntryKind.WINDOW_CLOSED,
                report.until(),
                Facts.of("model", "bought")
                        .with("from", report.from())
                        .with("until", report.until())
                        .with("rows", report.rows())
                        .with("matured", report.matured())));
    }

    /** Where alerts go: to somebody who reads, and into the record. */
    private void tell(AlertEvent event) {
        told.add(event);
        say(
                "  %s %s (%s) %s",
                minute(event.at()),
                event.what(),
                event.alert().severity(),
                event.news().isEmpty()
                        ? event.alert().id()
                        : String.join(
                                " ",
                                event.news().stream().map(Finding::explanation).toList()));
        event.alert()
                .finding()
                .context()
                .lookFirst()
                .filter(where -> event.what() == AlertEvent.What.OPENED)
                .ifPresent(where -> say("      look first: %s", where));
        if (event.what() == AlertEvent.What.OPENED) {
            ledger.append(Draft.of(
                    EntryKind.ALERT_OPENED,
                    event.at(),
                    Facts.of("model", "bought")
                            .with("alert", event.alert().id())
                            .with("kind", event.alert().finding().kind().name())
                            .with("subject", event.alert().finding().subject())
                            .with("explanation", event.alert().finding().explanation())));
        }
    }

    private static String text(WindowReport report, String name) {
        return report.performance()
                .get(name)
                .fold(
                        known -> String.format(
                                Locale.ROOT,
                                "%.2f (%.2f to %.2f)",
                                known.value(),
                                known.interval().lower(),
                                known.interval().upper()),
                        few -> "too few (" + few.n() + " of " + few.needed() + ")",
                        undefined -> "not defined");
    }

    private void say(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    private static String day(Instant at) {
        return at.toString().substring(0, 10);
    }

    private static String minute(Instant at) {
        return at.toString().substring(0, 16).replace('T', ' ');
    }
}
