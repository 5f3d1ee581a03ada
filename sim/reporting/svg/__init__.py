"""Pictures of the page, as SVG that takes its colours from the page, so that it follows the light or dark scheme."""
