package org.clinicalmlops.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** {@code case <name> ours <ns/op> peer <peer name> <ns/op> ratio <peer/ours> alloc <our B/op>}. */
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
        double peer = nanos(comparison, "peer");
        JsonNode allocated = result(comparison, "ours").path("secondaryMetrics").path("gc.alloc.rate.norm");
        return String.format(
                Locale.ROOT,
                "case %s ours %.1f peer %s %.1f ratio %.2f alloc %.1f",
                comparison.title(),
                ours,
                comparison.peer(),
                peer,
                peer / ours,
                score(comparison.benchmark("ours"), allocated, "B/op"));
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
