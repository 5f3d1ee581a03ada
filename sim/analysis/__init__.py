"""Questions put to many replications: comparison, causes, sensitivity, discovery, calibration."""
