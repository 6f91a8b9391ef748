package org.clinicalmlops.architecture.bad;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

public final class Unrepeatable {
    Instant badInstant() {
        return Instant.now();
    }

    Supplier<Instant> badReference() {
        return Instant::now;
    }

    LongSupplier badLambda() {
        return () -> System.currentTimeMillis();
    }

    LocalDate badDate() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    Clock badClock() {
        return Clock.systemUTC();
    }

    Clock badTicks() {
        return Clock.tickSeconds(ZoneOffset.UTC);
    }

    long badNanos() {
        return System.nanoTime();
    }

    Random badRandom() {
        return new Random(1);
    }

    Supplier<Random> badRandomReference() {
        return Random::new;
    }

    double badMath() {
        return Math.random();
    }

    int badThreadLocal() {
        return ThreadLocalRandom.current().nextInt();
    }

    SplittableRandom badSplittable() {
        return new SplittableRandom();
    }

    UUID badUuid() {
        return UUID.randomUUID();
    }

    void badShuffle(List<String> list) {
        Collections.shuffle(list);
    }

    String badEnvironment() {
        return System.getenv("HOME");
    }

    Instant goodClock(Clock clock) {
        return clock.instant();
    }

    LocalDate goodDate(Clock clock) {
        return LocalDate.now(clock);
    }

    double goodSeed(long seed) {
        return new SplittableRandom(seed).nextDouble();
    }
}
