package org.clinicalmlops.monitoring.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * Prints whether the detectors keep what they promise: {@code ./mvnw -q -Pcalibration}, or parts of it by
 * {@code -Dproof=windows,power}: {@code windows}, {@code years} and {@code outcomes} are false alarms in a window and in years, {@code power}
 * and {@code delay} what is found and when, {@code kept} both for what keeps rows, {@code aa} false alarms of whole hospitals. Tables go to the output, how far it is to the error output. Ends with 1 if a promise is broken.
 */
public final class Proof {
    /** A part of the proof. */
    private record Part(String name, BiFunction<Scale, Progress, Verdict> run) {}

    private static final List<Part> PARTS = List.of(
            new Part("windows", (scale, progress) -> new InputSize(scale, progress).windows()),
            new Part("kept", (scale, progress) -> new InputSize(scale, progress).kept()),
            new Part("years", (scale, progress) -> new InputSize(scale, progress).years()),
            new Part("outcomes", (scale, progress) -> new OutcomeSize(scale, progress).run()),
            new Part("power", (scale, progress) -> new Power(scale, progress).run()),
            new Part("delay", (scale, progress) -> new Delay(scale, progress).run()),
            new Part("aa", (scale, progress) -> new NullReplay(scale, progress).run()));

    private Proof() {}

    /**
     * One part.
     *
     * @param name as above
     */
    static Verdict run(String name, Scale scale, Progress progress) {
        return PARTS.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "proof must be all or some of " + names() + ", was '" + name + "'"))
                .run()
                .apply(scale, progress);
    }

    private static List<String> names() {
        return PARTS.stream().map(Part::name).toList();
    }

    public static void main(String[] arguments) {
        String wanted = System.getProperty("proof", "all");
        Scale scale = Scale.named(System.getProperty("proof.scale", "full"));
        Instant start = Instant.ofEpochMilli(System.currentTimeMillis());
        Verdict all = new Verdict();
        List<String> names = wanted.equals("all") ? names() : List.of(wanted.split(","));
        for (String name : names) {
            Verdict verdict = run(name, scale, text -> System.err.println(since(start) + "  " + text));
            verdict.tables().forEach(System.out::println);
            all.add(verdict);
        }
        System.out.println(
                all.broken().isEmpty() ? "Every promise is kept." : all.broken().size() + " promises are not kept:");
        all.broken().forEach(broken -> System.out.println("  " + broken));
        System.out.println(
                "Took " + since(start) + " on " + Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + Runtime.version().feature() + ".");
        System.exit(all.broken().isEmpty() ? 0 : 1);
    }

    private static String since(Instant start) {
        long seconds = Duration.between(start, Instant.ofEpochMilli(System.currentTimeMillis()))
                .toSeconds();
        return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
