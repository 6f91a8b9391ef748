package org.clinicalmlops.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;

/**
 * What the committed ledger files hold. A file is written once, by the library of that time, and never again: {@link #main} with
 * the path of a new file.
 */
final class GoldenLedger {
    private GoldenLedger() {}

    static List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>(Databases.drafts(EntryKind.values().length));
        StringBuilder characters = new StringBuilder();
        for (char c = 0; c < 0x180; c++) {
            characters.append(c);
        }
        String text = characters.append("\u2028\ufeff\uffff\ud83c\udfe5").toString();
        drafts.add(Draft.of(
                        EntryKind.PREDICTED,
                        Databases.START.minusNanos(1),
                        Facts.of(text, text).with("", ""))
                .body(text.substring(1)));
        drafts.add(Draft.of(EntryKind.PREDICTED, Databases.START, Facts.NONE).body(""));
        return drafts;
    }

    public static void main(String[] arguments) {
        try (JdbcLedger ledger = JdbcLedger.open(Databases.file(Path.of(arguments[0])))) {
            ledger.appendAll(drafts());
        }
    }
}
