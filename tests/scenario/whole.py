"""A small scenario that uses every table of the file."""

WHOLE = """
name = "whole"
title = "Everything at once"
start = 2023-01-01
end = 2023-04-30
allocation = "ranking"
ranking = ["Ann"]
sources = ["nobody, 2023"]

[report]
buyer = "Ann"
dates = [2023-02-15, 2023-04-30]
shares = [0.1, 0.9]
asked = 2023-03-01

[[source_check]]
figure = "delivered_units.Ann.2023-02-15"
range = [1, 200]
source = "nobody, 2023"
published = 2023-02-20

[[line]]
name = "dies"
start = 2022-12-01
lot_interval = 10
capacity = 50
yield = 0.9
cycle_time = 40
split_days = 15
mix = { C = { table = [[2023-01-10, 0.2], [2023-03-01, 0.5]] }, D = 0.25 }
rush_mix = { C = 0.6 }
when_controlled = { C = "D" }

[[product]]
name = "A"
price = 100
initial_stock = 40
[product.production]
start = 2023-01-02
end = 2023-04-01
lot_interval = 7
capacity = 60
ramp = { logistic = { midpoint = 20, slope = 0.1 } }
yield = { beta = [90, 10] }
cycle_time = 10
market_share = 0.5
in_progress = [{ finishes = 2023-01-05, units = 30 }]

[[product]]
name = "B"
price = 80
[product.production]
start = 2023-01-02
capacity = 90
ramp = { table = [[0, 0.2], [60, 1.0]] }

[[product]]
name = "C"
price = 70

[[product]]
name = "D"
price = 60

[[control]]
name = "second ban"
covers = ["C"]
announced = 2023-03-10
effective = 2023-03-20
unshipped = { hold_days = 10 }

[[control]]
name = "ban"
covers = ["A"]
announced = 2023-02-01
effective = 2023-02-20
moved = [{ on = 2023-02-10, to = 2023-03-01 }]
lifted = 2023-04-15
in_transit = "return"
rush = { market_share = 0.8, channel_capacity = 1.5 }
buyers = ["Ann"]

[control.license]
granted = 0.5
days = { uniform = [5, 20] }
opens = 2023-02-15
again_days = 30
quota = { units = 80, per = "buyer", every = "quarter" }

[[control]]
name = "no buying"
covers = ["D"]
acts_on = "order"
resume = true
announced = 2023-03-01
effective = 2023-03-05
lifted = 2023-04-01

[[distributor]]
name = "north"
weekly_capacity = 50
credit_limit = 9_000
transit_days = { triangular = [2, 4, 9] }
margin = 0.05

[[distributor]]
name = "south"
weekly_capacity = 30
transit_days = { lognormal = { median = 5, sigma = 0.5 } }

[[buyer]]
name = "Ann"
budget = 90_000
via = { north = 0.6, south = 0.4 }
patience = 60
on_control = { A = "B" }
pull_forward = 0.5
shortage = { waits = 20, factor = 1.3 }
[[buyer.order]]
date = 2023-01-10
product = "A"
units = 200
[[buyer.order]]
date = 2023-03-20
product = "A"
units = 100
[buyer.negotiation]
opens = { backlog = 50 }
rounds = 3
round_days = { pert = [5, 9, 20] }
success = 0.6
[buyer.negotiation.contract]
weekly_capacity = 40
reserved_share = 0.3
price = 90
minimum_units = 10
transit_days = { uniform = [1, 3] }

[[buyer]]
name = "Bob"
via = { south = 1 }
on_control = { A = "cancel" }
[buyer.demand]
product = "B"
orders_per_month = 3.0
units = { poisson = { mean = 12 } }
after_announcement = { factor = 2.0, days = 30 }

[uncertain]
"product.A.production.capacity" = { triangular = [40, 60, 90] }
"control.ban.moved.1.to" = { choice = [2023-03-01, 2023-03-15], weights = [0.3, 0.7] }
"distributor.north.weekly_capacity" = { normal = { mean = 50, sd = 5, min = 20, max = 90 } }
"buyer.Ann.negotiation.success" = { uniform = [0.2, 0.9] }
"""
