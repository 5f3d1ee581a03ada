"""A small scenario for the explorer's tests: every kind of control, and an answer that each of them changes."""

SMALL = """
name = "small"
title = "Will Ann get her units?"
question = "How much of Ann's order is delivered?"
start = 2023-01-01
end = 2023-03-31
allocation = "fifo"
[report]
buyer = "Ann"
dates = [2023-02-15, 2023-03-31]
shares = [0.5]
[[product]]
name = "A"
price = 100
initial_stock = 200
[product.production]
start = 2023-01-01
lot_interval = 7
capacity = 100
cycle_time = 14
[[control]]
name = "ban"
covers = ["A"]
announced = 2023-01-10
effective = 2023-03-01
[[distributor]]
name = "north"
weekly_capacity = 90
transit_days = { uniform = [2, 9] }
[[buyer]]
name = "Ann"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 900 }]
[[buyer]]
name = "Bob"
via = { north = 1.0 }
order = [{ date = 2023-01-02, product = "A", units = 600 }]
[uncertain]
"allocation" = { choice = ["fifo", "pro-rata"] }
"product.A.production.capacity" = { uniform = [50, 150] }
"buyer.Ann.order.1.date" = { uniform = [2023-01-02, 2023-01-31] }
"distributor.north.weekly_capacity" = { loguniform = [40, 200] }
"""

HOSTILE = (
    SMALL.replace('"Ann"', '"<img src=x onerror=window.broken=1>"')
    .replace(
        '"Will Ann get her units?"', '"![x](http://192.0.2.1/x.png) <b>[a](javascript:window.broken=1)</b> $x$ :red[y]"'
    )
    .replace("buyer.Ann.", "buyer.1.")
)
"""The same with a buyer and a title that would do something where a page took them for more than text."""

LATER = """"control.ban.announced" = { choice = [2023-01-10, 2023-02-20] }
"control.ban.effective" = { choice = [2023-02-10, 2023-03-01] }
"""
SOME_FAIL = SMALL + LATER
"""A ban that some replications announce after it takes effect."""

ALL_FAIL = SMALL + LATER.replace("20] }", "20], weights = [1e-12, 1] }").replace("01] }", "01], weights = [1, 1e-12] }")
"""The same of all replications but one in a million millions."""

NEWS = """[[observed]]
figure = "delivered_units.Ann"
date = 2023-02-15
published = 2023-03-01
value = 200
range = [100, 400]
source = "Ann"
"""
"""What was published of the small scenario."""
