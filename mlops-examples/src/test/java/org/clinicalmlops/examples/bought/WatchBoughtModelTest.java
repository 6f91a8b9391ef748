package org.clinicalmlops.examples.bought;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The story is told by a JVM that has neither core nor a trainer on its class path. */
class WatchBoughtModelTest {
    @Test
    void whatGoesWrongIsToldWithoutCoreAndWithoutATrainer() throws IOException, InterruptedException {
        List<String> told = told();
        List<String> opened =
                told.stream().filter(line -> line.contains(" OPENED ")).toList();
        assertThat(opened.get(0))
                .as("within half a day")
                .startsWith("  2025-05-13 ")
                .contains("lactate: ");
        assertThat(opened)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("  2025-07-08 ")
                        .contains("creatinine: ")
                        .contains("88.4 (creatinine, mg/dL to umol/L), which fits the declared unit"))
                .anySatisfy(line -> assertThat(line).contains("Promise, observed/expected by the data-scientist"));
        assertThat(told)
                .as("the oldest fare worse")
                .anySatisfy(line -> assertThat(line).contains("age>=80"))
                .anySatisfy(line -> assertThat(line).contains("the application is restarted; the monitor goes on"));
        assertThat(told.get(told.size() - 1)).startsWith("ledger verified: ");
    }

    private static List<String> told() throws IOException, InterruptedException {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("mlops-core") && !entry.contains("smile"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        path,
                        WatchBoughtModel.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }
}
