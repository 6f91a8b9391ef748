/** Step 3 with the Smile library: what it fits becomes one of our own model forms. */
package org.clinicalmlops.smile;
