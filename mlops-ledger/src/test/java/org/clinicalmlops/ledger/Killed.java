package org.clinicalmlops.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What a JVM had said when it was killed with SIGKILL. It says {@code ready} when its work begins, {@code begin} before each piece of
 * it, then lines that acknowledge, each beginning with {@code ack}, and {@code end}. The pipe is read outside of the killed process.
 *
 * @param acknowledged the words of each line that acknowledges
 * @param inTransaction whether the kill came between {@code begin} and {@code end}
 */
record Killed(List<String[]> acknowledged, boolean inTransaction) {
    /** Starts a JVM and kills it so many microseconds after it has said that it is ready. */
    static Killed after(long micros, Class<?> main, String... arguments)
            throws IOException, InterruptedException, ExecutionException {
        Process child = ChildJvm.builder(
                        main, List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
            String last = lines.readLine();
            if (!"ready".equals(last)) {
                throw new IllegalStateException("the child did not begin its work, it said " + last);
            }
            // killed by another thread, because this one must go on to read: a full pipe would stop the child
            CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
                try {
                    TimeUnit.MICROSECONDS.sleep(micros);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                child.toHandle().destroyForcibly(); // the process itself would close the pipe, and lose what is in it
            });
            List<String[]> acknowledged = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith("ack ")) {
                    acknowledged.add(line.split(" "));
                }
            }
            killed.get();
            child.waitFor();
            return new Killed(acknowledged, last.equals("begin"));
        } finally {
            child.destroyForcibly();
        }
    }
}
