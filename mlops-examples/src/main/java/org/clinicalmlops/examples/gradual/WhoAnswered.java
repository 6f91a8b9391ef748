package org.clinicalmlops.examples.gradual;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.serve.Challenger;

/**
 * Who answered for whom, counted from the ledger alone.
 *
 * @param rows answered since then
 * @param byChallenger of these by the newer version
 * @param paired of these with the risk of the other version beside
 * @param patients with at least one
 * @param ofChallenger patients for whom the newer version answered
 * @param ofBoth patients for whom now the one answered and now the other: none
 */
record WhoAnswered(long rows, long byChallenger, long paired, int patients, int ofChallenger, int ofBoth) {

    static WhoAnswered since(Ledger ledger, Instant from, Challenger challenger) {
        Map<String, Set<String>> models = new HashMap<>();
        long[] count = new long[3];
        Recorded.read(ledger, Set.of(EntryKind.PREDICTED), row -> {
            if (!row.at().isBefore(from)) {
                String model = row.facts().required("model");
                models.computeIfAbsent(row.facts().required("patient"), same -> new HashSet<>())
                        .add(model);
                count[0]++;
                count[1] += model.equals(challenger.model().hex()) ? 1 : 0;
                count[2] += row.facts().text("shadow.risk").isPresent() ? 1 : 0;
            }
        });
        int newer = 0;
        int both = 0;
        for (Set<String> of : models.values()) {
            newer += of.contains(challenger.model().hex()) ? 1 : 0;
            both += of.size() > 1 ? 1 : 0;
        }
        return new WhoAnswered(count[0], count[1], count[2], models.size(), newer, both);
    }

    @Override
    public String toString() {
        return byChallenger + " of " + rows + " rows were answered by the newer version, for " + ofChallenger + " of "
                + patients + " patients; both have scored " + paired + "; answered by both: " + ofBoth + " patients";
    }
}
