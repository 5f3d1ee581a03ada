"""Where each number lies in the kernel's memory.

Memory is one array of cells of 8 bytes, read as whole numbers (`m`) or as real ones (`f`, the same bytes). Its first
cells say where everything else begins. A product, control, channel, buyer, order, order line, shipment is known by the
address of its first cell, and `m[line + LINE_OPEN]` is one of its fields. Shares are whole millionths where their
name ends in `MILLIONTHS`; dates are days from the start; an address that is not there is `NOTHING`.
"""

NOTHING = -1

(
    DAY,
    DAYS,
    START_ORDINAL,
    START_WEEKDAY,
    POLICY,
    SEED,
    REPLICATION,
    PRODUCTS,
    PRODUCTS_END,
    PRODUCT_COUNT,
    CONTROLS,
    CONTROLS_END,
    CONTROL_COUNT,
    CHANNELS,
    CHANNELS_END,
    CHANNEL_COUNT,
    BUYERS,
    BUYERS_END,
    UNCERTAIN,
    UNCERTAIN_END,
    CHECKS,
    CHECKS_END,
    STATES,
    OVERTIME,
    RUSH_SHARES,
    ANNOUNCED,
    RANKS,
    PRICES_OF_PRODUCTS,
    RESERVES,
    STOCK_LEFT,
    ROOM,
    CREDIT,
    DUE,
    DECIDING,
    LINES,
    LINES_END,
    LINES_FULL,
    LINE_CELLS,
    MOST_LINES,
    BOOK,
    BOOK_COUNT,
    BOOK_CLOSED,
    BOOK_DISORDERED,
    SHIPMENTS,
    SHIPMENTS_END,
    SHIPMENTS_FULL,
    MOST_SHIPMENTS,
    DECISIONS,
    DECISIONS_END,
    DECISIONS_FULL,
    MOST_DECISIONS,
    REQUESTS,
    SORTING,
    EVENTS,
    EVENT_COUNT,
    EVENTS_FULL,
    IS_FULL,
    REPORT_DAYS,
    REPORT_COUNT,
    TARGETS,
    TARGET_COUNT,
    TALLY,
    TALLY_DELIVERED,
    TALLY_ORDERED,
    TALLY_USD,
    TALLY_WAITS,
    TALLY_BUYERS,
    TALLY_PRODUCTS,
    TALLY_CHANNELS,
    TALLY_FLOWS,
    FLOW_PLACES,
    FLOW_COUNT,
    FIGURES,
    HEADER_CELLS,
) = range(74)
"""The memory's first cells: what is the same for all, and where the tables begin and end."""

(
    PRODUCT_NUMBER,
    PRODUCT_PRICE,
    PRODUCT_INITIAL_STOCK,
    PRODUCT_START,
    PRODUCT_END,
    PRODUCT_LOT_INTERVAL,
    PRODUCT_CAPACITY,
    PRODUCT_CYCLE_TIME,
    PRODUCT_MARKET_SHARE,
    PRODUCT_MIDPOINT,
    PRODUCT_SLOPE,
    PRODUCT_FULL_AFTER,
    PRODUCT_POINTS,
    PRODUCT_POINTS_END,
    PRODUCT_CARRIED,
    PRODUCT_CARRIED_END,
    PRODUCT_YIELD,
    PRODUCT_YIELD_WORD,
    PRODUCT_CARRIED_WORD,
    PRODUCT_COVERS,
    PRODUCT_STOCK,
    PRODUCT_CONTROL,
    PRODUCT_NEXT_START,
    PRODUCT_LOTS_STARTED,
    PRODUCT_NEXT_FINISH,
    PRODUCT_LOTS_FINISHED,
    PRODUCT_LOT_ON,
    PRODUCT_CELLS,
) = range(28)
"""A product and its production line; `POINTS` are pairs of days and share, `CARRIED` of finishing day and units.

`CONTROL` is the number of the first control that is in effect on it today, or `NOTHING`; `NEXT` and `LOT_ON` are days.
"""

(
    CONTROL_NUMBER,
    CONTROL_ANNOUNCED,
    CONTROL_EFFECTIVE,
    CONTROL_LIFTED,
    CONTROL_OVERTIME,
    CONTROL_RUSH_SHARE,
    CONTROL_RETURNS,
    CONTROL_STRANDS,
    CONTROL_LICENSES,
    CONTROL_GRANTED,
    CONTROL_LICENSE_DAYS,
    CONTROL_LICENSE_WORDS,
    CONTROL_MOVES,
    CONTROL_MOVES_END,
    CONTROL_BEFORE,
    CONTROL_CELLS,
) = range(16)
"""An export control; `MOVES` are pairs of days, `BEFORE` is its state on the eve of day 0."""

(
    CHANNEL_NUMBER,
    CHANNEL_WEEKLY_CAPACITY,
    CHANNEL_CREDIT_LIMIT,
    CHANNEL_MARGIN,
    CHANNEL_RESERVED_SHARE,
    CHANNEL_RESERVED,
    CHANNEL_PRICE,
    CHANNEL_DIRECT,
    CHANNEL_TRANSIT,
    CHANNEL_TRANSIT_WORD,
    CHANNEL_WORD,
    CHANNEL_PRICES,
    CHANNEL_USED,
    CHANNEL_OUTSTANDING,
    CHANNEL_BACKLOG,
    CHANNEL_DRAWN_ON,
    CHANNEL_DRAWN_DAYS,
    CHANNEL_CELLS,
) = range(18)
"""A distributor or a direct channel; `PRICES` are by product, `RESERVED` is its share in millionths.

`DRAWN` is the transit drawn last, and on which day.
"""

(
    BUYER_NUMBER,
    BUYER_HEAD,
    BUYER_NEXT_ON,
    BUYER_PULL_FORWARD,
    BUYER_DEMANDS,
    BUYER_DEMANDS_END,
    BUYER_DIRECT,
    BUYER_ROUND,
    BUYER_BUDGET,
    BUYER_PATIENCE,
    BUYER_WAITS,
    BUYER_FACTOR,
    BUYER_TALKS_ON,
    BUYER_TALKS_BACKLOG,
    BUYER_ROUNDS,
    BUYER_SUCCESS,
    BUYER_MINIMUM_UNITS,
    BUYER_ROUND_DAYS,
    BUYER_DAYS_WORD,
    BUYER_SUCCESS_WORD,
    BUYER_SHARES,
    BUYER_CUSTOM,
    BUYER_CUSTOM_CHANNELS,
    BUYER_CUSTOM_COUNT,
    BUYER_PARTS,
    BUYER_ORDERS,
    BUYER_ORDERS_END,
    BUYER_TURN,
    BUYER_ANSWERS,
    BUYER_BACKLOG,
    BUYER_CONTRACT,
    BUYER_TAIL,
    BUYER_PUT,
    BUYER_CLOSED,
    BUYER_LATEST,
    BUYER_ROUND_ENDS,
    BUYER_NEXT_ORDER,
    BUYER_RANDOM_ORDERS,
    BUYER_CELLS,
) = range(39)
"""A buyer; what is looked at every day comes first, close together.

`SHARES` of its custom are by channel, `CUSTOM` the same in millionths, `PARTS` what it orders and needs of each;
`TURN` are its orders by date, of which `NEXT_ORDER` comes next, on day `NEXT_ON`; `HEAD` ... `TAIL` is its list of open
lines, in which `CLOSED` lines are still to be taken out; `PUT` is the line that was put into it last.
"""

ORDER_NUMBER, ORDER_DATE, ORDER_PRODUCT, ORDER_UNITS, ORDER_LEFT, ORDER_PULLED, ORDER_CELLS = range(7)
"""A dated order; `LEFT` is what was not pulled forward."""

(
    DEMAND_PRODUCT,
    DEMAND_A_MONTH,
    DEMAND_FACTOR,
    DEMAND_BURST_DAYS,
    DEMAND_UNITS,
    DEMAND_COUNT_WORD,
    DEMAND_UNITS_WORD,
    DEMAND_CELLS,
) = range(8)
"""A stream of random orders."""

LAW_KIND, LAW_A, LAW_B, LAW_C, LAW_D, LAW_VALUES, LAW_WEIGHTS, LAW_COUNT, LAW_CELLS = range(9)
"""A distribution; of kind 0 the number `A`."""

UNCERTAIN_LAW, UNCERTAIN_CELL, UNCERTAIN_ROUNDING, UNCERTAIN_WORD, UNCERTAIN_LEAST, UNCERTAIN_MOST, UNCERTAIN_CELLS = (
    range(7)
)
"""An uncertain parameter: its law, the cell that it is written to, and what the scenario's checks have passed."""

CHECK_KIND, CHECK_LEFT, CHECK_RIGHT, CHECK_CELLS = range(4)
"""A check of what was drawn: by its kind two cells, or a cell and a count, that must go together."""

(
    LINE_NUMBER,
    LINE_BUYER,
    LINE_PRODUCT,
    LINE_CHANNEL,
    LINE_PLACED,
    LINE_PRICE,
    LINE_PRICE_PLACED,
    LINE_OPEN,
    LINE_NEED,
    LINE_KIND,
    LINE_ORDINAL,
    LINE_GENERATION,
    LINE_DISPATCHED,
    LINE_BY_CONTRACT,
    LINE_NEXT,
    LINE_IN_BOOK,
    LINE_IN_LIST,
    LINE_WINDOW_UNITS,
    LINE_WINDOW_USD,
    LINE_REFUSED,
    LINE_LICENSES,
) = range(21)
"""An order line; its licenses, one a control, are its last cells; `WINDOW` and `REFUSED` are for key figures."""

(
    SHIPMENT_LINE,
    SHIPMENT_DISPATCHED,
    SHIPMENT_UNITS,
    SHIPMENT_PRICE,
    SHIPMENT_CHANNEL,
    SHIPMENT_PRODUCT,
    SHIPMENT_NEXT,
    SHIPMENT_CELLS,
) = range(8)
"""Units of a line under way; `NEXT` is due on the same day."""

DECISION_LINE, DECISION_CONTROL, DECISION_GRANTED, DECISION_NEXT, DECISION_CELLS = range(5)
"""A license decision to come; `NEXT` comes on the same day."""

EVENT_CELLS = 8
