package org.clinicalmlops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final List<Comparison> OBSERVE = List.of(Comparison.OBSERVE_30);
    private static final String NAME = "org.clinicalmlops.benchmarks.ObserveAgainstHistograms.";

    private final Locale locale = Locale.getDefault();

    @BeforeEach
    void inACountryWithDecimalCommas() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void back() {
        Locale.setDefault(locale);
    }

    /** As JMH writes it, shortened. */
    private static String result(String method, String score, String unit, String allocated) {
        return """
                {"jmhVersion": "1.37", "benchmark": "%s%s", "mode": "avgt", "threads": 1, "forks": 1,
                 "primaryMetric": {"score": %s, "scoreError": 19.36, "scoreUnit": "%s", "rawData": [[1.0]]},
                 "secondaryMetrics": {
                   "gc.alloc.rate": {"score": 0.02, "scoreError": 0.003, "scoreUnit": "MB/sec"},
                   "gc.alloc.rate.norm": {"score": %s, "scoreError": 0.001, "scoreUnit": "B/op"}}}""".formatted(NAME, method, score, unit, allocated);
    }

    private static Report report(String... results) throws IOException {
        return Report.of("[" + String.join(",", results) + "]");
    }

    @Test
    void aComparisonIsOneLine() throws IOException {
        Report report = report(
                result("baseline", "1.5", "ns/op", "0.001"),
                result("ours", "1250.04", "ns/op", "24.02"),
                result("peer", "312.51", "ns/op", "0.0004"));
        assertThat(report.lines(OBSERVE))
                .containsExactly("case observe-30 ours 1250.0 peer histogram-loop 312.5 ratio 0.25 alloc 24.0");
        assertThat(report.baselines(OBSERVE)).containsExactly("baseline observe-30 1.5 ns/op");
    }

    @Test
    void numbersArePlainDecimalsHoweverJmhWritesThem() throws IOException {
        Report report = report(result("ours", "2.0E-4", "ns/op", "1.0E-5"), result("peer", "2.4E7", "ns/op", "0"));
        assertThat(report.lines(OBSERVE).get(0))
                .startsWith("case observe-30 ours 0.0 peer histogram-loop 24000000.0 ")
                .endsWith(" alloc 0.0");
    }

    @Test
    void aMissingResultIsNamed() throws IOException {
        Report report = report(result("ours", "1.0", "ns/op", "0"));
        assertThatThrownBy(() -> report.lines(OBSERVE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no result of " + NAME + "peer");
    }

    @Test
    void aScoreThatIsNoNumberOrInAnotherUnitIsRefused() throws IOException {
        Report failed = report(result("ours", "\"NaN\"", "ns/op", "0"), result("peer", "1.0", "ns/op", "0"));
        assertThatThrownBy(() -> failed.lines(OBSERVE)).hasMessageContaining("a score in ns/op was expected");
        Report other = report(result("ours", "1.0", "us/op", "0"), result("peer", "1.0", "ns/op", "0"));
        assertThatThrownBy(() -> other.lines(OBSERVE)).hasMessageContaining("a score in ns/op was expected");
    }

    @Test
    void withoutTheProfilerNothingIsSaidAboutAllocation() throws IOException {
        Report report =
                Report.of(("[" + result("ours", "1.0", "ns/op", "0") + "," + result("peer", "1.0", "ns/op", "0") + "]")
                        .replace("gc.alloc.rate.norm", "gc.count"));
        assertThatThrownBy(() -> report.lines(OBSERVE)).hasMessageContaining("a score in B/op was expected");
    }

    /** As a benchmark reports that counts what it spends: of two iterations, three operations each on average. */
    private static String counting(String result, String counts) {
        return result.replace("\"secondaryMetrics\": {", "\"secondaryMetrics\": {" + counts);
    }

    private static String count(String name, String sum) {
        return "\"%s\": {\"score\": %s, \"scoreUnit\": \"#\"},".formatted(name, sum);
    }

    @Test
    void whatABenchmarkCountsItselfIsPreferredAndProcessorTimeIsCompared() throws IOException {
        Report report = report(
                counting(
                        result("ours", "100.0", "ns/op", "7000"),
                        count("ops", "4.0") + count("bytes", "10.0") + count("cpu", "400.0")),
                counting(result("peer", "50.0", "ns/op", "0"), count("ops", "2.0") + count("cpu", "240.0")));
        assertThat(report.lines(OBSERVE))
                .containsExactly(
                        "case observe-30 ours 100.0 peer histogram-loop 50.0 ratio 0.50 alloc 2.5 cpu-ratio 1.20");
    }

    @Test
    void aBarStandsInForAPeerAndTheSizeOfAStateIsSaid() throws IOException {
        String ours = counting(
                        result("ours", "5000000.0", "ns/op", "1"),
                        count("ops", "4.0")
                                + count("bytes", "8.0")
                                + count("cpu", "16000000.0")
                                + count("states", "5.0")
                                + count("stateBytes", "60005.0"))
                .replace("ObserveAgainstHistograms", "CloseWindow");
        assertThat(report(ours).lines(List.of(Comparison.CLOSE_WINDOW)))
                .containsExactly("case close-window ours 5000000.0 peer bar-20-ms 20000000.0 ratio 4.00 alloc 2.0"
                        + " cpu-ratio 5.00 state-bytes 12001");
    }

    @Test
    void theLedgerSaysPredictionsAndEntriesOfBothSides() throws IOException {
        String ours = counting(
                        result("ours", "500.0", "ns/op", "1"), count("predictions", "1000.0") + count("entries", "2.0"))
                .replace("ObserveAgainstHistograms", "VerifyBlocksAgainstRows");
        String peer = counting(
                        result("peer", "4000.0", "ns/op", "1"),
                        count("predictions", "1000.0") + count("entries", "1000.0"))
                .replace("ObserveAgainstHistograms", "VerifyBlocksAgainstRows");
        assertThat(report(ours, peer).lines(List.of(Comparison.VERIFY_BLOCKS_VS_ROWS)))
                .containsExactly("case verify-blocks-vs-rows ours 500.0 peer one-entry-each 4000.0 ratio 8.00 alloc 1.0"
                        + " predictions-per-second 2000000 entries-per-second 4000"
                        + " peer-predictions-per-second 250000 peer-entries-per-second 250000");
    }

    @Test
    void aStreamSaysItsRateAndItsHeap() throws IOException {
        String ours = counting(
                        result("ours", "500.0", "ns/op", "1"),
                        count("ops", "4.0") + count("bytes", "0.0") + count("heapBytes", "400000000.0"))
                .replace("ObserveAgainstHistograms", "StreamAgainstHistograms");
        String peer =
                result("peer", "400.0", "ns/op", "1").replace("ObserveAgainstHistograms", "StreamAgainstHistograms");
        assertThat(report(ours, peer).lines(List.of(Comparison.STREAM_3M)))
                .containsExactly("case stream-3m ours 500.0 peer histogram-loop 400.0 ratio 0.80 alloc 0.0"
                        + " ops-per-second 2000000 peak-heap-mb 100.0");
    }
}
