package org.clinicalmlops.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads what JMH wrote as JSON, with its allocation profiler on, and says it in one line a comparison. */
final class Report {
    private final Map<String, JsonNode> results = new HashMap<>();

    private Report(JsonNode all) {
        for (JsonNode result : all) {
            results.put(result.path("benchmark").asText(), result);
        }
    }

    static Report read(Path json) throws IOException {
        return new Report(new ObjectMapper().readTree(json.toFile()));
    }

    static Report of(String json) throws IOException {
        return new Report(new ObjectMapper().readTree(json));
    }

    /**
     * {@code case <name> ours <ns/op> peer <peer name> <ns/op> ratio <peer/ours> alloc <our B/op>}, then, of cases that measure them,
     * {@code cpu-ratio <peer/ours in processor time>}, {@code state-bytes <n>}, {@code ops-per-second <n> peak-heap-mb <n>},
     * {@code predictions-per-second <n> entries-per-second <n> peer-predictions-per-second <n> peer-entries-per-second <n>}.
     */
    List<String> lines(List<Comparison> comparisons) {
        return comparisons.stream().map(this::line).toList();
    }

    /** What the harness and the walk over the rows cost: part of both figures of a case. */
    List<String> baselines(List<Comparison> comparisons) {
        return comparisons.stream()
                .map(c -> String.format(Locale.ROOT, "baseline %s %.1f ns/op", c.title(), nanos(c, "baseline")))
                .toList();
    }

    private String line(Comparison comparison) {
        double ours = nanos(comparison, "ours");
        double peer = comparison.bar().orElseGet(() -> nanos(comparison, "peer"));
        return String.format(
                        Locale.ROOT,
                        "case %s ours %.1f peer %s %.1f ratio %.2f alloc %.1f",
                        comparison.title(),
                        ours,
                        comparison.peer(),
                        peer,
                        peer / ours,
                        allocated(comparison))
                + processorTime(comparison)
                + memory(comparison, ours)
                + rates(comparison, "ours", ours, "")
                + (comparison.bar().isPresent() ? "" : rates(comparison, "peer", peer, "peer-"));
    }

    /** Of a benchmark that prepares each invocation what its work allocated, not what the preparation did. */
    private double allocated(Comparison comparison) {
        OptionalDouble counted = counted(comparison, "ours", "bytes", "ops");
        JsonNode all = result(comparison, "ours").path("secondaryMetrics").path("gc.alloc.rate.norm");
        return counted.orElseGet(() -> score(comparison.benchmark("ours"), all, "B/op"));
    }

    private String processorTime(Comparison comparison) {
        OptionalDouble ours = counted(comparison, "ours", "cpu", "ops");
        OptionalDouble peer =
                comparison.bar().isPresent() ? comparison.bar() : counted(comparison, "peer", "cpu", "ops");
        return ours.isEmpty() || peer.isEmpty()
                ? ""
                : String.format(Locale.ROOT, " cpu-ratio %.2f", peer.getAsDouble() / ours.getAsDouble());
    }

    private String memory(Comparison comparison, double nanos) {
        OptionalDouble state = counted(comparison, "ours", "stateBytes", "states");
        OptionalDouble heap = counted(comparison, "ours", "heapBytes", "ops");
        StringBuilder text = new StringBuilder();
        if (state.isPresent()) {
            text.append(String.format(Locale.ROOT, " state-bytes %.0f", state.getAsDouble()));
        }
        if (heap.isPresent() && heap.getAsDouble() > 0) {
            text.append(String.format(
                    Locale.ROOT, " ops-per-second %.0f peak-heap-mb %.1f", 1e9 / nanos, heap.getAsDouble() / 1e6));
        }
        return text.toString();
    }

    /** Of benchmarks of the ledger. */
    private String rates(Comparison comparison, String method, double nanos, String prefix) {
        OptionalDouble entries = counted(comparison, method, "entries", "predictions");
        return entries.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        " %spredictions-per-second %.0f %sentries-per-second %.0f",
                        prefix,
                        1e9 / nanos,
                        prefix,
                        1e9 / nanos * entries.getAsDouble());
    }

    /** A count of {@link Spent} or {@link Stored} by another; empty if the benchmark does not count it. */
    private OptionalDouble counted(Comparison comparison, String method, String what, String by) {
        JsonNode counts = result(comparison, method).path("secondaryMetrics");
        double divisor = counts.path(by).path("score").asDouble();
        return divisor > 0
                ? OptionalDouble.of(counts.path(what).path("score").asDouble() / divisor)
                : OptionalDouble.empty();
    }

    private double nanos(Comparison comparison, String method) {
        JsonNode primary = result(comparison, method).path("primaryMetric");
        return score(comparison.benchmark(method), primary, "ns/op");
    }

    private JsonNode result(Comparison comparison, String method) {
        JsonNode result = results.get(comparison.benchmark(method));
        if (result == null) {
            throw new IllegalArgumentException("no result of " + comparison.benchmark(method));
        }
        return result;
    }

    private static double score(String benchmark, JsonNode metric, String unit) {
        if (!metric.path("scoreUnit").asText().equals(unit)
                || !metric.path("score").isNumber()) {
            throw new IllegalArgumentException(
                    "a score in " + unit + " was expected of " + benchmark + ", was " + metric);
        }
        return metric.path("score").asDouble();
    }
}
