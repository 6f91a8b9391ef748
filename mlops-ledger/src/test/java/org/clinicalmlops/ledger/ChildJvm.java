package org.clinicalmlops.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class of the tests in a JVM of its own, on the same class path. */
final class ChildJvm {
    private ChildJvm() {}

    /** @param output where what it prints goes */
    static Process start(Class<?> main, Path output, List<String> jvmOptions, String... arguments) throws IOException {
        return builder(main, jvmOptions, arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    static ProcessBuilder builder(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** @return the exit code */
    static int await(Process process) throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the child JVM did not end");
        }
        return process.exitValue();
    }
}
