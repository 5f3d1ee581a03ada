"""The explorer: a page on this machine on which an episode's settings are moved and its answer follows.

`view` is what a link says, `episodes` and `controls` what can be chosen, `simulation` and `drawings` what is shown of
it: all without a browser. `page` and `panels` put it on the screen.
"""
