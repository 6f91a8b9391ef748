package org.clinicalmlops.ledger;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;

/** Linear discriminant with a diagonal covariance, so that a test needs no library that fits. */
final class Discriminant implements Trainer<Risk> {
    @Override
    public String id() {
        return "discriminant";
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("test-trainer").with("id", id());
    }

    @Override
    public ModelForm fit(TrainingData data, long seed) {
        int columns = data.columns().size();
        double events = 0;
        for (int i = 0; i < data.size(); i++) {
            events += data.truth(i);
        }
        double others = data.size() - events;
        double[] weights = new double[columns];
        double intercept = Math.log(events / others);
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            double sumOfEvents = 0;
            double squares = 0;
            for (int i = 0; i < data.size(); i++) {
                double x = data.value(i, c);
                sum += x;
                sumOfEvents += data.truth(i) * x;
                squares += x * x;
            }
            double with = sumOfEvents / events;
            double without = (sum - sumOfEvents) / others;
            double within = (squares - events * with * with - others * without * without) / data.size();
            weights[c] = (with - without) / within;
            intercept -= weights[c] * (with + without) / 2;
        }
        return LinearForm.of(intercept, weights);
    }
}
