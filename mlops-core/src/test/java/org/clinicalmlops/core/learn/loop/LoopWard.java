package org.clinicalmlops.core.learn.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.monitor.Alert;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.core.fixtures.FakeEngine;
import org.clinicalmlops.core.fixtures.SettableClock;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryLedger;

/** A first version that answers since July 2022, a year of visits since it was made, and a loop. */
final class LoopWard {
    static final String DEPLOYMENT = "death-30d-1";
    /** A year and a month after the data of the first version end. */
    static final Instant NOW = Instant.parse("2023-02-01T08:00:00Z");

    final Ledger ledger;
    final SettableClock clock;
    final FakeServed served;
    final LearningLoop<Visit> loop;
    final List<String> progress = new ArrayList<>();

    private LoopWard(Ledger ledger, Instant now, Pipeline<Visit, Risk> plan, LoopSettings<Visit> settings) {
        this.ledger = ledger;
        this.clock = new SettableClock(now);
        this.served = new FakeServed(ledger, clock, DEPLOYMENT);
        this.loop = LearningLoop.of(
                plan,
                settings,
                new LoopTools(ledger, clock, Ward.PSEUDONYMS, Ward.STAFF, new FakeEngine(), progress::add),
                served);
    }

    static LoopWard with(Consumer<LoopPlans.Parts> change) {
        return of(LoopPlans.plan(change), LoopSettings.standard());
    }

    static LoopWard of(Pipeline<Visit, Risk> plan, LoopSettings<Visit> settings) {
        return on(firstVersion(plan), NOW, plan, settings);
    }

    /** Another process on the same ledger. */
    static LoopWard on(Ledger ledger, Instant now, Pipeline<Visit, Risk> plan, LoopSettings<Visit> settings) {
        return new LoopWard(ledger, now, plan, settings);
    }

    /** A ledger in which a first version answers. */
    static MemoryLedger firstVersion(Pipeline<Visit, Risk> plan) {
        MemoryLedger ledger = new MemoryLedger();
        try (Ward ward = new Ward(ledger, Ward.OPENED)) {
            ward.live(plan);
        }
        return ledger;
    }

    /** The same entries in a ledger of their own. */
    static MemoryLedger copy(Ledger ledger) {
        MemoryLedger copy = new MemoryLedger();
        ledger.read(
                java.util.Set.of(),
                entry -> copy.append(new Draft(entry.kind(), entry.at(), entry.facts(), entry.body())));
        return copy;
    }

    UpdateRun start() {
        return loop.start("analyst", Role.DATA_SCIENTIST);
    }

    /** Starts an update and carries it on to the first wait, or its end. */
    LoopAnswer startAndProceed() {
        start();
        return loop.proceed();
    }

    void harm() {
        served.alerts.add(harmful());
    }

    Alert harmful() {
        Finding finding =
                Finding.of(Finding.Kind.CALIBRATION, "test", "model", Finding.State.ALARM, "risks are too low");
        return Alert.opened("alert-1", finding, clock.instant());
    }

    /** From the start to the promotion. */
    LoopAnswer untilPromoted() {
        startAndProceed();
        clock.advance(Duration.ofDays(21));
        return loop.proceed();
    }

    List<Entry> entries(EntryKind... kinds) {
        return Ward.entries(ledger, kinds);
    }

    Facts step(Step step) {
        return loop.last().orElseThrow().of(step);
    }

    UpdateEnd end() {
        return loop.last().orElseThrow().end().orElseThrow();
    }
}
