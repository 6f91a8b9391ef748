package org.clinicalmlops.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the comparisons of one suite: progress on standard error, one line a case on standard output. */
public final class Compare {
    /** Our choice: long enough for the compiler to be done, short enough for a test. */
    private static final TimeValue QUICK = TimeValue.milliseconds(300);

    private Compare() {}

    /** @param arguments a suite, then {@code --quick}, {@code --with-moa} and {@code --json FILE} as wanted */
    public static void main(String[] arguments) throws IOException, RunnerException {
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        Optional<Comparison.Suite> suite = suite(rest.poll());
        boolean quick = false;
        boolean moa = false;
        Optional<Path> json = Optional.empty();
        boolean understood = suite.isPresent();
        while (understood && !rest.isEmpty()) {
            String option = rest.poll();
            if (option.equals("--quick")) {
                quick = true;
            } else if (option.equals("--with-moa")) {
                moa = true;
            } else if (option.equals("--json") && !rest.isEmpty()) {
                json = Optional.of(Path.of(rest.poll()));
            } else {
                understood = false;
            }
        }
        if (!understood) {
            System.err.println(
                    "arguments: scoring|monitoring|metrics|ledger|serving [--quick] [--with-moa] [--json FILE], were "
                            + List.of(arguments));
            System.exit(2);
        }
        if (suite.orElseThrow() == Comparison.Suite.SERVING) {
            System.err.println(machine());
            serve(quick, json);
            return;
        }
        List<Comparison> all = Comparison.of(suite.orElseThrow());
        List<Comparison> comparisons = all.stream().filter(Comparison::isThere).toList();
        if (moa && comparisons.size() < all.size()) {
            System.err.println("the benchmarks were built without the profile moa");
            System.exit(1);
        }
        Path results = json.isPresent() ? json.get() : Files.createTempFile("compare", ".json");
        try {
            run(comparisons, quick, results);
            Report report = Report.read(results);
            System.err.println(machine());
            report.baselines(comparisons).forEach(System.err::println);
            report.lines(comparisons).forEach(System.out::println);
            all.stream()
                    .filter(c -> !c.isThere())
                    .forEach(c -> System.out.println("left out " + c.title() + ": wants --with-moa"));
        } finally {
            if (json.isEmpty()) {
                Files.delete(results);
            }
        }
    }

    private static void serve(boolean quick, Optional<Path> json) throws IOException {
        List<DurableResult> results = new ArrayList<>();
        for (DurableCase each : DurableCase.values()) {
            if (each.isThere()) {
                DurableResult result = each.run(
                        TreesModel.BOOSTING, Duration.ofSeconds(quick ? 1 : 5), Duration.ofSeconds(quick ? 1 : 10));
                System.out.println(result.line());
                results.add(result);
            } else {
                System.out.println(
                        "left out " + each.title() + ": no PostgreSQL server is brought along for this machine");
            }
        }
        if (json.isPresent()) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(json.get().toFile(), results);
        }
        if (!results.stream().allMatch(DurableResult::addsUp)) {
            System.err.println("calls, answers and the record do not add up");
            System.exit(1);
        }
    }

    private static void run(List<Comparison> comparisons, boolean quick, Path results) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(results.toString());
        for (Comparison comparison : comparisons) {
            options.include(comparison.pattern());
        }
        if (quick) {
            options.forks(1)
                    .warmupIterations(2)
                    .warmupTime(QUICK)
                    .measurementIterations(3)
                    .measurementTime(QUICK);
        }
        new Runner(options.build(), OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL)).run();
    }

    private static Optional<Comparison.Suite> suite(String argument) {
        return Arrays.stream(Comparison.Suite.values())
                .filter(s -> s.argument().equals(argument))
                .findFirst();
    }

    private static String machine() {
        return "machine " + System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
