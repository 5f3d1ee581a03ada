"""Statistics of replications: intervals, quantiles, histograms that merge; numbers only, nothing of the model."""
