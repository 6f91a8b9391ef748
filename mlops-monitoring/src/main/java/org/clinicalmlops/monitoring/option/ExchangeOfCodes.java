package org.clinicalmlops.monitoring.option;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Finding.Kind;
import org.clinicalmlops.api.monitor.Finding.Measure;
import org.clinicalmlops.api.monitor.Finding.State;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;
import org.clinicalmlops.monitoring.text.Wording;

/**
 * The detector of {@link ExchangedCodes}: a {@link CodePair} for every two codes of a category, among which the allowance is divided equally.
 * Rows without an episode key are not read: rows of one patient, counted as many, would break the promise on false alarms. The baseline
 * is a sample too: that it misleads is a risk of {@code 1 - }{@value CodePair#LEVEL} a pair, taken once. Single-threaded.
 */
final class ExchangeOfCodes implements Detector {
    private static final String FORMULA = "exchanged-codes-shiryaev-roberts";

    private final Baseline baseline;
    private final List<CodePair> pairs = new ArrayList<>();
    private final Allowance each;
    private final double whole;
    private final boolean[] standing;
    private Instant read;

    ExchangeOfCodes(Setting setting) {
        baseline = setting.baseline();
        for (int f = 0; f < baseline.features().size(); f++) {
            int codes = baseline.schema().feature(f).categorical()
                    ? baseline.levels().of(f).size()
                    : 0;
            for (int i = 0; i < codes; i++) {
                for (int j = 0; j < i; j++) {
                    CodePair.of(f, baseline.features().get(f), i, j).ifPresent(pairs::add);
                }
            }
        }
        each = setting.allowance().over(pairs.size());
        whole = setting.plan().falseAlarmsPerYear();
        standing = new boolean[pairs.size()];
        read = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        double part = each.between(read, window.until());
        read = window.until();
        if (window.counts().withoutEpisode() > 0) {
            return List.of(Finding.of(
                    Kind.INPUT_DRIFT,
                    ExchangedCodes.ID,
                    Finding.MODEL,
                    State.INSUFFICIENT,
                    "Codes: rows came without an episode key; rows of one patient, counted as many, would break the promise on"
                            + " false alarms."));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            CodePair pair = pairs.get(i);
            CodePair.Step step = pair.read(window.counts().feature(pair.feature), part);
            standing[i] = step.state() >= 1 || standing[i] && step.brought() > 0;
            findings.add(told(pair, step, standing[i]));
        }
        return findings;
    }

    private Finding told(CodePair pair, CodePair.Step step, boolean alarm) {
        String feature = baseline.features().get(pair.feature).feature();
        String common = name(pair, pair.common);
        String both = common + " and " + name(pair, pair.rare);
        boolean enough = pair.wouldHaveFound();
        String shares = common + " is " + Wording.percent(step.share()) + " of both, " + Wording.percent(pair.share())
                + " in training";
        String text = feature + ": "
                + (alarm
                        ? both + " look exchanged: " + shares
                        : shares + (enough ? ": not exchanged" : "; too few rows yet to have found them exchanged"));
        State state = alarm ? State.ALARM : enough ? State.OK : State.INSUFFICIENT;
        Finding finding = Finding.of(Kind.INPUT_DRIFT, ExchangedCodes.ID, feature, state, text + ".")
                .measured(new Measure(
                        step.state(),
                        1,
                        pair.before,
                        step.rows(),
                        FORMULA,
                        Wording.brief(each.perYear()) + " expected false alarms a year, its part of "
                                + Wording.brief(whole)));
        if (alarm) {
            return finding.lookFirst("whether the interface, or its mapping, has exchanged " + both
                    + ", then whether patients come among whom they are as frequent as that");
        }
        return enough ? finding.wouldHaveFound(both + " exchanged") : finding;
    }

    private String name(CodePair pair, int code) {
        return "'" + baseline.levels().of(pair.feature).get(code) + "'";
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(read);
        for (int i = 0; i < standing.length; i++) {
            pairs.get(i).save(out);
            out.putLong(standing[i] ? 1 : 0);
        }
    }

    @Override
    public void restore(StateInput in) {
        read = in.getInstant();
        for (int i = 0; i < standing.length; i++) {
            pairs.get(i).restore(in);
            standing[i] = in.getLong() == 1;
        }
    }
}
