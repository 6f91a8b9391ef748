package org.clinicalmlops.core.learn.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.learn.Modification;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Verification;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.fixtures.Visit;
import org.clinicalmlops.core.fixtures.Ward;
import org.clinicalmlops.testkit.ledger.MemoryLedger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed before or after any of its appends, and another that goes on: the same entries as without. */
class LoopCrashTest {

    /** Lives of a version: what is done to it after its promotion, and who promotes. */
    enum Life {
        KEPT,
        ROLLED_BACK,
        SIGNED
    }

    @ParameterizedTest
    @EnumSource
    void whereverItIsKilledTheEndIsTheSame(Life life) {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {
            parts.visits = LoopPlans.everySecond(parts.visits);
            parts.mode = life == Life.SIGNED ? Modification.Mode.MANUAL : Modification.Mode.AUTOMATIC;
        });
        MemoryLedger first = LoopWard.firstVersion(plan);
        MemoryLedger whole = LoopWard.copy(first);
        int appends = run(life, plan, whole, 0, false);
        Map<String, Long> expected = counted(whole);
        assertThat(expected).containsEntry("UPDATE_ENDED", 1L).containsEntry("MODEL_PROMOTED", 1L);

        for (boolean after : new boolean[] {false, true}) {
            for (int n = 1; n <= appends; n++) {
                MemoryLedger killed = LoopWard.copy(first);
                run(life, plan, killed, n, after);
                assertThat(counted(killed))
                        .as("killed at append %d, after it: %s", n, after)
                        .isEqualTo(expected);
                assertThat(ends(killed)).isEqualTo(ends(whole));
                assertThat(killed.verify()).isInstanceOf(Verification.Intact.class);
            }
        }
    }

    @Test
    void aKilledUseOfTheSequesteredSetIsSpentOnce() {
        Pipeline<Visit, Risk> plan = LoopPlans.plan(parts -> {});
        MemoryLedger ledger = LoopWard.firstVersion(plan);
        LoopWard ward = LoopWard.on(ledger, LoopWard.NOW, plan, LoopSettings.standard());
        ward.start();
        while (ward.loop.last().orElseThrow().next().orElseThrow() != Step.COMPARISON) {
            ward.loop.advance();
        }
        LoopWard again = LoopWard.on(ledger, LoopWard.NOW, plan, LoopSettings.standard());
        again.loop.advance();

        assertThat(again.step(Step.COMPARISON).required("use")).isEqualTo("1");
        assertThat(again.step(Step.COMPARISON).required("passed")).isEqualTo("true");
    }

    /** Lives a life, killed once; answers the number of appends. */
    private static int run(Life life, Pipeline<Visit, Risk> plan, MemoryLedger ledger, int killedAt, boolean after) {
        CrashingLedger crashing = new CrashingLedger(ledger, killedAt, after);
        Instant[] now = {LoopWard.NOW};
        boolean[] harm = {false};
        Ledger[] current = {crashing};
        for (Chapter chapter : chapters(life)) {
            chapter.before(now, harm);
            boolean done = false;
            while (!done) {
                LoopWard ward = LoopWard.on(current[0], now[0], plan, LoopSettings.standard());
                if (harm[0]) {
                    ward.harm();
                }
                try {
                    chapter.in(ward);
                    done = true;
                } catch (CrashingLedger.Killed killed) {
                    current[0] = ledger;
                }
            }
        }
        return crashing.asked();
    }

    private record Chapter(Duration later, boolean harm, Function<LoopWard, LoopAnswer> does) {
        void before(Instant[] now, boolean[] harmful) {
            now[0] = now[0].plus(later);
            harmful[0] |= harm;
        }

        void in(LoopWard ward) {
            does.apply(ward);
        }
    }

    private static List<Chapter> chapters(Life life) {
        List<Chapter> chapters = new ArrayList<>();
        chapters.add(new Chapter(Duration.ZERO, false, ward -> {
            if (ward.loop.last().isEmpty()) {
                ward.start();
            }
            return ward.loop.proceed();
        }));
        chapters.add(new Chapter(Duration.ofDays(21), false, ward -> ward.loop.proceed()));
        if (life == Life.SIGNED) {
            chapters.add(new Chapter(Duration.ofDays(1), false, ward -> {
                LoopAnswer answer = ward.loop.proceed();
                return answer instanceof LoopAnswer.Waiting waiting && waiting.step() == Step.PROMOTION
                        ? ward.loop.sign(SignOff.by("analyst", Role.DATA_SCIENTIST)
                                .of(waiting.signature().orElseThrow().toSign()))
                        : answer;
            }));
        }
        chapters.add(new Chapter(Duration.ofDays(10), life == Life.ROLLED_BACK, ward -> ward.loop.proceed()));
        chapters.add(new Chapter(Duration.ofDays(90), false, ward -> ward.loop.proceed()));
        return chapters;
    }

    private static Map<String, Long> counted(Ledger ledger) {
        return Ward.entries(ledger).stream()
                .collect(Collectors.groupingBy(LoopCrashTest::what, TreeMap::new, Collectors.counting()));
    }

    /** Steps are counted one by one. */
    private static String what(Entry entry) {
        return entry.kind()
                + (entry.kind() == EntryKind.UPDATE_STEP_DONE
                        ? " " + entry.facts().required("step")
                        : "");
    }

    private static List<String> ends(Ledger ledger) {
        return Ward.entries(ledger, EntryKind.UPDATE_ENDED).stream()
                .map(entry ->
                        entry.facts().required("end") + " " + entry.facts().required("step"))
                .toList();
    }
}
