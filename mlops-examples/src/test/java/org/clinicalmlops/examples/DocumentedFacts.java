package org.clinicalmlops.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;

/** Holds docs/ledger-entries.md against the facts that a ledger really has. */
public final class DocumentedFacts {
    private static final Path PAGE = Path.of("..", "docs", "ledger-entries.md");

    private DocumentedFacts() {}

    /** Facts that are not in the row of their kind. */
    public static Set<String> missing(Ledger ledger) throws IOException {
        List<String> page = Files.readAllLines(PAGE, StandardCharsets.UTF_8);
        Set<String> missing = new TreeSet<>();
        ledger.read(Set.of(), entry -> look(page, entry.kind(), entry.facts(), missing));
        Recorded.read(ledger, Set.of(), one -> look(page, one.kind(), one.facts(), missing));
        return missing;
    }

    private static void look(List<String> page, EntryKind kind, Facts facts, Set<String> missing) {
        String row = page.stream()
                .filter(line -> line.startsWith("| `" + kind + "`"))
                .findFirst()
                .orElse("");
        facts.asMap().keySet().stream()
                .filter(fact -> !row.contains("`" + documented(fact) + "`"))
                .forEach(fact -> missing.add(kind + " " + fact));
    }

    /** The name of a fact as the page writes it: {@code gate.0.ruling} is {@code gate.<i>.ruling}. */
    private static String documented(String fact) {
        return fact.replaceFirst("^(metric|performance)\\..*", "$1.<id>")
                .replaceFirst("^(input|asOf|typical)\\..*", "$1.<feature>")
                .replaceFirst("^finding\\..*", "finding.<subject>.<kind>")
                .replaceFirst("\\.\\d+", ".<i>");
    }
}
