package org.clinicalmlops.core.imported;

import org.clinicalmlops.core.imported.ImportFault.Kind;

/** The base score of an XGBoost model with a logistic objective: a probability, from version 3.1 on in brackets. */
final class XgboostBase {
    private static final String WHERE = "learner.learner_model_param.base_score";

    private XgboostBase() {}

    /** Its log odds, in floats as XGBoost takes them: {@code -log(1 / p - 1)}. */
    static double logOdds(String text) {
        String number = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (!number.matches("[0-9.]{1,40}([eE][+-]?[0-9]{1,3})?")) {
            throw Refusal.of(Kind.CONTENT, WHERE, "one probability is expected, was " + Refusal.shown(text));
        }
        float p;
        try {
            p = Float.parseFloat(number);
        } catch (NumberFormatException e) {
            throw Refusal.of(Kind.CONTENT, WHERE, "one probability is expected, was " + Refusal.shown(text));
        }
        float odds = 1f / p - 1f;
        if (!(p > 0 && p < 1 && odds > 0 && Float.isFinite(odds))) {
            throw Refusal.of(Kind.CONTENT, WHERE, "a probability between 0 and 1 is expected, was " + p);
        }
        return (float) -StrictMath.log(odds);
    }
}
