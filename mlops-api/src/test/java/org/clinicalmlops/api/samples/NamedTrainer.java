package org.clinicalmlops.api.samples;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.LinearForm;
import org.clinicalmlops.api.train.ModelForm;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.api.train.TrainingData;

/** A trainer for plans, which know a trainer by what it declares. */
public record NamedTrainer(String name, double penalty) implements Trainer<Risk> {
    @Override
    public String id() {
        return name + ", penalty " + Declaration.number(penalty);
    }

    @Override
    public ModelForm fit(TrainingData data, long seed) {
        return LinearForm.of(0, new double[data.columns().size()]);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of(name).with("penalty", penalty);
    }
}
