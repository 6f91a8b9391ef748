package org.clinicalmlops.api.train;

import org.clinicalmlops.api.Declared;

/**
 * A fitted model as data: what it computes, without the library that fitted it. Works on the prepared columns of its
 * {@link TrainingData}, by position. Each form defines its value exactly, so that an interpreter written years later answers the
 * same bits.
 */
public sealed interface ModelForm extends Declared permits LinearForm, TreesForm, PointsForm {
    /** How many columns the model reads. */
    int columns();
}
