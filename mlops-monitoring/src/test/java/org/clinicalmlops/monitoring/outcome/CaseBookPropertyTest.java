package org.clinicalmlops.monitoring.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.monitor.Window.Follow;
import org.clinicalmlops.monitoring.state.Mutations;
import org.clinicalmlops.monitoring.state.StateReader;
import org.clinicalmlops.monitoring.state.StateWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaseBookPropertyTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final int PREDICTIONS = 4_000;
    private static final int THREADS = 4;

    private static Outcomes open() {
        return new Outcomes(Clock.fixed(START, ZoneOffset.UTC), 4);
    }

    private static Outcome<Risk> any(SplittableRandom random) {
        Instant at = START.plusSeconds(random.nextInt(40 * 86_400));
        return switch (random.nextInt(6)) {
            case 0 -> new Outcome.Pending<>();
            case 1 -> new Outcome.Censored<>(at);
            case 2 -> new Outcome.Intervened<>(at);
            case 3 -> new Outcome.Known<>(random.nextBoolean() ? 0.5 : 7, at);
            default -> Outcome.event(random.nextBoolean(), at);
        };
    }

    /** Four threads predict and tell, one reviews: whenever it looks, each prediction is in one state and none is lost. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyPredictionIsInExactlyOneStateAtAnyTime(long seed) throws InterruptedException {
        Outcomes outcomes = open();
        AtomicLong before = new AtomicLong();
        AtomicLong after = new AtomicLong();
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(t -> new Thread(() -> {
                    SplittableRandom random = new SplittableRandom(seed * 31 + t);
                    for (int i = 0; i < PREDICTIONS; i++) {
                        before.incrementAndGet();
                        outcomes.expect(
                                t + "-" + i, "e" + i % 500, START.plusSeconds(random.nextInt(2_592_000)), 0.5, 0);
                        after.incrementAndGet();
                        for (int k = 0; k < 3; k++) {
                            int of = random.nextInt(i + 1);
                            outcomes.outcome(random.nextInt(THREADS) + "-" + of, any(random));
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        List<String> evidence = new ArrayList<>();
        long matured = 0;
        for (int day = 1; day <= 40 || threads.stream().anyMatch(Thread::isAlive); day++) {
            Instant now = START.plus(Duration.ofDays(Math.min(day, 40)));
            Taken taken = outcomes.take(now, now);
            matured += taken.matured();
            taken.evidence().forEach(m -> evidence.add(m.episode()));
            long least = after.get();
            Tally tally = outcomes.tally();
            long most = before.get();
            assertThat(tally.all()).isBetween(least, most);
            assertThat(List.of(tally.pending(), tally.known(), tally.censored(), tally.intervened()))
                    .allMatch(n -> n >= 0);
            Follow follow = outcomes.follow(now, now);
            assertThat(follow.known() + follow.overdue() + follow.censored() + follow.intervened())
                    .isEqualTo(follow.due())
                    .isLessThanOrEqualTo(before.get());
        }
        for (Thread thread : threads) {
            thread.join();
        }
        Instant end = START.plus(Duration.ofDays(41));
        Taken last = outcomes.take(end, end);
        last.evidence().forEach(m -> evidence.add(m.episode()));
        assertThat(evidence).as("an episode gives evidence once").doesNotHaveDuplicates();
        Follow follow = outcomes.follow(end, end);
        Tally tally = outcomes.tally();
        assertThat(tally.all()).isEqualTo((long) THREADS * PREDICTIONS);
        assertThat(new Follow(
                        tally.all(),
                        tally.known(),
                        tally.pending(),
                        tally.censored(),
                        tally.intervened(),
                        outcomes.corrected()))
                .isEqualTo(follow);
        assertThat(matured + last.matured()).isGreaterThan(PREDICTIONS / 2);
    }

    /** What is told last holds, so that each id must be told in its order; threads take ids in turn. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfCallsOnDifferentPredictionsChangesNothing(long seed) throws InterruptedException {
        assertThat(story(seed, THREADS)).isEqualTo(story(seed, 1));
    }

    private static List<Object> story(long seed, int threads) throws InterruptedException {
        Outcomes outcomes = open();
        List<Thread> running = IntStream.range(0, threads)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = t; i < PREDICTIONS; i += threads) {
                        SplittableRandom random = new SplittableRandom(seed + 1_000L * i);
                        String id = "p" + i;
                        outcomes.outcome(id, any(random));
                        outcomes.expect(id, "e" + i % 700, START.plusSeconds(random.nextInt(2_592_000)), 0.5, 0);
                        for (int k = random.nextInt(4); k > 0; k--) {
                            outcomes.outcome(id, any(random));
                        }
                    }
                }))
                .toList();
        running.forEach(Thread::start);
        for (Thread thread : running) {
            thread.join();
        }
        List<Object> story = new ArrayList<>();
        for (int day = 10; day <= 50; day += 10) {
            Instant now = START.plus(Duration.ofDays(day));
            story.add(outcomes.take(now, now));
            story.add(outcomes.follow(now, now));
            story.add(saved(outcomes));
        }
        return story;
    }

    /** A second, slow book that knows every statement: the rules of {@link Statement} and {@link Outcomes}, written another way. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aBookThatKeepsEverythingSaysTheSameAndRestoringAtAnyTimeChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Outcomes outcomes = open();
        TreeMap<String, SlowCase> slow = new TreeMap<>();
        Set<String> episodes = new HashSet<>();
        int corrections = 0;
        Instant now = START;
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(10) == 0) {
                Outcomes again = open();
                StateReader in = new StateReader(bytes(outcomes));
                again.restore(in);
                in.end();
                assertThat(saved(again)).isEqualTo(saved(outcomes));
                outcomes = again;
            }
            if (random.nextInt(60) == 0) {
                now = now.plusSeconds(random.nextInt(200_000));
                Taken taken = outcomes.take(now, now);
                Taken expected = SlowCase.take(slow.values(), episodes, now);
                assertThat(taken.matured()).isEqualTo(expected.matured());
                assertThat(taken.evidence()).isEqualTo(expected.evidence());
                assertThat(taken.corrections()).containsExactlyInAnyOrderElementsOf(expected.corrections());
                corrections += taken.corrections().size();
                assertThat(outcomes.follow(now, now)).isEqualTo(SlowCase.follow(slow.values(), now));
            } else if (random.nextInt(3) == 0) {
                String id = "p" + random.nextInt(1_000);
                Instant maturesAt = now.plusSeconds(random.nextInt(400_000));
                String episode = "e" + random.nextInt(300);
                SlowCase predicted = new SlowCase(id, episode, maturesAt);
                assertThat(outcomes.expect(id, episode, maturesAt, predicted.risk(), predicted.cell()))
                        .isEqualTo(slow.putIfAbsent(id, predicted) == null);
            } else {
                String id = "p" + random.nextInt(1_000);
                Instant at = now.plusSeconds(random.nextInt(-200_000, 100_000));
                at = at.isBefore(START) ? START : at;
                Outcome<Risk> outcome = random.nextInt(3) > 0 ? Outcome.event(random.nextBoolean(), at) : any(random);
                outcomes.outcome(id, outcome);
                if (slow.containsKey(id)) {
                    slow.get(id).told(outcome);
                }
            }
        }
        assertThat(slow).hasSizeGreaterThan(400);
        assertThat(corrections).isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aBookOfMutatedBytesIsReadOrRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Outcomes outcomes = open();
        for (int i = 0; i < 60; i++) {
            outcomes.expect("p" + i, "e" + i % 40, START.plusSeconds(i), 0.5, i % 4);
            outcomes.outcome("p" + i, any(random));
        }
        outcomes.take(START.plusSeconds(40), START.plus(Duration.ofDays(60)));
        byte[] right = bytes(outcomes);
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            try {
                StateReader in = new StateReader(Mutations.of(right, random));
                Outcomes again = open();
                again.restore(in);
                in.end();
                again.take(START.plus(Duration.ofDays(70)), START.plus(Duration.ofDays(70)));
                read++;
            } catch (MlopsException e) {
                assertThat(e.getMessage()).matches("the state is damaged.*|a stored .*");
            }
        }
        assertThat(read).isBetween(1, 9_999);
    }

    private static byte[] bytes(Outcomes outcomes) {
        StateWriter out = new StateWriter();
        outcomes.save(out);
        return out.toBytes();
    }

    private static Digest saved(Outcomes outcomes) {
        return Digest.of(bytes(outcomes));
    }
}
