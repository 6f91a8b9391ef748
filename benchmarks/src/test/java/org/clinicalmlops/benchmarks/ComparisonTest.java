package org.clinicalmlops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The list that JMH's annotation processor wrote: a processor that did not run leaves a green build and no benchmarks. */
class ComparisonTest {
    private static Set<String> generated() {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of(), List.of())
                .stream()
                .map(BenchmarkListEntry::getUsername)
                .collect(Collectors.toSet());
    }

    /** Those that were built: one is left out without the profile {@code moa}. */
    private static List<Comparison> built() {
        return Arrays.stream(Comparison.values()).filter(Comparison::isThere).toList();
    }

    private static List<String> benchmarks(Comparison comparison) {
        return comparison.methods().stream().map(comparison::benchmark).toList();
    }

    @ParameterizedTest
    @MethodSource("built")
    void jmhKnowsTheMethodsOfEachComparison(Comparison comparison) {
        assertThat(generated()).containsAll(benchmarks(comparison));
    }

    @ParameterizedTest
    @MethodSource("built")
    void thePatternOfAComparisonFindsItsMethodsAndNoOther(Comparison comparison) {
        Pattern pattern = Pattern.compile(comparison.pattern());
        assertThat(generated().stream().filter(name -> pattern.matcher(name).find()))
                .containsExactlyInAnyOrderElementsOf(benchmarks(comparison));
    }

    @Test
    void everyBenchmarkBelongsToAComparison() {
        assertThat(generated())
                .containsExactlyInAnyOrderElementsOf(
                        built().stream().flatMap(c -> benchmarks(c).stream()).toList());
    }

    @Test
    void onlyTheComparisonWithMoaMayBeLeftOut() {
        assertThat(Arrays.stream(Comparison.values()).filter(c -> !c.isThere()))
                .isSubsetOf(Comparison.OBSERVE_30_VS_MOA_ADWIN);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPrintedHasNoSpaces(Comparison comparison) {
        assertThat(comparison.title()).matches("[a-z0-9-]+");
        assertThat(comparison.peer()).matches("[a-z0-9.-]+");
    }

    @ParameterizedTest
    @EnumSource(value = Comparison.Suite.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVING")
    void noSuiteIsEmpty(Comparison.Suite suite) {
        assertThat(Comparison.of(suite)).isNotEmpty();
    }
}
