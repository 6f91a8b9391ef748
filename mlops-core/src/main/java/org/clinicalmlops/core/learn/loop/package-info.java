/** The learning loop: from a trigger to a version in use, step by step, each recorded, so that it survives whatever happens between. */
package org.clinicalmlops.core.learn.loop;
