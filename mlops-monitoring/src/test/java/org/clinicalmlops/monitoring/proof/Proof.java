package org.clinicalmlops.monitoring.proof;

/** Prints the proof. */
public final class Proof {
    private Proof() {}

    public static void main(String[] args) {
        long t = System.nanoTime();
        Verdict v = new Verdict();
        if (args[0].contains("i")) new InputSize(Scale.REDUCED, System.err::println).run(v);
        if (args[0].contains("o")) new OutcomeSize(Scale.REDUCED, System.err::println).run(v);
        if (args[0].contains("p")) new Power(Scale.REDUCED, System.err::println).run(v);
        if (args[0].contains("d")) new Delay(Scale.REDUCED, System.err::println).run(v);
        if (args[0].contains("a")) new NullReplay(Scale.REDUCED, System.err::println).run(v);
        v.tables().forEach(System.out::println);
        v.broken().forEach(System.out::println);
        System.err.println((System.nanoTime() - t) / 1e9);
    }
}
