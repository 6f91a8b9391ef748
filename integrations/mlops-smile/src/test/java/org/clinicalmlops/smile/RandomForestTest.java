package org.clinicalmlops.smile;

import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.train.Trainer;
import org.clinicalmlops.testkit.train.TrainerContract;

class RandomForestTest extends TrainerContract {
    @Override
    protected Trainer<Risk> trainer() {
        return RandomForest.trees(40);
    }

    @Override
    protected Trainer<Risk> otherwise() {
        return RandomForest.trees(40).leafSize(5);
    }
}
