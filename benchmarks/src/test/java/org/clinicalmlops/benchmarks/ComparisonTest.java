package org.clinicalmlops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

    @ParameterizedTest
    @EnumSource
    void ofEachComparisonJmhKnowsOursPeerAndBaseline(Comparison comparison) {
        assertThat(generated())
                .contains(comparison.benchmark("ours"), comparison.benchmark("peer"), comparison.benchmark("baseline"));
    }

    @ParameterizedTest
    @EnumSource
    void thePatternOfAComparisonFindsItsThreeMethodsAndNoOther(Comparison comparison) {
        Pattern pattern = Pattern.compile(comparison.pattern());
        assertThat(generated().stream().filter(name -> pattern.matcher(name).find()))
                .containsExactlyInAnyOrder(
                        comparison.benchmark("ours"), comparison.benchmark("peer"), comparison.benchmark("baseline"));
    }

    @Test
    void everyBenchmarkBelongsToAComparison() {
        assertThat(generated()).hasSize(3 * Comparison.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPrintedHasNoSpaces(Comparison comparison) {
        assertThat(comparison.title()).matches("[a-z0-9-]+");
        assertThat(comparison.peer()).matches("[a-z0-9.-]+");
    }

    @ParameterizedTest
    @EnumSource(Comparison.Suite.class)
    void noSuiteIsEmpty(Comparison.Suite suite) {
        assertThat(Comparison.of(suite)).isNotEmpty();
    }
}
