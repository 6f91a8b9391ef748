package org.clinicalmlops.examples.flchain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.serve.PastRisks;
import org.clinicalmlops.ledger.JdbcLedger;

/** Reads inputs and model from a ledger in a JVM that has never seen them, and answers again without looking at what was answered. */
public final class FreshJvm {
    private static final int ROWS = 40;

    private FreshJvm() {}

    /**
     * Prints the risks of the first predictions on record, one a line.
     *
     * @param args file of the ledger
     */
    public static void main(String[] args) {
        try (JdbcLedger ledger = Hospital.ledger(Path.of(args[0]))) {
            PastRisks again = PastRisks.of(Registry.of(ledger), Plans.main(0.75));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (Facts predicted : first(ledger)) {
                out.println(Declaration.number(again.of(withheld(predicted)).value()));
            }
        }
    }

    private static Facts withheld(Facts predicted) {
        Map<String, String> rest = new TreeMap<>(predicted.asMap());
        rest.keySet().removeAll(Set.of("risk", "acting"));
        return Facts.of(rest);
    }

    /** Starts the fresh JVM and compares its answers with those in the ledger, text by text. */
    static String answers(Path file, Ledger ledger, Digest model) {
        List<String> recorded =
                first(ledger).stream().map(facts -> facts.required("risk")).toList();
        List<String> fresh = run(file);
        if (!recorded.equals(fresh)) {
            throw new IllegalStateException("a fresh JVM answers " + fresh + ", recorded is " + recorded);
        }
        return "a fresh JVM loaded model " + model.brief() + " from the ledger and gave the same " + ROWS
                + " answers, bit for bit.";
    }

    private static List<Facts> first(Ledger ledger) {
        List<Facts> first = new ArrayList<>();
        Recorded.read(ledger, Set.of(EntryKind.PREDICTED), entry -> {
            if (first.size() < ROWS) {
                first.add(entry.facts());
            }
        });
        return first;
    }

    private static List<String> run(Path file) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String modules = System.getProperty("jdk.module.path");
        if (modules == null) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
            command.add(FreshJvm.class.getName());
        } else {
            command.addAll(List.of("--enable-native-access=org.xerial.sqlitejdbc", "-p", modules, "-m"));
            command.add("org.clinicalmlops.examples/" + FreshJvm.class.getName());
        }
        command.add(file.toString());
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                return lines.lines().toList();
            } finally {
                process.waitFor();
            }
        } catch (IOException e) {
            throw new IllegalStateException("no second JVM could be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a second JVM ran", e);
        }
    }
}
