package org.clinicalmlops.examples.flchain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.validate.GateKeeper;
import org.clinicalmlops.core.evaluate.Evaluator;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.ledger.JdbcLedger;

/** Loads a model from a ledger in a JVM that has never seen it, and answers the same rows again. */
public final class FreshJvm {
    private static final int ROWS = 40;

    private FreshJvm() {}

    /**
     * Prints the risks of the first assays of 1998, one a line.
     *
     * @param args file of the ledger, digest of the model
     */
    public static void main(String[] args) {
        try (JdbcLedger ledger = Hospital.ledger(Path.of(args[0]))) {
            ModelArtifact model = Registry.of(ledger).model(new Digest(args[1]));
            if (GateKeeper.reinstate(model, Plans.main(0.75).digest(), ledger).isEmpty()) {
                throw new IllegalStateException("the ledger holds no approval of this model");
            }
            var scorer = Evaluator.<Assay, Assay>bind(model, Plans.features());
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (Assay assay : first()) {
                out.println(Declaration.number(scorer.score(assay).orElseThrow().value()));
            }
        }
    }

    /** Starts the fresh JVM and compares its answers with those in the ledger, text by text. */
    static String answers(Path file, Ledger ledger, Digest model) {
        List<String> recorded = new ArrayList<>();
        Recorded.read(ledger, Set.of(EntryKind.PREDICTED), entry -> {
            if (recorded.size() < ROWS) {
                recorded.add(entry.facts().required("risk"));
            }
        });
        List<String> fresh = run(file, model);
        if (!recorded.equals(fresh)) {
            throw new IllegalStateException("a fresh JVM answers " + fresh + ", recorded is " + recorded);
        }
        return "a fresh JVM loaded model " + model.brief() + " from the ledger and gave the same " + ROWS
                + " answers, bit for bit.";
    }

    private static List<Assay> first() {
        return Replay.inOrder(Plans.assays(), Plans.year(1998), Plans.year(1999))
                .subList(0, ROWS);
    }

    private static List<String> run(Path file, Digest model) {
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
        command.addAll(List.of(file.toString(), model.hex()));
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
