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
    /** Those of the time of format 1, in the order of the file; kinds that are added later do not belong here. */
    private static final List<EntryKind> KINDS = List.of(
            EntryKind.COHORT_EXTRACTED,
            EntryKind.RUN_FAILED,
            EntryKind.FEATURES_PREPARED,
            EntryKind.MODEL_TRAINED,
            EntryKind.BASELINE_PROFILED,
            EntryKind.MODEL_EVALUATED,
            EntryKind.GATES_DECIDED,
            EntryKind.SIGNED_OFF,
            EntryKind.SIGN_OFF_REFUSED,
            EntryKind.MODEL_APPROVED,
            EntryKind.MODEL_REJECTED,
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.SILENT_TRIAL_JUDGED,
            EntryKind.WENT_LIVE,
            EntryKind.MODEL_BOUND,
            EntryKind.PREDICTED,
            EntryKind.ABSTAINED,
            EntryKind.DEPLOYMENT_CLOSED,
            EntryKind.OUTCOME_RECORDED,
            EntryKind.WINDOW_CLOSED,
            EntryKind.ALERT_OPENED,
            EntryKind.ALERT_RESOLVED,
            EntryKind.UPDATE_PROPOSED,
            EntryKind.RETRAINING_STARTED,
            EntryKind.MODEL_PROMOTED,
            EntryKind.PLAN_DECLARED);

    private GoldenLedger() {}

    static List<Draft> drafts() {
        List<Draft> drafts = new ArrayList<>();
        for (int n = 1; n <= KINDS.size(); n++) {
            Facts facts = Facts.NONE.with("n", n).with("risk", n / 7.0);
            Draft draft = Draft.of(KINDS.get(n - 1), Databases.START.plusSeconds(n), facts);
            drafts.add(n % 3 == 0 ? draft.body("body of " + n) : draft);
        }
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
