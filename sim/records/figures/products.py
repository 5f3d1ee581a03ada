"""Key figures of products: what left this market, or can no longer leave the hub."""

from sim.records.events import Event
from sim.records.figures.naming import figure_name
from sim.records.figures.tally import Figures, Tally, summed


def product_figures(tally: Tally) -> Figures:
    """Units and dollars of each product that were stranded or diverted over the whole run."""
    figures: Figures = {}
    names = tally.log.products
    for event in (Event.stranded, Event.diverted):
        rows = tally.of(event)
        for unit, values in (("units", rows.units), ("usd", rows.value_usd)):
            sums = summed(values, rows.product, len(names)).tolist()
            figure = f"{event.name}_{unit}"
            figures |= {figure_name(figure, name): total for name, total in zip(names, sums, strict=True)}
    return figures
